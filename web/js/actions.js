/** What the reporter can do now: answer, reply, confirm, survey, dispute, appeal, unlink, withdraw, attach. */

import * as api from "./api.js";
import { day } from "./dates.js";
import { byId, el, fill, onSubmit, show } from "./dom.js";
import { check, clearErrors, showErrors, showRefusal } from "./errors.js";
import { onChosen, send, tellLimits } from "./files.js";
import { filesOf } from "./waiting.js";
import { word } from "./words.js";

const ACTIONS = ["answer", "confirm", "survey", "dispute", "appeal", "unlink", "reply", "attach", "withdraw", "erase"];
const PATHS = { answer: "replies", confirm: "confirm", survey: "survey", dispute: "dispute", appeal: "dispute", unlink: "unlink", reply: "replies", withdraw: "withdraw", erase: "erase" };
/** What an action is to the reporter in some statuses: it has a form with words of its own. */
const MEANS = { on_hold: { reply: "answer" }, archived: { dispute: "appeal" } };
const BODIES = {
  answer: ({ text }) => ({ text: text.trim() }),
  appeal: ({ reason }) => ({ reason: reason.trim() }),
  confirm: ({ rating }) => ({ rating: Number(rating) }),
  dispute: ({ reason }) => ({ reason: reason.trim() }),
  unlink: ({ reason }) => ({ reason: reason.trim() }),
  reply: ({ text }) => ({ text: text.trim() }),
  survey: (answers) => Object.fromEntries(Object.entries(answers).map(([element, answer]) => [element, Number(answer)])),
  erase: () => ({}),
  withdraw: ({ reason }) => (reason.trim() ? { reason: reason.trim() } : {}),
};

/** Wire the forms once. `current` gives code, secret and view of the complaint on the page; `done` gets the new view; `changed` is told of what came another way. */
export function offerActions(current, done, changed) {
  for (const action of Object.keys(PATHS)) onSubmit(byId(action), () => perform(action, current(), done));
  byId("attach").addEventListener("submit", (event) => event.preventDefault());
  onChosen(() => taken(current().view), (file) => send(current().code, current().secret, file).then(changed));
}

/** Files refused, and uploads that never came, take no place for good: the API has the last word. */
const taken = (view) => view.attachments.filter(({ by, state }) => by === "reporter" && state === "stored").length;

async function perform(action, { code, secret }, done) {
  const form = byId(action);
  clearErrors(form);
  const wrong = check(form);
  if (wrong.length) return showErrors(form, wrong);
  try {
    const view = await api.act(code, secret, PATHS[action], BODIES[action](Object.fromEntries(new FormData(form)))).catch(answeredBefore(code, secret));
    form.reset();
    byId(`act-${action}`).removeAttribute("open");
    done(view, action);
  } catch (error) {
    showRefusal(form, error);
  }
}

/** The survey is answered once; if it was, but the answer was lost on its way, nothing is wrong. */
const answeredBefore = (code, secret) => (error) => {
  if (error.rule === "survey.once") return api.complaint(code, secret);
  throw error;
};

export function showActions({ can, status, timeline, deadlines }) {
  const offered = can.map((action) => MEANS[status]?.[action] ?? action);
  show("actions", offered.some((action) => action !== "erase")); // that stands beside what is held, not among what can be done about the case
  for (const action of ACTIONS) show(`act-${action}`, offered.includes(action));
  if (offered.includes("attach")) tellLimits();
  if (offered.includes("answer")) showQuestion(timeline, deadlines);
}

function showQuestion(timeline, deadlines) {
  const { agency, text } = timeline.findLast((event) => event.action === "hold");
  const { due } = deadlines.find((deadline) => deadline.clock === "hold");
  fill("question", el("p", {}, word("question.asks", { who: agency.name })), el("p", { class: "told", dir: "auto" }, text));
  byId("answer-until").textContent = word("question.until", { due: day(due) });
}

/** Files left over when the receipt page was closed too early go on from here. */
export async function resumeUploads({ code, secret }) {
  const files = await filesOf(code).catch(() => []);
  byId("act-attach").open ||= files.length > 0;
  for (const file of files) await send(code, secret, file);
}
