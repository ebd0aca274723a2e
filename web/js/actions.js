/** What the reporter can do now: reply, confirm, dispute, withdraw, attach. */

import * as api from "./api.js";
import { byId, onSubmit, show } from "./dom.js";
import { check, clearErrors, showErrors, showRefusal } from "./errors.js";
import { onChosen, send } from "./files.js";
import { filesOf } from "./waiting.js";

const ACTIONS = ["confirm", "dispute", "reply", "attach", "withdraw"];
const PATHS = { confirm: "confirm", dispute: "dispute", reply: "replies", withdraw: "withdraw" };
const BODIES = {
  confirm: ({ rating }) => ({ rating: Number(rating) }),
  dispute: ({ reason }) => ({ reason: reason.trim() }),
  reply: ({ text }) => ({ text: text.trim() }),
  withdraw: ({ reason }) => (reason.trim() ? { reason: reason.trim() } : {}),
};

/** Wire the forms once. `current` gives code, secret and view of the complaint on the page; `done` gets the new view; `changed` is told of what came another way. */
export function offerActions(current, done, changed) {
  for (const action of Object.keys(PATHS)) onSubmit(byId(action), () => perform(action, current(), done));
  byId("attach").addEventListener("submit", (event) => event.preventDefault());
  onChosen(() => taken(current().view), (file) => send(current().code, current().secret, file).then(changed));
}

/** Files refused, and uploads that never came, take no place for good: the API has the last word. */
const taken = (view) => view.attachments.filter((attachment) => attachment.state === "stored").length;

async function perform(action, { code, secret }, done) {
  const form = byId(action);
  clearErrors(form);
  const wrong = check(form);
  if (wrong.length) return showErrors(form, wrong);
  try {
    const view = await api.act(code, secret, PATHS[action], BODIES[action](Object.fromEntries(new FormData(form))));
    form.reset();
    byId(`act-${action}`).open = false;
    done(view, action);
  } catch (error) {
    showRefusal(form, error);
  }
}

export function showActions(can) {
  show("actions", can.length > 0);
  for (const action of ACTIONS) show(`act-${action}`, can.includes(action));
}

/** Files left over when the receipt page was closed too early go on from here. */
export async function resumeUploads({ code, secret }) {
  const files = await filesOf(code).catch(() => []);
  byId("act-attach").open ||= files.length > 0;
  for (const file of files) await send(code, secret, file);
}
