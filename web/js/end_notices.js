/** The page that ends notices by mail: the token from the mail stands in the fragment, and nothing is ended before somebody says so. */

import "./language.js";
import * as api from "./api.js";
import { byId, fill, onSubmit, show } from "./dom.js";
import { clearErrors, showErrors, showRefusal } from "./errors.js";
import { word } from "./words.js";

const form = byId("stop");

onSubmit(form, stop);

async function stop() {
  clearErrors(form);
  try {
    await api.stopNotices(location.hash.slice(1));
  } catch (error) {
    if (error.code === "not-found") showErrors(form, [{ detail: word("stop.unknown") }]);
    else showRefusal(form, error);
    return;
  }
  show("stop", false);
  fill("stop-status", word("stop.done"));
  byId("stop-status").focus();
}
