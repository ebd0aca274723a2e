/** "Leave this page fast", where the topic may put somebody in danger: what this tab knows is forgotten, and an ordinary page takes the place of this one, also for Back. */

import { byId, show } from "./dom.js";
import * as drafts from "./draft.js";

const ORDINARY = "/calendar/index.html";
const LEFT = "tanggap.left";
const TIMES = 3;
const WITHIN_MS = 2000;

let presses = [];

if (read(LEFT)) away();

/** `topics` are the categories; whether the one chosen is sensitive is looked at whenever it changes. */
export function offerLeaving(topics) {
  const known = new Set(topics.filter(isSensitive).map(({ id }) => id));
  const look = () => {
    const sensitive = known.has(byId("category").value);
    drafts.current().sensitive = sensitive; // goes with the draft to its receipt
    offerLeavingHere(sensitive);
  };
  byId("category").addEventListener("change", look);
  look();
}

/** The button on this page, where it is needed. */
export function offerLeavingHere(sensitive) {
  show("leave-box", sensitive);
  byId("leave").onclick = leave;
  onkeyup = sensitive ? pressed : null;
}

/** Three times Shift does the same, wherever the focus is. */
function pressed({ key, timeStamp }) {
  presses = key === "Shift" ? [...presses, timeStamp].slice(-TIMES) : [];
  if (presses.length === TIMES && timeStamp - presses[0] < WITHIN_MS) leave();
}

const isSensitive = ({ supervised, sensitive }) => supervised || sensitive;

function leave() {
  drafts.remove(drafts.current().id);
  document.title = "";
  document.body.hidden = true;
  try {
    sessionStorage.clear();
    sessionStorage.setItem(LEFT, "1");
  } catch {
    // Nothing was kept in this tab.
  }
  away();
}

function away() {
  history.replaceState(null, "", location.pathname);
  location.replace(`${ORDINARY}#${document.documentElement.lang}`);
}

function read(place) {
  try {
    return sessionStorage.getItem(place);
  } catch {
    return null;
  }
}
