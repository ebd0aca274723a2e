/** The deadlines of a receipt as a calendar file (RFC 5545), made on the device. It names the complaint by its code, and never tells the secret or what it is about. */

import { plusDays } from "./dates.js";
import { save } from "./receipt_text.js";
import { pageOf, word } from "./words.js";

const LONGEST = 75;

export function downloadCalendar({ receipt }) {
  save(calendar(receipt), "text/calendar;charset=utf-8", `tanggap-${receipt.code}.ics`);
}

export function calendar({ code, received_at, agency, deadlines }) {
  const stamp = received_at.replace(/[-:]|\.\d+/g, "");
  const events = deadlines.flatMap((one) => event(one, code, stamp, word("handled-by", { agency: agency.name })));
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tanggap//receipt//ID", ...events, "END:VCALENDAR"];
  return `${lines.map(folded).join("\r\n")}\r\n`;
}

const event = ({ clock, due }, code, stamp, by) => [
  "BEGIN:VEVENT",
  `UID:${code}-${clock}@tanggap`,
  `DTSTAMP:${stamp}`,
  `DTSTART;VALUE=DATE:${due.replaceAll("-", "")}`,
  `DTEND;VALUE=DATE:${plusDays(due, 1).replaceAll("-", "")}`,
  `SUMMARY:${text(word("ics.due", { code, what: word(`clock.${clock}`) }))}`,
  `DESCRIPTION:${text(`${by} ${location.origin}${pageOf("track")}#${code}`)}`,
  "TRANSP:TRANSPARENT",
  "END:VEVENT",
];

const text = (value) => value.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");

/** Lines of at most 75 octets; what is longer goes on behind a blank, and no letter is cut in two. */
function folded(line) {
  const parts = [""];
  for (const letter of line) {
    const last = parts.at(-1) + letter;
    if (new TextEncoder().encode(last).length > LONGEST - (parts.length > 1 ? 1 : 0)) parts.push(letter);
    else parts[parts.length - 1] = last;
  }
  return parts.join("\r\n ");
}
