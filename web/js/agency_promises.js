/** What an agency promised and how that stands; and what others found about it, which is no part of our figures. */

import * as api from "./api.js";
import { day } from "./dates.js";
import { el, fill } from "./dom.js";
import { count, sortOf, written } from "./numbers.js";
import { periodName } from "./periods.js";
import { word, wordOr } from "./words.js";

export async function showCommitments(code) {
  const { items } = await api.commitments(code);
  fill("commitments", items.length ? el("ul", { class: "promises" }, ...items.map(commitment)) : el("p", { class: "quiet" }, word("commitment.none")));
}

function commitment(one) {
  const sort = sortOf(one.indicator);
  const values = { indicator: wordOr(`indicator.${one.indicator}`, one.indicator), target: written(one.target, sort), by: day(one.by) };
  const measured = (at, key) => at && el("li", {}, word(key, { value: written(at.value, sort), period: periodName(at.period) }));
  return el(
    "li",
    {},
    el("p", {}, el("span", { class: `state ${one.state}` }, wordOr(`commitment.${one.state}`, one.state)), " ", el("strong", {}, word("commitment.target", values))),
    el("blockquote", {}, one.text),
    el("ul", { class: "quiet small" }, measured(one.start, "commitment.start"), measured(one.latest, "commitment.latest"), el("li", {}, word("commitment.made", { on: day(one.made_on) }))),
    one.withdrawn && el("p", { class: "note care" }, word("commitment.withdrawn", { on: day(one.withdrawn.on), reason: one.withdrawn.reason })),
  );
}

/** A record that was corrected is left to who follows the correction back. */
export async function showAssessments(code) {
  const { items } = await api.assessments(code);
  const standing = items.filter((one) => !one.replaced_by);
  fill("assessments", standing.length ? el("ul", { class: "promises" }, ...standing.map(assessment)) : el("p", { class: "quiet" }, word("assessment.none")));
}

function assessment(one) {
  return el(
    "li",
    {},
    el("p", {}, el("strong", {}, word("assessment.by", { assessor: one.assessor, year: one.year })), one.place && `, ${word("assessment.place", { place: count(one.place) })}`),
    el("p", {}, one.result),
    el("p", { class: "small" }, el("a", { href: one.source, rel: "noreferrer" }, word("assessment.source")), one.replaces && ` · ${word("assessment.corrects")}`),
  );
}
