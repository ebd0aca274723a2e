/** What on the form depends on what was typed: the counter, the reporter's fields, the position, and what can be done with the draft. */

import { byId, show } from "./dom.js";
import { isNew } from "./draft.js";
import { showPosition } from "./place.js";
import { lang, word } from "./words.js";

const LONGEST_BODY = 5000;

export function showDependent(form) {
  const length = [...byId("body").value].length;
  const number = (value) => new Intl.NumberFormat(lang).format(value);
  byId("body-count").textContent = word(length > LONGEST_BODY ? "count.over" : "count.left", { count: number(Math.abs(LONGEST_BODY - length)) });
  byId("body-count").classList.toggle("over", length > LONGEST_BODY);
  show("reporter", ["named", "sealed"].includes(form.elements.identity.value));
  show("reporter-hint", false);
  for (const id of ["draft-clear", "draft-new"]) show(id, !isNew());
  showPosition();
}
