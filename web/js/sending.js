/** Sending the complaint, once, however often the line breaks; then on to its receipt. */

import * as api from "./api.js";
import { withProof } from "./challenge.js";
import { byId } from "./dom.js";
import * as draft from "./draft.js";
import { clearErrors, showRefusal } from "./errors.js";
import { handOver as handOverReceipt } from "./receipts.js";
import { handOver as handOverFiles } from "./waiting.js";
import { pageOf, word } from "./words.js";

/** `wrong` gets the fields that the server refused. */
export async function sendComplaint(body, wrong) {
  const form = byId("send");
  clearErrors(form);
  byId("send-status").textContent = word("send.sending");
  try {
    await finish(await file(body));
  } catch (error) {
    byId("send-status").textContent = "";
    if (error.code === "invalid-input") {
      draft.renewKey();
      wrong(error.errors);
    } else showRefusal(form, error);
  }
}

/** The same key with another body means that an earlier sending had arrived after all: its own body fetches the receipt. */
async function file(body) {
  const earlier = draft.sent().filter((one) => one !== body);
  for (const one of [body, ...earlier]) {
    const receipt = await receiptFor(one);
    if (receipt) return { receipt, title: titleOf(one), earlier: one !== body };
  }
  draft.renewKey();
  return { receipt: await receiptFor(body), title: titleOf(body) };
}

const titleOf = (body) => JSON.parse(body).title;

/** The receipt, or null when the key belongs to another body. */
async function receiptFor(body) {
  draft.keepSent(body);
  try {
    return await fileWithProof(body, draft.key());
  } catch (error) {
    if (error.code === "idempotency-key-reused") return null;
    throw error;
  }
}

/** What takes long is told, and what is told again is read out again. */
function fileWithProof(body, key) {
  const said = (seconds) => (byId("send-status").textContent = word(seconds ? "send.working-still" : "send.working", { seconds }));
  const attempt = (proof) => {
    if (proof) byId("send-status").textContent = word("send.sending");
    return api.fileComplaint(body, key, proof);
  };
  return withProof(key, attempt, said);
}

async function finish(filed) {
  try {
    handOverReceipt(filed);
  } catch {
    // This browser keeps nothing, so the receipt cannot go to its page: it is shown here and now.
    byId("send-status").textContent = word("send.receipt", filed.receipt);
    return;
  }
  await handOverFiles(filed.receipt.code).catch(() => {});
  // An earlier version is on record: what was changed since stays on the form, to be sent as a message or anew.
  if (filed.earlier) draft.renewKey();
  else {
    draft.clear();
    byId("complain").reset();
  }
  location.replace(pageOf("receipt"));
}
