/** The timeline in plain words: what happened, who did it, who has been told. */

import { filesOfResponse } from "./attachments.js";
import { day, instant } from "./dates.js";
import { el, fill } from "./dom.js";
import { has, word, wordOr } from "./words.js";

const LOOKS = { escalate: "late", dispute: "late", hold: "question", respond: "answer" };
const NATION = "nation";
/** What an event is called by its data, where its action alone does not tell. */
const VARIANTS = {
  dispute: ({ back_to }) => back_to && "dispute-archive",
  publish: ({ published }) => !published && "withhold",
  reply: ({ back_to }) => back_to && "reply-answer",
  return: ({ to }) => to?.id === NATION && "return-nation",
  verify: ({ to }) => !to && "verify-only",
};

/** `secret` is empty in the public view. */
export function showTimeline(view, secret, zone) {
  fill("timeline", ...view.timeline.map((event) => item(event, view, secret, zone)).reverse());
}

function item(event, view, secret, zone) {
  return el(
    "li",
    { class: LOOKS[event.action] },
    el("h3", {}, headline(event, Boolean(secret))),
    el("time", { datetime: event.at }, instant(event.at, zone)),
    ...notes(event).map((note) => el("p", {}, ...[note].flat())),
    event.text && el("p", { class: "said", dir: "auto" }, event.text),
    filesOfResponse(view, secret, event.data?.attachments),
    event.redacted && el("p", { class: "small quiet" }, word("event.redacted")),
  );
}

function headline({ action, by, agency, data = {} }, yours) {
  const who = by === "reporter" ? word(yours ? "who.you" : "who.reporter") : (agency?.name ?? word(`who.${by}`));
  const values = { ...data, who, to: nameOf(data.to), clock: clockOf(data) };
  const key = `event.${VARIANTS[action]?.(data) || action}`;
  return has(key) ? word(key, values) : action;
}

function notes({ action, data = {} }) {
  return [
    data.outcome && wordOr(`outcome.${data.outcome}`, data.outcome),
    data.reason && reasonOf(action, data),
    data.due && data.clock && word("event.due", { due: day(data.due) }),
    data.lead && word("event.lead", data),
    data.hold_due && word("event.hold-due", { due: day(data.hold_due) }),
    data.resolve_due && word("event.resolve-due", { due: day(data.resolve_due) }),
    data.added?.length && word("event.days-off", { days: days(data.added) }),
    data.removed?.length && word("event.days-on", { days: days(data.removed) }),
    data.files?.length && word("event.files", { numbers: data.files.join(", ") }),
    data.told?.length && word("event.told", { roles: data.told.map((role) => wordOr(`role.${role}`, role)).join(", ") }),
  ].filter(Boolean);
}

/** A reason from the list in its words; one that somebody wrote apart, so that marks of direction in it end where it ends. */
function reasonOf(action, { reason }) {
  if (action === "archive") return word("event.reason", { reason: wordOr(`archive.${reason}`, reason) });
  return [word("event.reason", { reason: "" }), el("bdi", {}, reason)];
}

const days = (dates) => dates.map((date) => day(date)).join(", ");
const nameOf = (agency) => agency?.name ?? agency ?? "";
const clockOf = ({ clock }) => (clock ? wordOr(`clock.${clock}`, clock) : "");
