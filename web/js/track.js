/** The tracking page: find a complaint by its code, see it, act on it. */

import "./language.js";
import "./queue.js";
import { offerActions, resumeUploads, showActions } from "./actions.js";
import * as api from "./api.js";
import { showAttachments } from "./attachments.js";
import { showCase } from "./case.js";
import { codeFrom, tidy } from "./codes.js";
import { button, byId, fill, onSubmit, show } from "./dom.js";
import { showFeed } from "./feed_link.js";
import { clearErrors, showErrors, showRefusal } from "./errors.js";
import { showMine } from "./mine.js";
import { offerRights, showRights } from "./rights.js";
import { secretOf, useInTab } from "./receipts.js";
import { word } from "./words.js";

const form = byId("find");
const LOOK_AGAIN_MS = 3000;
const current = { code: "", secret: "", view: null };

onSubmit(form, () => find(byId("code").value, tidy(byId("secret").value)));
offerActions(() => current, acted, reload);
offerRights(() => current);
byId("print").addEventListener("click", () => print());
byId("refresh").addEventListener("click", () => find(current.code, current.secret));
addEventListener("hashchange", openFragment);
showMine();
openFragment();

/** `track.html#CODE` opens the complaint; its secret is used when this device knows it. */
function openFragment() {
  const typed = decodeURIComponent(location.hash.slice(1));
  if (tidy(typed).length !== 12 || typed === current.code) return;
  const code = codeFrom(typed);
  byId("code").value = code ?? typed;
  byId("secret").value = code ? secretOf(code) : "";
  find(typed, byId("secret").value);
}

async function find(typed, secret) {
  clearErrors(form);
  show("case", false);
  const code = codeFrom(typed);
  if (!code) return showErrors(form, [{ pointer: "/code" }]);
  fill("track-status", word("track.searching"));
  try {
    showFound(code, secret, await api.complaint(code, secret));
  } catch (error) {
    fill("track-status", error.code === "network" ? again(typed, secret) : "");
    showRefused(error);
  }
}

const again = (typed, secret) => button(word("again"), "second small", () => find(typed, secret));

function showRefused(error) {
  const pointer = { "wrong-secret": "/secret", "too-many-tries": "/secret", "not-found": "/code" }[error.code];
  if (error.code === "network") return showErrors(form, [{ detail: word("problem.unread") }]);
  if (!pointer) return showRefusal(form, error);
  showErrors(form, [{ pointer, text: word(`problem.${error.code}`) }]);
}

function showFound(code, secret, view) {
  if (secret) useInTab(code, secret);
  fill("track-status", "");
  history.replaceState(null, "", `#${code}`);
  const resume = current.code !== code && view.can.includes("attach");
  update(code, secret, view);
  byId("case-heading").focus();
  if (resume) resumeUploads(current);
  lookAgain();
}

function update(code, secret, view) {
  Object.assign(current, { code, secret, view });
  showCase(view, secret);
  showFeed(`/complaints/${code}/feed`);
  showActions(view);
  showRights(secret);
}

async function reload() {
  update(current.code, current.secret, await api.complaint(current.code, current.secret));
  lookAgain();
}

/** What was sent is inspected within seconds: while something waits, its state alone is asked for again a few times. */
function lookAgain(times = 6) {
  const { code, secret, view } = current;
  if (!times || !view.attachments.some(({ state }) => state === "waiting")) return;
  setTimeout(async () => {
    const now = await api.complaint(code, secret).catch(() => view);
    if (current.view !== view) return;
    Object.assign(current, { view: now });
    showAttachments(now, secret);
    lookAgain(times - 1);
  }, LOOK_AGAIN_MS);
}

function acted(view, action) {
  update(current.code, current.secret, view);
  fill("track-status", word(`done.${action}`));
  byId("case-heading").focus();
}
