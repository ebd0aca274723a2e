/** Before sending: what in the text should perhaps not be read by others, and a button that masks it. It warns, and never stands in the way. */

import { byId, el, fill, show } from "./dom.js";
import { concerns, find, mask } from "./personal.js";
import { word } from "./words.js";

const WRITTEN = ["title", "body", "place"];

/** `masked` is told when the texts on the form were changed. */
export function offerMasking(form, masked) {
  byId("personal-mask").addEventListener("click", () => {
    for (const name of WRITTEN) form.elements[name].value = mask(form.elements[name].value);
    masked();
    show("personal-masked");
    byId("check-title").focus();
  });
}

export function warn(form) {
  const { visibility, identity } = form.elements;
  const looked = concerns({ visibility: visibility.value, identity: identity.value });
  const found = looked ? WRITTEN.flatMap((name) => find(form.elements[name].value).map((one) => ({ ...one, name }))) : [];
  show("personal", found.length > 0);
  show("personal-masked", false);
  byId("personal-why").textContent = word(visibility.value === "public" ? "personal.public" : "personal.anonymous");
  fill("personal-list", ...found.map((one) => line(form, one)));
}

const line = (form, { name, kind, start, end }) =>
  el("li", {}, `${word(`asked/${name}`)}: ${word(`personal.${kind}`)} `, el("strong", {}, form.elements[name].value.slice(start, end)));
