/** Every agency, found by its name or kind; what is asked for stands in the address. */

import "./language.js";
import "./figure_words.js";
import * as api from "./api.js";
import { byId, el, fill, onSubmit, show } from "./dom.js";
import { refusalText } from "./errors.js";
import { count, written, zoneTag } from "./numbers.js";
import { periodName } from "./periods.js";
import { lang, pageOf, word, wordOr } from "./words.js";

const PAGE = 30;
const UNIT = "unit";
const form = byId("search");
const current = { agencies: [], names: new Map(), scores: new Map(), shown: PAGE };

start();

async function start() {
  fromAddress();
  onSubmit(form, search);
  form.addEventListener("input", search);
  addEventListener("popstate", fromAddress);
  byId("more").addEventListener("click", more);
  fill("found-status", word("agencies.loading"));
  try {
    current.agencies = (await api.agencies({})).sort((one, other) => one.name.localeCompare(other.name, lang));
    current.names = new Map(current.agencies.map(({ id, name }) => [id, name]));
    list();
  } catch (error) {
    fill("found-status", refusalText(error));
    return;
  }
  await showScores();
}

/** The list is whole without them. */
async function showScores() {
  const answer = await api.scores({}).catch(() => null);
  if (!answer) return;
  current.scores = new Map(answer.items.map((one) => [one.agency.id, one]));
  fill("as-of", word("agencies.scored", { period: periodName(answer.period) }));
  list();
}

function fromAddress() {
  const asked = new URLSearchParams(location.search);
  form.elements.q.value = asked.get("q") ?? "";
  form.elements.kind.value = asked.get("kind") ?? "";
  if (form.elements.kind.selectedIndex < 0) form.elements.kind.value = "";
  byId("other-language").search = location.search;
  Object.assign(current, { shown: PAGE });
  if (current.agencies.length) list();
}

function search() {
  const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  history.replaceState(null, "", String(asked) ? `?${asked}` : location.pathname);
  fromAddress();
}

function more() {
  const before = current.shown;
  current.shown += PAGE;
  list();
  byId("found").children[before].querySelector("a").focus();
}

/** Every word that was typed is in the name or the id, in any order; those that have units come before units. */
function fitting() {
  const wanted = form.elements.q.value.toLocaleLowerCase(lang).split(/\s+/).filter(Boolean);
  const kind = form.elements.kind.value;
  const fits = (agency) => (!kind || agency.kind === kind) && wanted.every((one) => `${agency.name} ${agency.id}`.toLocaleLowerCase(lang).includes(one));
  const found = current.agencies.filter(fits);
  return [...found.filter((agency) => agency.kind !== UNIT), ...found.filter((agency) => agency.kind === UNIT)];
}

function list() {
  const found = fitting();
  fill("found", ...found.slice(0, current.shown).map(entry));
  fill("found-status", word(found.length ? "agencies.found" : "agencies.none", { count: count(found.length) }));
  show("more", found.length > current.shown);
}

function entry(agency) {
  const score = current.scores.get(agency.id);
  const above = current.names.get(agency.parent);
  return el(
    "li",
    {},
    el("h3", {}, el("a", { href: `${pageOf("agency")}?code=${encodeURIComponent(agency.id)}` }, agency.name)),
    el("p", { class: "quiet small" }, [wordOr(`kind.${agency.kind}`, agency.kind), agency.kind === UNIT && above].filter(Boolean).join(" · ")),
    score?.zone && el("p", { class: "tags" }, zoneTag(score.zone), el("span", { class: "figure" }, word("score.of-100", { score: written(score.score, "score") }))),
  );
}
