/** Receipts on this device: the fresh one until the tab is closed, and those that the reporter chose to keep. Never in an address. */

const FRESH = "tanggap.receipt";
const SECRETS = "tanggap.secrets";
const KEPT = "tanggap.receipts";

/** `{receipt, title, earlier}` of the complaint that was just filed in this tab, or null. */
export const fresh = () => read(sessionStorage, FRESH, null);

export function handOver(filed) {
  sessionStorage.setItem(FRESH, JSON.stringify(filed));
  useInTab(filed.receipt.code, filed.receipt.secret);
}

export const kept = () => read(localStorage, KEPT, []);

export function keep({ code, secret, received_at }, title) {
  const others = kept().filter((one) => one.code !== code);
  localStorage.setItem(KEPT, JSON.stringify([{ code, secret, received_at, title }, ...others]));
}

export function forget(code) {
  localStorage.setItem(KEPT, JSON.stringify(kept().filter((one) => one.code !== code)));
}

/** The secret of a code as far as this tab or this device knows it. */
export function secretOf(code) {
  return read(sessionStorage, SECRETS, {})[code] ?? kept().find((one) => one.code === code)?.secret ?? "";
}

export function useInTab(code, secret) {
  sessionStorage.setItem(SECRETS, JSON.stringify({ ...read(sessionStorage, SECRETS, {}), [code]: secret }));
}

function read(storage, place, otherwise) {
  try {
    return JSON.parse(storage.getItem(place)) ?? otherwise;
  } catch {
    return otherwise;
  }
}
