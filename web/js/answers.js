/** Check your answers: each question with what was answered, and a way back to it. */

import { day } from "./dates.js";
import { el, fill } from "./dom.js";
import { isAsked } from "./errors.js";
import { word } from "./words.js";

const ASKED = ["/type", "/title", "/body", "/category", "/region", "/place", "/location", "/occurred_on", "/agency", "/files"];
const ASKED_LAST = ["/identity", "/reporter/name", "/reporter/email", "/reporter/phone", "/visibility"];

/** `more` holds the answers that no field shows by itself. */
export function showAnswers(form, more) {
  const rows = [...ASKED, ...ASKED_LAST].map((pointer) => row(form.querySelector(`[data-pointer="${pointer}"]`), more[pointer]));
  fill("answers", ...rows);
}

function row(field, answer) {
  if (!isAsked(field)) return null;
  const question = word(`asked${field.dataset.pointer}`);
  const control = field.querySelector(":checked:not(option)") ?? field.querySelector("input:not([type=hidden]), select, textarea, button");
  return el(
    "div",
    {},
    el("dt", {}, question),
    el("dd", {}, answer ?? (answerOf(control) || word("answers.none"))),
    el("dd", { class: "change" }, el("a", { href: `#${control.id}` }, word("answers.change"), el("span", { class: "seen-by-readers" }, ` ${question}`))),
  );
}

function answerOf(control) {
  if (control.type === "radio") return control.checked ? control.closest("label").querySelector("strong").textContent : "";
  if (control.tagName === "SELECT") return control.selectedOptions[0].textContent;
  return control.type === "date" && control.value ? day(control.value) : control.value.trim();
}
