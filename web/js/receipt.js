/** The receipt page: shows the receipt of this tab, and sends the files that wait. */

import "./language.js";
import { instant } from "./dates.js";
import { showDeadlines } from "./deadlines.js";
import { byId, el, fill, show } from "./dom.js";
import { send } from "./files.js";
import { offerLeavingHere } from "./leave.js";
import { showMine } from "./mine.js";
import "./queue.js";
import { download } from "./receipt_text.js";
import { fresh, keep } from "./receipts.js";
import { filesOf } from "./waiting.js";
import { pageOf, word } from "./words.js";

const filed = fresh();
if (filed) showReceipt(filed);
else show("no-receipt");

function showReceipt({ receipt, title, earlier, sensitive }) {
  byId("code").textContent = receipt.code;
  byId("secret").textContent = receipt.secret;
  fill("receipt-title", el("bdi", {}, title), ` (${instant(receipt.received_at, receipt.deadlines[0]?.zone)})`);
  byId("handled-by").textContent = word("handled-by", { agency: receipt.agency.name });
  byId("address").textContent = `${location.origin}${pageOf("track")}`;
  byId("follow").href = `${pageOf("track")}#${receipt.code}`;
  showDeadlines(receipt.deadlines);
  show("earlier", Boolean(earlier));
  show("receipt");
  offerKeeping(filed);
  offerLeavingHere(Boolean(sensitive));
  if (!sensitive) showMine();
  byId("receipt-heading").focus();
  sendFiles(receipt);
}

function offerKeeping({ receipt, title }) {
  byId("copy-code").addEventListener("click", () => copy(receipt.code));
  byId("copy-secret").addEventListener("click", () => copy(receipt.secret));
  byId("download").addEventListener("click", () => download(filed));
  byId("calendar").addEventListener("click", () => import("./ics.js").then((module) => module.downloadCalendar(filed)));
  byId("print").addEventListener("click", () => print());
  byId("keep").addEventListener("click", () => {
    try {
      keep(receipt, title);
      say("receipt.kept");
      showMine();
    } catch {
      say("receipt.not-kept");
    }
  });
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    say("receipt.copied");
  } catch {
    say("receipt.not-copied");
  }
}

const say = (key) => (byId("receipt-status").textContent = word(key));

/** One after the other: on a bad line they would only slow each other down. */
async function sendFiles({ code, secret }) {
  const files = await filesOf(code).catch(() => []);
  show("uploads", files.length > 0);
  let left = files.length;
  addEventListener("beforeunload", (event) => left > 0 && event.preventDefault());
  for (const file of files) {
    await send(code, secret, file);
    left -= 1;
  }
}
