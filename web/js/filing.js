/** Filing a draft, once, however often the line breaks. Nothing here touches a page. */

import * as api from "./api.js";
import { withProof } from "./challenge.js";
import * as drafts from "./draft.js";

/** Whether its reporter may let everybody see files: a photo may show who took it, so nobody else is asked. */
export const showsFiles = ({ identity, visibility }) => identity === "named" && visibility === "public";

/** `{receipt, title, earlier, shows}`. The same key with another body means that an earlier sending had arrived after all: its own body fetches the receipt. `said` is told how many seconds a calculation has taken. */
export async function file(draft, body, said) {
  const earlier = draft.sent.filter((one) => one !== body);
  for (const one of [body, ...earlier]) {
    const receipt = await receiptFor(draft, one, said);
    if (receipt) return filed(receipt, one, one !== body);
  }
  drafts.renewKey(draft);
  return filed(await receiptFor(draft, body, said), body, false);
}

function filed(receipt, body, earlier) {
  const sent = JSON.parse(body);
  return { receipt, title: sent.title, earlier, shows: showsFiles(sent) };
}

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
