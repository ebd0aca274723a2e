/** League tables: agencies of one kind and about as many cases, by place; and who had too few cases to be compared. */

import { el, fill } from "./dom.js";
import { change, count, written, zoneTag } from "./numbers.js";
import { table } from "./tables.js";
import { pageOf, word, wordOr } from "./words.js";

const FIRST = 10;
const UNRANKED = "unranked";
const NATION = "nation";

/** `wanted` is what the address asks for: a table of its own is shown whole. */
export function showLeagues(items, { total, wanted }) {
  // All agencies together stand in no table: there is nothing to compare them with.
  const leagues = grouped(items.filter(({ agency }) => agency.kind !== NATION));
  const more = total > items.length && el("p", { class: "note" }, word("scores.more", { shown: count(items.length), total: count(total) }));
  fill("tables", ...[...leagues.values()].map((league) => section(league, wanted)), more);
}

const keyOf = ({ agency, place, band }) => `${agency.kind} ${place ? band : UNRANKED}`;

function grouped(items) {
  const found = new Map();
  for (const one of items) found.set(keyOf(one), [...(found.get(keyOf(one)) ?? []), one]);
  return found;
}

function section(league, wanted) {
  const [{ agency, band, place, ranked }] = league;
  const kind = wordOr(`kinds.${agency.kind}`, agency.kind);
  if (!place) return unranked(league, kind);
  const title = word("league.title", { kind, band: word("band.from", { cases: band.replace("+", "") }) });
  const whole = wanted.top || (wanted.kind && wanted.band);
  const shown = whole ? league : league.slice(0, FIRST);
  const rest = new URLSearchParams({ period: wanted.period, kind: agency.kind, band: band.replace("+", "") });
  return el(
    "section",
    { class: "league" },
    el("h3", {}, title),
    el("p", { class: "quiet small" }, word("league.said", { ranked: count(ranked), first: league[0].agency.name, score: written(league[0].score, "score") })),
    table({ head: ["place", "agency", "score", "zone", "change", "follow-up", "resolve", "cases"].map((key) => word(`league.${key}`)), rows: shown.map(row), caption: title, named: 1, stacks: true }),
    shown.length < league.length && el("p", {}, el("a", { href: `?${rest}` }, word("league.all", { count: count(league.length) }))),
  );
}

const row = (one) => [
  count(one.place),
  link(one.agency),
  written(one.score, "score"),
  zoneTag(one.zone),
  change(one.change),
  written(one.indicators.followed_up_on_time, "share"),
  written(one.indicators.resolved_on_time, "share"),
  count(one.cases),
];

const link = ({ id, name }) => el("a", { href: `${pageOf("agency")}?code=${encodeURIComponent(id)}` }, name);

function unranked(league, kind) {
  const rows = league.map((one) => [link(one.agency), written(one.score, "score"), zoneTag(one.zone), count(one.cases)]);
  const title = word("league.unranked", { kind, count: count(league.length) });
  const head = ["agency", "score", "zone", "cases"].map((key) => word(`league.${key}`));
  return el("section", { class: "league" }, el("details", {}, el("summary", {}, title), table({ head, rows, caption: `${title}. ${word("league.unranked-why")}`, stacks: true })));
}
