/** How an agency's score went, month by month, and in which place it stood year by year. */

import * as api from "./api.js";
import { chart, lineOf } from "./charts.js";
import { byId, el, fill } from "./dom.js";
import { count, written, zoneTag } from "./numbers.js";
import { periodName, shortName } from "./periods.js";
import { table } from "./tables.js";
import { word } from "./words.js";

const FULL = 100;

export async function showHistory(code, months) {
  const scored = months.filter((one) => one.score !== null);
  if (scored.length) byId("history").replaceChildren(overMonths(months, scored));
  else fill("history", el("p", { class: "note" }, word("history.none")));
  const { items: years } = await api.history(code, "year");
  const placed = years.filter((one) => one.score !== null);
  if (placed.length) byId("years").replaceChildren(overYears(placed));
}

function overMonths(months, scored) {
  const points = months.map((one) => ({ label: shortName(one.period), value: one.score, text: `${periodName(one.period)}: ${written(one.score, "score")}` }));
  const rows = months.map((one) => [periodName(one.period), written(one.score, "score"), zoneTag(one.zone), placeOf(one), word(one.digest ? "period.closed-short" : "period.moving-short")]);
  const head = ["history.period", "history.score", "history.zone", "history.place", "history.state"].map((key) => word(key));
  return chart(lineOf(points, { most: FULL, format: (value) => count(value) }), { said: said(scored), head, rows, caption: word("history.caption"), stacks: true });
}

function said(scored) {
  const [first, last] = [scored[0], scored.at(-1)];
  const values = { period: periodName(last.period), score: written(last.score, "score"), first: periodName(first.period), before: written(first.score, "score") };
  const way = Math.sign(last.score - first.score) + 1;
  return word(scored.length === 1 ? "history.one" : ["history.fell", "history.same", "history.rose"][way], values);
}

function overYears(years) {
  const rows = years.map((one) => [one.period, written(one.score, "score"), zoneTag(one.zone), placeOf(one), word(one.digest ? "period.closed-short" : "period.moving-short")]);
  const head = ["history.year", "history.score", "history.zone", "history.place", "history.state"].map((key) => word(key));
  return table({ head, rows, caption: word("history.years"), stacks: true });
}

function placeOf({ place, ranked }) {
  return place ? word("history.placed", { place: count(place), ranked: count(ranked) }) : word("history.unplaced");
}
