/** Drafts: what is being written, kept on this device at every keystroke. A tab has one at a time; the others are in the list. */

const PREFIX = "tanggap.draft.";
const TAB = "tanggap.draft";
const KEPT_MS = 30 * 24 * 3_600_000;

/** `values` of the form, the `key` that makes sending it again safe, the bodies that were `sent` under it, and its `state`: writing, waiting (for a line), wrong (refused) or sent. */
let draft = kept(read(sessionStorage, TAB)) ?? blank();

/** Null where there is none of this id. */
function kept(id) {
  return read(localStorage, PREFIX + id);
}

function blank() {
  return { id: random(), state: "writing", values: {}, sent: [] };
}

export const current = () => draft;
export const isNew = () => !draft.at;

/** Whether the change could be kept: a browser may forbid it. */
export function keep(change, one = draft) {
  Object.assign(one, change, { at: Date.now() });
  if (one === draft) write(sessionStorage, TAB, one.id);
  return write(localStorage, PREFIX + one.id, one);
}

/** All that are on this device, the newest first. What nobody has touched for a month is dropped: but a receipt, which nobody could get back, and what still waits to be sent. */
export function all() {
  const places = attempt(() => Object.keys(localStorage).filter((place) => place.startsWith(PREFIX)), []);
  const found = places.map((place) => read(localStorage, place)).filter((one) => one?.id && !dropped(one));
  return found.sort((one, other) => other.at - one.at);
}

function dropped({ id, state, at }) {
  const old = at < Date.now() - KEPT_MS && (state === "writing" || state === "wrong");
  if (old) remove(id);
  return old;
}

/** The draft that this tab goes on with; none that is there begins a new one. */
export function open(id) {
  draft = kept(id) ?? blank();
  write(sessionStorage, TAB, draft.id);
}

export function remove(id) {
  attempt(() => localStorage.removeItem(PREFIX + id));
  if (id === draft.id) draft = blank();
}

/** What was changed after an earlier version had been filed: a draft of its own, to be sent as a message or anew. */
export const putAside = ({ values }) => {
  const aside = { ...blank(), values };
  return keep({}, aside);
};

/** The idempotency key of a draft: the same at each retry. */
export function key(one) {
  if (!one.key) keep({ key: random() }, one);
  return one.key;
}

export const renewKey = (one) => keep({ key: random(), sent: [] }, one);

/** The bodies that went out under the key. When an answer was lost, the very body that arrived fetches the receipt. */
export const keepSent = (one, body) => keep({ sent: [...new Set([...one.sent, body])] }, one);

function read(storage, place) {
  return attempt(() => JSON.parse(storage.getItem(place)), null);
}

function write(storage, place, value) {
  return attempt(() => storage.setItem(place, JSON.stringify(value)) ?? true, false);
}

/** A browser may forbid to keep anything. */
function attempt(act, otherwise) {
  try {
    return act();
  } catch {
    return otherwise;
  }
}

/** Pages served without TLS in a local network have no `randomUUID`. */
function random() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
