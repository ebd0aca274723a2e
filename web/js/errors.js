/** Errors beside their fields and in a summary on top that gets the focus; the title says so too. */

import { el } from "./dom.js";
import { word, wordOr } from "./words.js";

const titleOfPage = document.title;
let titleWithout = titleOfPage;

/** The title of a step within a page; none is the page's own. */
export function nameStep(title) {
  titleWithout = title ? `${title} - ${titleOfPage}` : titleOfPage;
  document.title = titleWithout;
}

/** Fields that are plainly wrong, before the server is asked: too short, too long, of the wrong form, or not chosen. What is not asked for is not looked at; the other steps of a form are. */
export function check(form) {
  return fieldsOf(form).filter((field) => isAsked(field) && !isRight(field)).map((field) => ({ pointer: field.dataset.pointer }));
}

export const isAsked = (field) => !field.closest("[hidden]:not([data-step])");

/** Show what the API refused: wrong fields one by one, anything else in a sentence. */
export function showRefusal(form, error) {
  if (error.code === "invalid-input" && error.errors?.length) showErrors(form, error.errors);
  else showErrors(form, [{ detail: refusalText(error) }]);
}

export function refusalText(error) {
  if (error.code === undefined) throw error;
  return wordOr(`problem.${error.code}`, error.detail || word("problem.internal-error"));
}

export function showErrors(form, errors) {
  clearErrors(form);
  const lines = errors.map((error) => line(form, error));
  const summary = el(
    "div",
    { class: "error-summary", tabindex: "-1", "aria-labelledby": `${form.id}-summary` },
    el("h2", { id: `${form.id}-summary` }, word("errors.title")),
    el("ul", {}, ...lines),
  );
  form.prepend(summary);
  document.title = word("errors.in-title", { title: titleWithout });
  // A screen reader announces what gets the focus, and everybody is brought to what has to be corrected.
  summary.focus();
}

export function clearErrors(form) {
  for (const node of form.querySelectorAll(".error-summary, .error")) node.remove();
  for (const field of form.querySelectorAll(".field.wrong")) field.classList.remove("wrong");
  for (const control of form.querySelectorAll("[aria-invalid]")) {
    control.removeAttribute("aria-invalid");
    describe(control, (ids) => ids.filter((id) => !id.endsWith("-error")));
  }
  document.title = titleWithout;
}

function line(form, { pointer = "", detail = "", text: ours }) {
  const field = fieldFor(form, pointer);
  const text = ours ?? wordOr(`wrong.${form.id}${field?.dataset.pointer}`, detail);
  const control = field && mark(field, text);
  if (!control) return el("li", {}, el("p", { class: "told" }, text));
  const focus = (event) => {
    event.preventDefault();
    if (control.closest("[data-step][hidden]")) location.hash = control.id; // what is wrong in another step is seen there
    control.focus();
    field.scrollIntoView({ block: "start" });
  };
  return el("li", {}, el("a", { href: `#${control.id}`, click: focus }, text));
}

/** The field a pointer means, or the one around it: `/location/lat` is part of `/location`. */
export function fieldFor(form, pointer) {
  const field = fieldsOf(form).find((one) => one.dataset.pointer === pointer);
  const up = pointer.slice(0, Math.max(pointer.lastIndexOf("/"), 0));
  return field ?? (up ? fieldFor(form, up) : null);
}

function mark(field, text) {
  const control = field.querySelector("input:not([type=hidden]), select, textarea, button");
  const id = `${control.id}-error`;
  const label = field.querySelector(":scope > label:not(.choice), :scope > legend, :scope > p");
  const message = el("p", { class: "error", id }, text);
  field.classList.add("wrong");
  if (label) label.after(message);
  else field.prepend(message);
  for (const one of control.type === "radio" ? field.querySelectorAll("[type=radio]") : [control]) {
    if (one.tagName !== "BUTTON") one.setAttribute("aria-invalid", "true");
    describe(one, (ids) => [...ids, id]);
  }
  return control;
}

function describe(control, change) {
  const ids = change((control.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  if (ids.length) control.setAttribute("aria-describedby", ids.join(" "));
  else control.removeAttribute("aria-describedby");
}

const fieldsOf = (form) => [...form.querySelectorAll("[data-pointer]")];

/** What the field's own `type`, `pattern`, `min` and `max` say counts too. */
function isRight(field) {
  const { min = 0, max = Infinity } = field.dataset;
  const length = [...valueOf(field).trim()].length;
  return length >= Number(min) && length <= Number(max) && field.querySelectorAll(":scope > :invalid").length === 0;
}

export function valueOf(field) {
  const hidden = field.querySelector("input[type=hidden]");
  const chosen = field.querySelector("[type=radio], [type=checkbox]");
  if (chosen) return field.querySelector(":checked")?.value ?? "";
  return (hidden ?? field.querySelector("input, select, textarea")).value;
}
