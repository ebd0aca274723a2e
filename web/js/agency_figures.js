/** An agency's figures of the month that runs, of those that are still being counted, and of the last that was closed. */

import { day } from "./dates.js";
import { byId, el, fill } from "./dom.js";
import { INDICATORS, change, count, sortOf, written, zoneTag } from "./numbers.js";
import { closingDay, periodName } from "./periods.js";
import { table } from "./tables.js";
import { word } from "./words.js";

/** `period` is the month that runs, `together` what all agencies had in one of those shown. */
export function showFigures(months, { period, together, policy }) {
  const shown = columns(months, period);
  fill("cards", ...shown.map((one) => card(one, period, policy)));
  const others = together ? [word("agency.together", { period: periodName(together.period) })] : [];
  const head = [word("figure.head"), ...shown.map((one) => periodName(one.period)), ...others];
  const all = [...shown, ...(together ? [together] : [])];
  const row = (name) => [word(`indicator.${name}`), ...all.map((one) => written(one.indicators?.[name], sortOf(name)))];
  const cases = [word("figure.cases"), ...all.map((one) => count(one.cases ?? 0))];
  byId("figures").replaceChildren(table({ head, rows: [cases, ...Object.keys(INDICATORS).map(row)], caption: word("figure.caption"), stacks: true }));
}

/** The month that runs is there even when nothing counts yet. */
function columns(months, period) {
  const running = months.find((one) => one.period === period) ?? { period };
  const counting = months.filter((one) => one.period < period && !one.digest).slice(-1);
  const closed = months.filter((one) => one.digest).slice(-1);
  return [running, ...counting, ...closed];
}

function card(one, period, policy) {
  const closes = day(closingDay(one.period, policy.freeze_days));
  const state = one.digest ? word("period.closed") : one.period === period ? word("period.running", { closes }) : word("period.counting", { closes });
  return el(
    "article",
    { class: "card score" },
    el("h3", {}, periodName(one.period)),
    el("p", { class: "quiet small" }, state),
    ...(one.score === null || one.score === undefined ? [el("p", { class: "note" }, word(one.digest ? "score.none-closed" : "score.none-yet"))] : facts(one)),
  );
}

function facts(one) {
  const { counts, indicators } = one;
  const late = counts.unresolved ? word("agency.backlog", { count: count(counts.unresolved), days: written(indicators.backlog_days, "days") }) : word("agency.no-backlog");
  return [
    el("p", { class: "big" }, el("span", { class: "number" }, written(one.score, "score")), el("span", { class: "quiet" }, word("score.out-of")), zoneTag(one.zone)),
    el("p", {}, ...standing(one)),
    el(
      "ul",
      { class: "kept" },
      el("li", {}, word("agency.kept-follow-up", { count: count(counts.followed_up_on_time), all: count(one.cases), share: written(indicators.followed_up_on_time, "share") })),
      el("li", {}, word("agency.kept-resolve", { count: count(counts.resolved_on_time), all: count(one.cases), share: written(indicators.resolved_on_time, "share") })),
      el("li", {}, late),
    ),
  ];
}

function standing({ place, ranked, change: places, band, cases }) {
  if (!place) return [word("score.unranked", { cases: count(cases) })];
  return [word("score.place", { place: count(place), ranked: count(ranked), band: word("band.from", { cases: band.replace("+", "") }) }), " ", places === null ? "" : change(places)];
}
