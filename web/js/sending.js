/** Sending the complaint on the page, then on to its receipt. Without a line it waits on the device. */

import { byId } from "./dom.js";
import * as drafts from "./draft.js";
import { clearErrors, refusalText, showRefusal } from "./errors.js";
import { file } from "./filing.js";
import { handOver as handOverReceipt } from "./receipts.js";
import { handOver as handOverFiles } from "./waiting.js";
import { pageOf, word } from "./words.js";

/** `wrong` gets the fields that the server refused; `waits` is told when there is no line. */
export async function sendComplaint(draft, body, { wrong, waits }) {
  const form = byId("send");
  clearErrors(form);
  say(word("send.sending"));
  try {
    await finish(draft, await file(draft, body, (seconds) => say(word(seconds ? "send.working-still" : "send.working", { seconds }))));
  } catch (error) {
    say("");
    if (error.code === "network") await wait(draft, waits);
    else if (error.code === "invalid-input") await refused(draft, error, wrong);
    else if (draft.state === "waiting") say(refusalText(error));
    else showRefusal(form, error);
  }
}

/** What takes long is told, and what is told again is read out again. */
function say(text) {
  for (const id of ["send-status", "waiting-status"]) byId(id).textContent = text;
}

/** A browser that keeps nothing cannot let it wait: the text stays on the page, and can be sent again. */
async function wait(draft, waits) {
  const already = draft.state === "waiting";
  const kept = drafts.keep({ state: "waiting" }, draft);
  if (!already) await waits();
  say(word(kept ? "outbox.no-line" : "draft.not-kept"));
}

async function refused(draft, error, wrong) {
  drafts.renewKey(draft);
  await wrong(error.errors);
}

async function finish(draft, filed) {
  try {
    handOverReceipt({ ...filed, sensitive: draft.sensitive });
  } catch {
    // This browser keeps nothing, so the receipt cannot go to its page: it is shown here and now.
    say(word("send.receipt", filed.receipt));
    return;
  }
  await handOverFiles(draft.id, filed.receipt.code, filed.shows).catch(() => {});
  // An earlier version is on record: what was changed since stays on the form, to be sent as a message or anew.
  if (filed.earlier) drafts.keep({ state: "writing" }, draft) && drafts.renewKey(draft);
  else drafts.remove(draft.id);
  location.replace(pageOf("receipt"));
}
