/** The complaint form: written, kept as a draft, checked, sent. */

import "./language.js";
import { showAnswers } from "./answers.js";
import { fillAgencies, fillCategories, loadRegions } from "./choices.js";
import { comboboxAt } from "./combobox.js";
import { plusDays, today } from "./dates.js";
import { button, byId, el, fill, onSubmit, show } from "./dom.js";
import * as draft from "./draft.js";
import { check, clearErrors, showErrors } from "./errors.js";
import { bodyOf, restore, valuesOf } from "./fields.js";
import { offerPosition, showPosition } from "./place.js";
import { draftFiles, forgetDraftFiles, offerFiles } from "./proof.js";
import { sendComplaint } from "./sending.js";
import { showSimilar } from "./similar.js";
import { offerMasking, warn } from "./warning.js";
import { lang, word } from "./words.js";

const LONGEST_BODY = 5000;
const form = byId("complain");

start();

function start() {
  restore(form, draft.values());
  Object.assign(byId("occurred_on"), { max: today(), min: plusDays(today(), -365) });
  form.addEventListener("input", keep);
  byId("draft-clear").addEventListener("click", forget);
  comboboxAt("region", { load: loadRegions, changed: regionChanged });
  offerPosition(keep);
  offerFiles();
  offerMasking(form, () => {
    keep();
    showStep(false); // only fields that are shown are checked and have answers
    turn("#check");
  });
  onSubmit(form, goToCheck);
  onSubmit(byId("send"), () => sendComplaint(bodyOf(valuesOf(form)), backWith));
  addEventListener("hashchange", () => turn(location.hash));
  // Coming back to a page that was kept as it was left would offer a complaint that has been sent already.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  show("draft-clear", Object.keys(draft.values()).length > 0);
  showDependent();
  loadLists().then(() => location.hash === "#check" && turn("#check"));
}

/** Lists that do not come leave a select with one option and a button to try again; the rest of the form works. */
async function loadLists() {
  try {
    await Promise.all([fillCategories(), fillAgencies(byId("region").value)]);
    fill("lists");
  } catch (error) {
    fill("lists", el("p", {}, word(error.code === "network" ? "list.offline" : "list.failed")), button(word("again"), "second small", loadLists));
  }
}

function regionChanged() {
  keep();
  loadLists().then(keep);
}

function keep() {
  showDependent();
  byId("draft-state").textContent = word(draft.keep(valuesOf(form)) ? "draft.kept" : "draft.not-kept");
  show("draft-clear");
}

/** What depends on what was typed: the counter, the reporter's fields, the position. */
function showDependent() {
  const length = [...byId("body").value].length;
  const number = (value) => new Intl.NumberFormat(lang).format(value);
  byId("body-count").textContent = word(length > LONGEST_BODY ? "count.over" : "count.left", { count: number(Math.abs(LONGEST_BODY - length)) });
  byId("body-count").classList.toggle("over", length > LONGEST_BODY);
  show("reporter", ["named", "sealed"].includes(form.elements.identity.value));
  showPosition();
}

async function forget() {
  if (!confirm(word("draft.sure"))) return;
  draft.clear();
  await forgetDraftFiles();
  form.reset();
  for (const hidden of form.querySelectorAll("[type=hidden]")) hidden.value = "";
  clearErrors(form);
  showDependent();
  show("draft-clear", false);
  byId("draft-state").textContent = word("draft.cleared");
}

function goToCheck() {
  clearErrors(form);
  const wrong = check(form);
  if (wrong.length) showErrors(form, wrong);
  else if (location.hash === "#check") turn("#check");
  else location.hash = "check";
}

/** `#check` shows the answers, anything else the form, at the field it names: so the browser's own Back works. */
function turn(hash) {
  const checking = hash === "#check" && !check(form).length;
  if (checking) warn(form);
  if (checking) showAnswers(form, { "/files": draftFiles().join("\n") || word("answers.none"), "/location": byId("locate-status").textContent || word("answers.none") });
  if (checking) showSimilar(valuesOf(form));
  const moved = checking === byId("send").hidden;
  showStep(checking);
  if (checking) byId("check-title").focus();
  else if (moved || hash) (byId(hash.slice(1)) ?? byId("write-title")).focus();
}

function showStep(checking) {
  clearErrors(byId("send"));
  show("send", checking);
  for (const node of [form, byId("write"), document.querySelector(".beside")]) node.hidden = checking;
}

/** The server found wrong fields: back to the form, with everything still in it. */
function backWith(errors) {
  history.replaceState(null, "", location.pathname);
  showStep(false);
  showErrors(form, errors);
}
