/** The receipt as a text file, and saving what was made on the device. */

import { day, instant } from "./dates.js";
import { el } from "./dom.js";
import { pageOf, word } from "./words.js";

export function download({ receipt, title }) {
  save(textOf(receipt, title), "text/plain;charset=utf-8", `tanggap-${receipt.code}.txt`);
}

export function save(text, type, name) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  el("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

function textOf({ code, secret, received_at, agency, deadlines }, title) {
  const due = deadlines.map((deadline) => `${word(`clock.${deadline.clock}`)}: ${day(deadline.due)}`);
  const lines = [
    word("receipt.text-title"),
    "",
    title,
    `${word("receipt.code")}: ${code}`,
    `${word("receipt.secret")}: ${secret}`,
    `${word("asked/received_at")}: ${instant(received_at, deadlines[0]?.zone)}`,
    word("handled-by", { agency: agency.name }),
    "",
    ...due,
    "",
    `${location.origin}${pageOf("track")}#${code}`,
    word("receipt.text-warning"),
  ];
  return `${lines.join("\r\n")}\r\n`;
}
