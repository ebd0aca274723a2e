/** "My complaints": the receipts kept on this device. */

import { instant } from "./dates.js";
import { button, byId, el, fill, show } from "./dom.js";
import { forget, kept } from "./receipts.js";
import { pageOf, word } from "./words.js";

export function showMine() {
  const receipts = kept();
  show("mine", receipts.length > 0);
  fill("mine-list", ...receipts.map(line));
}

function line({ code, title, received_at }) {
  const link = el("a", { href: `${pageOf("track")}#${code}` }, el("strong", { dir: "auto" }, title || code), el("span", { class: "small quiet" }, `${code}, ${instant(received_at)}`));
  const remove = button(word("mine.forget"), "risky small", () => {
    if (!confirm(word("mine.sure", { code }))) return;
    forget(code);
    showMine();
    (byId("main").querySelector("input") ?? byId("mine-title")).focus();
  });
  remove.setAttribute("aria-label", word("mine.forget-one", { code }));
  return el("li", {}, link, remove);
}
