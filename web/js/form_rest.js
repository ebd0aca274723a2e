/** What the later steps of the form need: files, advice on the text, the map, the check, sending. Fetched while the first question is answered. */

import { showAdvice } from "./advice.js";
import { showCheck } from "./checking.js";
import { byId, onSubmit, show } from "./dom.js";
import * as drafts from "./draft.js";
import { clearErrors, showErrors } from "./errors.js";
import { bodyOf, valuesOf } from "./fields.js";
import { tellLimits } from "./files.js";
import { offerWaiting } from "./outbox.js";
import { offerFiles, showChoices } from "./proof.js";
import { keepRefused, stillRefused } from "./refused.js";
import { sendComplaint } from "./sending.js";
import { offerSimilar } from "./similar.js";
import { goInstead } from "./steps.js";
import { forgetFilesOf } from "./waiting.js";
import { offerMasking } from "./warning.js";

let form;

/** `changed` is told of every change that is not typed. */
export async function offerRest(complain, changed) {
  form = complain;
  offerMasking(form, changed);
  offerSimilar(enough);
  onSubmit(byId("send"), send);
  offerWaiting(send, takeBack);
  form.addEventListener("input", () => showAdvice(form));
  byId("pin-open").addEventListener("click", () => import("./pin.js").then(({ togglePin }) => togglePin(changed)));
  await offerFiles(() => showChoices(valuesOf(form)));
}

export const forgetFiles = (id) => forgetFilesOf(id).catch(() => {});

/** What a step shows beside its questions. */
export function entered(id) {
  if (id === "step-tell") showAdvice(form);
  if (id === "step-files") {
    showChoices(valuesOf(form));
    tellLimits();
  }
  if (id === "check") showCheck(form);
  return id !== "waiting" || drafts.current().state === "waiting";
}

/** What the server refused in this step, and nobody has changed since, is said again: the summary was of all steps. */
export function shown(id) {
  const errors = stillRefused(byId(id));
  if (errors.length) showErrors(form, errors);
  return errors.length > 0;
}

function send() {
  return sendComplaint(drafts.current(), bodyOf(valuesOf(form)), { wrong: backWith, waits: () => goInstead("waiting") });
}

/** The server found wrong fields: back to the first step that has some, with everything still in it. */
async function backWith(errors) {
  drafts.keep({ state: "writing" });
  const steps = keepRefused(form, errors);
  await goInstead(steps[0] ?? "step-about");
  clearErrors(form);
  showErrors(form, errors);
}

function takeBack() {
  drafts.keep({ state: "writing" });
  return goInstead("check");
}

/** Whoever supports another complaint need not send their own. */
async function enough() {
  const { id } = drafts.current();
  drafts.remove(id);
  await forgetFiles(id);
  show("send", false);
  location.replace(location.pathname.replace("complain", "explore"));
}
