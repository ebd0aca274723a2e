/** What time it is by the service's clock, which deadlines are counted by: a device's own clock may be wrong. */

let ahead = null;

/** Told of every answer. One that was kept on the way is older than now, so the latest that was ever heard counts. */
export function heard(headers) {
  const lead = Date.parse(headers.get("Date")) - Date.now();
  if (lead > (ahead ?? -Infinity)) ahead = lead;
}

/** Milliseconds, as `Date.now()`; before anything was heard, the device's. */
export const now = () => Date.now() + (ahead ?? 0);
