/** "Your complaints on this device": drafts to go on with, what waits for a line, and what was sent meanwhile. */

import { instant } from "./dates.js";
import { button, byId, el, fill, show } from "./dom.js";
import * as drafts from "./draft.js";
import { handOver } from "./receipts.js";
import { pageOf, word } from "./words.js";

let opened = () => {};

/** `open` gets the id of the draft to go on with. */
export function offerDrafts(open) {
  opened = open;
}

/** On the first step only: whoever is in the middle of one is left alone. */
export function showDrafts(here) {
  const others = drafts.all().filter(({ id }) => id !== drafts.current().id);
  show("drafts", here && others.length > 0);
  fill("drafts-list", ...others.map(line));
}

function line(one) {
  const title = one.values.title?.trim() || word("draft.untitled");
  const said = el("p", {}, el("strong", { dir: "auto" }, title), el("span", { class: "small quiet block" }, `${word(`kept.${one.state}`)}, ${instant(one.at)}`));
  const go = button(word(one.state === "sent" ? "draft.receipt" : "draft.open"), "second small", () => (one.state === "sent" ? showReceipt(one) : opened(one.id)));
  const drop = button(word("mine.forget"), "risky small", () => forget(one));
  go.setAttribute("aria-label", `${go.textContent}: ${title}`);
  drop.setAttribute("aria-label", word("draft.forget-one", { title }));
  return el("li", { class: `is-${one.state}` }, said, el("div", { class: "buttons" }, go, drop));
}

function showReceipt({ id, filed }) {
  handOver(filed);
  drafts.remove(id);
  location.assign(pageOf("receipt"));
}

async function forget({ id, state }) {
  if (!confirm(word(state === "sent" ? "draft.sure-receipt" : "draft.sure"))) return;
  drafts.remove(id);
  const { forgetFilesOf } = await import("./waiting.js");
  await forgetFilesOf(id).catch(() => {});
  showDrafts(true);
  byId("write-title").focus();
}
