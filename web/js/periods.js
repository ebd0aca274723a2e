/** Periods by their names, `2026-11`, `2026-Q4`, `2026-H2`, `2026`, in the reader's words. */

import { lang, word } from "./words.js";

const LOCALE = lang === "en" ? "en-GB" : "id-ID";
const ROMAN = ["I", "II", "III", "IV"];
const MONTHS_OF = { month: 1, quarter: 3, "half-year": 6, year: 12 };

const month = new Intl.DateTimeFormat(LOCALE, { timeZone: "UTC", month: "long", year: "numeric" });
const short = new Intl.DateTimeFormat(LOCALE, { timeZone: "UTC", month: "short", year: "2-digit" });

const start = (period) => new Date(`${period}-01T00:00:00Z`);

/** Whether a text is a period that there can be figures of; addresses are typed by hand too. */
export const isPeriod = (text) => /^2\d{3}(-(0[1-9]|1[0-2]|Q[1-4]|H[12]))?$/.test(text);

export function lengthOf(period) {
  const part = period.slice(5);
  return part.startsWith("Q") ? "quarter" : part.startsWith("H") ? "half-year" : part ? "month" : "year";
}

export function periodName(period) {
  const length = lengthOf(period);
  return length === "month" ? month.format(start(period)) : word(`period.${length}`, { year: period.slice(0, 4), number: ROMAN[period.slice(-1) - 1] });
}

/** For the axis of a chart. */
export const shortName = (period) => (lengthOf(period) === "month" ? short.format(start(period)) : period.slice(5) || period);

/** The period of this length in which a month lies. */
export function containing(name, length) {
  const [year, number] = name.split("-").map(Number);
  return named(year, Math.floor((number - 1) / MONTHS_OF[length]), length);
}

/** The period of the same length before. */
export function before(period) {
  const length = lengthOf(period);
  const year = Number(period.slice(0, 4));
  const place = lastMonth(period).slice(5) / MONTHS_OF[length] - 1;
  return place > 0 ? named(year, place - 1, length) : named(year - 1, 12 / MONTHS_OF[length] - 1, length);
}

function named(year, place, length) {
  return { month: `${year}-${String(place + 1).padStart(2, "0")}`, quarter: `${year}-Q${place + 1}`, "half-year": `${year}-H${place + 1}`, year: `${year}` }[length];
}

/** The last month of a period. */
export function lastMonth(period) {
  const size = MONTHS_OF[lengthOf(period)];
  const place = size === 1 ? Number(period.slice(5)) : size === 12 ? 1 : Number(period.slice(-1));
  return `${period.slice(0, 4)}-${String(place * size).padStart(2, "0")}`;
}

/** The first day on which a period can be closed. */
export function closingDay(period, freezeDays) {
  const [year, number] = lastMonth(period).split("-").map(Number);
  return new Date(Date.UTC(year, number, 1 + freezeDays)).toISOString().slice(0, 10);
}
