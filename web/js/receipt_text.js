/** The receipt as a text file. */

import { day, instant } from "./dates.js";
import { el } from "./dom.js";
import { pageOf, word } from "./words.js";

export function download({ receipt, title }) {
  const address = URL.createObjectURL(new Blob([textOf(receipt, title)], { type: "text/plain;charset=utf-8" }));
  el("a", { href: address, download: `tanggap-${receipt.code}.txt` }).click();
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
