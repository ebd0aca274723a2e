/** Deadlines: the due date in words, and how it was counted, day by day. */

import { day, narrowWeekday, placeInWeek, plusDays, shortDay, weekdayOf, zoneName } from "./dates.js";
import { el, fill } from "./dom.js";
import { word } from "./words.js";

const WEEKEND = 5;
const FEW = 4;
const MONDAY = "2026-11-23";

export function showDeadlines(deadlines, overdue = false) {
  fill("deadlines", ...deadlines.map((deadline) => item(deadline, overdue && deadline.running)));
}

function item(deadline, late) {
  return el(
    "li",
    {},
    el("h3", {}, word(`clock.${deadline.clock}`)),
    el("p", { class: "due" }, day(deadline.due), " ", tag(deadline, late)),
    deadline.estimated && el("p", { class: "small quiet" }, word("deadline.estimated")),
    el("details", {}, el("summary", {}, word("deadline.how")), ...explanation(deadline)),
  );
}

function tag({ running }, late) {
  if (late) return el("span", { class: "tag bad" }, word("deadline.overdue"));
  return running && el("span", { class: "tag" }, word("deadline.running"));
}

function explanation({ start, working_days, extended = 0, paused = 0, due, zone, skipped }) {
  const count = working_days + extended + paused;
  return [
    el("p", {}, word("deadline.counted", { count, start: day(start), due: day(due), zone: zoneName(due, zone) })),
    count > working_days && el("p", {}, partsText({ rule: working_days, extended, paused })),
    skipped.length > 0 && el("p", { class: "small" }, word("deadline.skipped", { days: skippedText(skipped) })),
    calendar(start, due, skipped),
  ];
}

/** The working days beyond the rule, and what added them. */
function partsText(counts) {
  const parts = Object.entries(counts).filter(([, count]) => count > 0);
  return word("deadline.parts", { parts: parts.map(([name, count]) => word(`deadline.${name}`, { count })).join(", ") });
}

/** `Sabtu (6 hari); Hari Natal (25 Desember)`: the calendar below shows which. */
function skippedText(skipped) {
  const dates = new Map();
  for (const { date, name } of skipped) {
    const title = nameOf(date, name);
    dates.set(title, [...(dates.get(title) ?? []), shortDay(date)]);
  }
  return [...dates].map(([name, days]) => `${name} (${days.length > FEW ? word("deadline.days", { count: days.length }) : days.join(", ")})`).join("; ");
}

/** Weekend days are named in the page's language, holidays as the calendar names them. */
const nameOf = (date, name) => (placeInWeek(date) >= WEEKEND && /^(sabtu|minggu|saturday|sunday)$/i.test(name) ? weekdayOf(date) : name);

/** A picture of the sentences above it, so readers do not hear it. */
function calendar(start, due, skipped) {
  const names = Array.from({ length: 7 }, (_, place) => el("li", { class: "name" }, narrowWeekday(plusDays(MONDAY, place))));
  const before = Array.from({ length: placeInWeek(start) }, () => el("li"));
  const left = new Set(skipped.map((one) => one.date));
  const cells = [];
  for (let date = start; date <= due; date = plusDays(date, 1)) cells.push(cell(date, { start, due, skipped: left.has(date) }));
  return el("ol", { class: "days", "aria-hidden": "true" }, ...names, ...before, ...cells);
}

function cell(date, { start, due, skipped }) {
  const look = date === due ? "counted last" : date === start ? "start" : skipped ? "skipped" : "counted";
  return el("li", { class: look }, String(Number(date.slice(8))));
}
