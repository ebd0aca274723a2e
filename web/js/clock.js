/** The service's clock, by which deadlines are counted: a device's own may be wrong. */

let ahead = null;

/** An answer that was kept on the way is older than now, so the latest counts. */
export function heard(headers) {
  const lead = Date.parse(headers.get("Date")) - Date.now();
  if (lead > (ahead ?? -Infinity)) ahead = lead;
}

export const now = () => Date.now() + (ahead ?? 0);
