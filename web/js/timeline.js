/** The timeline in plain words: what happened, who did it, who has been told. */

import { day, instant } from "./dates.js";
import { el, fill } from "./dom.js";
import { has, word, wordOr } from "./words.js";

const LATE = new Set(["escalate", "dispute"]);

export function showTimeline(events, zone, yours) {
  fill("timeline", ...events.map((event) => item(event, zone, yours)).reverse());
}

function item(event, zone, yours) {
  const look = LATE.has(event.action) ? "late" : event.action === "respond" ? "answer" : "";
  return el(
    "li",
    { class: look },
    el("h3", {}, headline(event, yours)),
    el("time", { datetime: event.at }, instant(event.at, zone)),
    ...notes(event).map((note) => el("p", {}, note)),
    event.text && el("p", { class: "said" }, event.text),
  );
}

function headline({ action, by, agency, data = {} }, yours) {
  const who = by === "reporter" ? word(yours ? "who.you" : "who.reporter") : (agency?.name ?? word(`who.${by}`));
  const values = { who, to: nameOf(data.to), rating: data.rating, clock: clockOf(data), level: data.level };
  const key = action === "verify" && !data.to ? "event.verify-only" : `event.${action}`;
  return has(key) ? word(key, values) : action;
}

function notes({ action, data = {} }) {
  const lines = [];
  if (data.outcome) lines.push(wordOr(`outcome.${data.outcome}`, data.outcome));
  if (action === "respond" && data.reason) lines.push(word("event.reason", { reason: data.reason }));
  if (data.due && data.clock) lines.push(word("event.due", { due: day(data.due) }));
  if (data.told?.length) lines.push(word("event.told", { roles: data.told.map((role) => wordOr(`role.${role}`, role)).join(", ") }));
  return lines;
}

const nameOf = (agency) => agency?.name ?? agency ?? "";
const clockOf = ({ clock }) => (clock ? wordOr(`clock.${clock}`, clock) : "");
