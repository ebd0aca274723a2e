/** Filing a draft, once, however often the line breaks. Nothing here touches a page. */

import * as api from "./api.js";
import { withProof } from "./challenge.js";
import * as drafts from "./draft.js";

/** `{receipt, title, earlier}`. The same key with another body means that an earlier sending had arrived after all: its own body fetches the receipt. `said` is told how many seconds a calculation has taken. */
export async function file(draft, body, said) {
  const earlier = draft.sent.filter((one) => one !== body);
  for (const one of [body, ...earlier]) {
    const receipt = await receiptFor(draft, one, said);
    if (receipt) return { receipt, title: titleOf(one), earlier: one !== body };
  }
  drafts.renewKey(draft);
  return { receipt: await receiptFor(draft, body, said), title: titleOf(body), earlier: false };
}

const titleOf = (body) => JSON.parse(body).title;

/** The receipt, or null when the key belongs to another body. */
async function receiptFor(draft, body, said) {
  drafts.keepSent(draft, body);
  const key = drafts.key(draft);
  try {
    return await withProof(key, (proof) => api.fileComplaint(body, key, proof), said);
  } catch (error) {
    if (error.code === "idempotency-key-reused") return null;
    throw error;
  }
}
