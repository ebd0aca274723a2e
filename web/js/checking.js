/** Check your answers: what was answered, what others may have filed already, and what should perhaps be masked or added. */

import { missing, named } from "./advice.js";
import { showAnswers } from "./answers.js";
import { byId, el, fill, show } from "./dom.js";
import { valuesOf } from "./fields.js";
import { draftFiles } from "./proof.js";
import { showSimilar } from "./similar.js";
import { warn } from "./warning.js";
import { word } from "./words.js";

export function showCheck(form) {
  const values = valuesOf(form);
  warn(form);
  showAnswers(form, { "/files": draftFiles(values).join("\n") || word("answers.none"), "/location": byId("locate-status").textContent || word("answers.none") });
  showSimilar(values);
  const left = missing(values);
  fill("advice-left", word("advice.left", { parts: named(left) }), " ", el("a", { href: "#body" }, word("advice.add")));
  show("advice-left", left.length > 0);
}
