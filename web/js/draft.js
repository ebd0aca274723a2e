/** What is being written, kept on this device at every keystroke, with the key that makes sending it again safe. */

const PLACE = "tanggap.draft";

let draft = read();

function read() {
  try {
    return JSON.parse(localStorage.getItem(PLACE)) ?? {};
  } catch {
    return {};
  }
}

/** Whether the draft could be kept: a browser may forbid it. */
function write() {
  try {
    localStorage.setItem(PLACE, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export const values = () => draft.values ?? {};

export function keep(values) {
  draft.values = values;
  return write();
}

/** The idempotency key of this draft: the same at each retry. */
export function key() {
  draft.key ??= newKey();
  write();
  return draft.key;
}

export function renewKey() {
  draft.key = newKey();
  delete draft.sent;
  write();
}

/** The bodies that went out under the key. When an answer was lost, the very body that arrived fetches the receipt. */
export const sent = () => draft.sent ?? [];

export function keepSent(body) {
  draft.sent = [...new Set([...sent(), body])];
  write();
}

export function clear() {
  draft = {};
  try {
    localStorage.removeItem(PLACE);
  } catch {
    // Nothing was kept, so nothing is left.
  }
}

/** Pages served without TLS in a local network have no `randomUUID`. */
function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
