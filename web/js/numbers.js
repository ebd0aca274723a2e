/** Figures in the reader's way: shares in percent, days, scores; and which figure is of which sort. */

import { el } from "./dom.js";
import { lang, word } from "./words.js";

const LOCALE = lang === "en" ? "en-GB" : "id-ID";

/** Every indicator, in the order in which people ask, and what it is measured in. */
export const INDICATORS = {
  followed_up_on_time: "share",
  resolved_on_time: "share",
  resolved: "share",
  satisfaction: "share",
  disputed: "share",
  followed_up: "share",
  cannot_be_resolved: "share",
  verified_on_time: "share",
  returned: "share",
  extended: "share",
  held: "share",
  linked: "share",
  median_days: "days",
  mean_days: "days",
  backlog_days: "days",
  speed_points: "points",
  survey_index: "index",
};

const digits = (most, least = 0) => new Intl.NumberFormat(LOCALE, { maximumFractionDigits: most, minimumFractionDigits: least });
const shares = new Intl.NumberFormat(LOCALE, { style: "percent", maximumFractionDigits: 1 });
const WRITTEN = {
  share: (value) => percent(value),
  days: (value) => word("unit.days", { count: digits(1).format(value) }),
  points: (value) => word("unit.points", { count: digits(2).format(value) }),
  index: (value) => digits(2, 2).format(value),
  score: (value) => digits(2).format(value),
};

export const percent = (value) => shares.format(value);
export const count = (value) => digits(0).format(value);

/** A figure in its unit; what nothing was counted for says so. */
export function written(value, sort) {
  return value === null || value === undefined ? word("figure.none") : WRITTEN[sort](value);
}

export const sortOf = (indicator) => INDICATORS[indicator] ?? "score";

/** The zone in words, marked by a shape as well as by a colour. */
export function zoneTag(zone) {
  return el("span", { class: `zone ${zone ?? "none"}` }, word(`zone.${zone ?? "none"}`));
}

/** How many places up or down since the period before. */
export function change(places) {
  if (places === null || places === undefined) return el("span", { class: "quiet" }, word("change.new"));
  const way = Math.sign(places) + 1;
  return el("span", { class: `change ${["down", "same", "up"][way]}` }, word(["change.down", "change.same", "change.up"][way], { count: Math.abs(places) }));
}
