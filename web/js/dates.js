/** Dates and instants in the page's language and the agency's zone. A date without time belongs to no zone: it is shown as it is. */

import { now } from "./clock.js";
import { lang } from "./words.js";

const LOCALE = lang === "en" ? "en-GB" : "id-ID";
const DAY_MS = 86_400_000;

const written = (options) => new Intl.DateTimeFormat(LOCALE, { timeZone: "UTC", ...options });
const long = written({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
const short = written({ day: "numeric", month: "long" });
const weekday = written({ weekday: "long" });
const narrow = written({ weekday: "short" });

const midnight = (date) => new Date(`${date}T00:00:00Z`);

export const day = (date) => long.format(midnight(date));
export const shortDay = (date) => short.format(midnight(date));
export const weekdayOf = (date) => weekday.format(midnight(date));
export const narrowWeekday = (date) => narrow.format(midnight(date));
/** 0 is Monday. */
export const placeInWeek = (date) => (midnight(date).getUTCDay() + 6) % 7;
export const plusDays = (date, days) => new Date(midnight(date).getTime() + days * DAY_MS).toISOString().slice(0, 10);

/** `24 November 2026 pukul 11.04 WITA` */
export function instant(at, zone) {
  const options = { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZone: zone };
  return `${new Intl.DateTimeFormat(LOCALE, options).format(new Date(at))} ${zoneName(at, zone)}`;
}

/** WIB, WITA or WIT: what people in the country call it, in whatever language they read. */
export function zoneName(at, zone) {
  const parts = new Intl.DateTimeFormat("id-ID", { timeZone: zone, timeZoneName: "short" }).formatToParts(new Date(at));
  return parts.find((part) => part.type === "timeZoneName").value;
}

/** The date at the device's place, by the service's clock. */
export function today() {
  return new Date(now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
