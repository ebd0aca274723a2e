/** One question a page: the address says which step is shown, so that the browser's Back works; the focus goes to its heading. */

import { byId, show } from "./dom.js";
import { nameStep } from "./errors.js";
import { word } from "./words.js";

export const STEPS = ["step-about", "step-tell", "step-where", "step-when", "step-who", "step-files", "step-you", "check"];
const AFTER = "waiting";
let at = "";
let returning = false;
let entered = () => true;
let shown = () => false;

export const step = () => at;

/** `enter` is told of each step before it is shown; when it answers false, the step is not shown. `after` is told once it is there, and answers true when it has given the focus to something that comes before the question. */
export function offerSteps(enter, after) {
  entered = enter;
  shown = after;
  addEventListener("hashchange", () => turn(location.hash.slice(1)));
  for (const id of ["progress", "to-check"]) show(id);
  return turn(location.hash.slice(1), Boolean(location.hash));
}

/** To the step after this one, or back to the check when an answer was changed from there. */
export function next() {
  location.hash = returning ? "check" : STEPS[STEPS.indexOf(at) + 1];
}

/** To another step in place of this one, without one more entry in the history. */
export function goInstead(id) {
  history.replaceState(null, "", `#${id}`);
  return turn(id);
}

/** A field in the address stands for its step; what is not known, for the first. */
async function turn(id, moved = true) {
  const node = (id && byId(id)) || byId(STEPS[0]);
  const section = node.closest("[data-step]") ?? byId(STEPS[0]);
  const changing = at === "check" && node !== section;
  if ((await entered(section.id)) === false) return at ? history.replaceState(null, "", `#${at}`) : goInstead(STEPS[0]);
  returning = changing || (returning && section.id !== "check" && section.id === at);
  at = section.id;
  for (const one of document.querySelectorAll("[data-step]")) one.hidden = one !== section;
  tell(section);
  const taken = moved && (await shown(section.id));
  if (moved && !(taken && node === section)) focus(node === section ? section.querySelector("[tabindex]") : node);
}

function tell({ id }) {
  const number = STEPS.indexOf(id);
  const text = word("step.number", { number: number + 1, count: STEPS.length });
  const title = byId(`${id}-title`).textContent;
  byId("progress-text").textContent = text;
  byId("progress-bar").value = number + 1;
  show("progress", id !== AFTER);
  show("moves", number >= 0 && id !== "check");
  show("write-lead", number === 0);
  byId("back").href = `#${STEPS[number - 1]}`;
  show("back", number > 0);
  byId("continue").textContent = word(returning ? "step.to-check" : id === "step-you" ? "step.check" : "step.next");
  nameStep(number > 0 ? `${title} (${text})` : "");
  for (const link of document.querySelectorAll("#steps a")) mark(link, link.hash === `#${id}`);
}

function focus(node) {
  node.focus({ preventScroll: true });
  scrollTo(0, 0);
  if (node.getBoundingClientRect().bottom > innerHeight) node.scrollIntoView({ block: "center" });
}

function mark(link, here) {
  if (here) link.setAttribute("aria-current", "step");
  else link.removeAttribute("aria-current");
}
