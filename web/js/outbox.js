/** Complaints that wait for a line: each is sent once there is one, from whatever page is open, and never twice. */

import * as drafts from "./draft.js";
import { byId, onClick } from "./dom.js";
import { bodyOf } from "./fields.js";
import { file } from "./filing.js";
import { handOver } from "./waiting.js";

const FIRST_MS = 15_000;
const LONGEST_MS = 600_000;

/** On the form: `send` sends the draft of this tab, `takeBack` takes it out of the queue. */
export function offerWaiting(send, takeBack) {
  onClick("try-now", send);
  onClick("take-back", takeBack);
  whenOnline(() => drafts.current().state === "waiting" && !byId("waiting").hidden && send());
}

/** `told` gets each that was sent, or that was refused and needs its writer. */
export function sendWhenOnline(told) {
  whenOnline(() => alone(() => sendWaiting(told)));
}

async function sendWaiting(told) {
  for (const one of waiting()) {
    await sendOne(one);
    if (one.state !== "waiting") told(one);
  }
}

/** On the form not the one of this tab, which is shown there and sent by `offerWaiting`. */
const waiting = () => drafts.all().filter(({ id, state }) => state === "waiting" && !(byId("waiting") && id === drafts.current().id));

async function sendOne(one) {
  try {
    const filed = await file(one, bodyOf(one.values), () => {});
    if (filed.earlier) drafts.putAside(one);
    drafts.keep({ state: "sent", filed: { ...filed, sensitive: one.sensitive }, values: { title: filed.title }, sent: [] }, one);
    await handOver(one.id, filed.receipt.code, filed.shows).catch(() => {});
  } catch (error) {
    if (error.code !== "invalid-input") return; // the line, or the service: next time
    drafts.renewKey(one);
    drafts.keep({ state: "wrong" }, one);
  }
}

/** A browser may say that it is online and not be, or the service may be down: it is tried again, each time twice as late, and not by all at the same moment. */
function whenOnline(act) {
  let wait = FIRST_MS;
  let timer;
  const attempt = async () => {
    clearTimeout(timer);
    if (navigator.onLine) await act();
    wait = Math.min(wait * 2, LONGEST_MS);
    timer = setTimeout(attempt, wait * (0.75 + Math.random() / 2));
  };
  addEventListener("online", () => {
    wait = FIRST_MS;
    attempt();
  });
  attempt();
}

/** Two tabs need not do the same calculation; twice would do no harm. */
function alone(act) {
  if (!navigator.locks) return act();
  return navigator.locks.request("tanggap.outbox", { ifAvailable: true }, (lock) => lock && act());
}
