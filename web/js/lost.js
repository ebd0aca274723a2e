/** The page for a lost receipt: what can be done, a link by e-mail, and the codes behind that link, once. */

import "./language.js";
import * as api from "./api.js";
import { instant } from "./dates.js";
import { byId, el, fill, onSubmit, show } from "./dom.js";
import { check, clearErrors, showErrors, showRefusal } from "./errors.js";
import { lang, pageOf, word, wordOr } from "./words.js";

const lost = byId("lost");
/** Names this visit: whoever gets no answer asks again with it. Pages served without TLS in a local network have no `randomUUID`. */
const key = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

onSubmit(lost, ask);
onSubmit(byId("codes"), showCodes);
addEventListener("hashchange", openLink);
openLink();

/** A link is not used up by whoever only looks at it, a mail filter for example: somebody has to press the button. */
function openLink() {
  show("link", location.hash.length > 1);
}

async function ask() {
  clearErrors(lost);
  fill("lost-status");
  const wrong = check(lost);
  if (wrong.length) return showErrors(lost, wrong);
  try {
    await api.askForCodes(byId("email").value.trim(), lang);
    fill("lost-status", word("lost.sent"));
  } catch (error) {
    showRefusal(lost, error);
  }
}

async function showCodes() {
  const form = byId("codes");
  clearErrors(form);
  try {
    const { works, items } = await api.codesBehind(location.hash.slice(1), key);
    form.hidden = true;
    byId("link-title").focus();
    fill("codes-status", word(works ? (items.length ? "lost.write-down" : "lost.none") : "lost.used"));
    fill("codes-list", ...items.map(line));
  } catch (error) {
    showRefusal(form, error);
  }
}

const line = ({ code, received_at, status }) =>
  el("li", {}, el("a", { href: `${pageOf("track")}#${code}` }, el("strong", { class: "code" }, code), el("span", { class: "small quiet" }, `${instant(received_at)}, ${wordOr(`status.${status}`, status)}`)));
