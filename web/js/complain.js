/** The complaint form: written step by step, kept as a draft, checked, sent. What the last steps need is fetched on the way there. */

import "./language.js";
import "./queue.js";
import "./form_words.js";
import { showAgency } from "./asked_agency.js";
import { fillAgencies, fillCategories, loadRegions, offerTopics } from "./choices.js";
import { comboboxAt } from "./combobox.js";
import { showDependent } from "./dependents.js";
import { button, byId, el, fill, onSubmit } from "./dom.js";
import * as drafts from "./draft.js";
import { offerDrafts, showDrafts } from "./draft_list.js";
import { check, clearErrors, showErrors } from "./errors.js";
import { boundDay, restore, valuesOf } from "./fields.js";
import { offerLeaving } from "./leave.js";
import { offerPosition } from "./place.js";
import { goInstead, next, offerSteps, step } from "./steps.js";
import { word } from "./words.js";

const AWAITED = new Set(["check", "waiting"]);
const form = byId("complain");
let rest = null;
let regions = null;

start();

async function start() {
  if (drafts.current().state === "sent") drafts.open("");
  if (drafts.current().state === "waiting" && !location.hash) history.replaceState(null, "", "#waiting");
  const { values } = drafts.current();
  restore(form, values);
  boundDay(byId("occurred_on"));
  form.addEventListener("input", keep);
  form.addEventListener("focusin", fetchRest, { once: true });
  byId("draft-clear").addEventListener("click", forget);
  byId("draft-new").addEventListener("click", () => openDraft(""));
  regions = comboboxAt("region", { load: loadRegions, changed: regionChanged });
  offerPosition(keep);
  offerDrafts(openDraft);
  onSubmit(form, goOn);
  // Coming back to a page that was kept as it was left would offer a complaint that has been sent already.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  showDependent(form);
  offerSteps(entered, (id) => rest?.then((module) => module.shown(id), () => {}));
  await loadLists();
  boundDay(byId("occurred_on")); // by the service's clock, which is known now
  showAgency();
}

/** Lists that do not come leave a select with one option and a button to try again; the rest of the form works. */
async function loadLists() {
  try {
    const [topics] = await Promise.all([fillCategories(), fillAgencies(byId("region").value)]);
    fill("lists");
    if (byId("search-box").hidden) {
      offerTopics(topics, keep);
      offerLeaving(topics);
    }
  } catch (error) {
    fill("lists", el("p", {}, word(error.code === "network" ? "list.offline" : "list.failed")), button(word("again"), "second small", loadLists));
  }
}

/** What files, advice, check and sending need, and the regions, which the form cannot do without. A line that broke meanwhile is tried again at the next step. */
function fetchRest() {
  regions.ready();
  rest ??= import("./form_rest.js").then((module) => module.offerRest(form, keep).then(() => module));
  rest.catch(() => (rest = null));
  return rest;
}

function regionChanged() {
  keep();
  loadLists().then(keep);
}

function keep() {
  byId("draft-state").textContent = word(drafts.keep({ values: valuesOf(form), state: "writing" }) ? "draft.kept" : "draft.not-kept");
  showDependent(form);
}

async function forget() {
  if (!confirm(word("draft.sure"))) return;
  const { id } = drafts.current();
  drafts.remove(id);
  await (await fetchRest()).forgetFiles(id);
  openDraft("");
}

/** Another draft, or with no id a new one, takes the place of the one on the page. */
function openDraft(id) {
  drafts.open(id);
  const { state, step: reached = "" } = drafts.current();
  history.replaceState(null, "", `${location.pathname}#${{ waiting: "waiting", wrong: "check" }[state] ?? reached}`);
  location.reload();
}

function goOn() {
  clearErrors(form);
  const wrong = check(byId(step()));
  if (wrong.length) return showErrors(form, wrong);
  drafts.keep({ step: step() });
  next();
}

/** The check is shown only when all is answered: the first step where something is wrong takes its place. False keeps the step that is shown. */
async function entered(id) {
  clearErrors(form);
  showDrafts(id === "step-about");
  if (id === "step-about") return true;
  const late = fetchRest();
  if (!AWAITED.has(id)) return late.then((module) => module.entered(id), () => {}) && true;
  const [wrong] = id === "check" ? check(form) : [];
  if (wrong) return correct(form.querySelector(`[data-pointer="${wrong.pointer}"]`).closest("[data-step]"));
  try {
    const { entered: show } = await late;
    fill("lists");
    return show(id);
  } catch {
    fill("lists", el("p", {}, word("step.not-loaded")));
    byId("lists").scrollIntoView({ block: "center" });
    return false;
  }
}

async function correct(section) {
  await goInstead(section.id);
  showErrors(form, check(section));
  return false;
}
