/** How deadlines are counted: the rules in force, and a calculator that counts like the API. */

import "./language.js";
import * as api from "./api.js";
import { today } from "./dates.js";
import { showDeadlines } from "./deadlines.js";
import { byId, fill, onSubmit } from "./dom.js";
import { check, clearErrors, showErrors, showRefusal } from "./errors.js";
import { showRules } from "./rules.js";

const form = byId("calculator");

byId("from").value = today();
onSubmit(form, count);
showRules();

async function count() {
  clearErrors(form);
  fill("deadlines");
  const wrong = check(form);
  if (wrong.length) return showErrors(form, wrong);
  try {
    showDeadlines([await api.deadline(answered())]);
    byId("deadlines").querySelector("details").open = true;
  } catch (error) {
    showRefused(error);
  }
}

/** What was left empty is the nation's. */
const answered = () => Object.fromEntries([...new FormData(form)].filter(([, value]) => value));

/** Of a query the API names `?from`, where the form says `/from`. */
function showRefused(error) {
  if (error.code !== "invalid-input") return showRefusal(form, error);
  showErrors(form, error.errors.map((one) => ({ ...one, pointer: one.pointer.replace("?", "/") })));
}
