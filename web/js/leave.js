/** "Leave this page fast", where the topic may put somebody in danger: what this tab knows is forgotten, and an ordinary page takes the place of this one, also for Back. */

import { byId, show } from "./dom.js";
import * as drafts from "./draft.js";

const ORDINARY = "/calendar/";
const LEFT = "tanggap.left";

let sensitive = () => false;

if (read(LEFT)) away();

/** `topics` are the categories; whether the one chosen is sensitive is looked at whenever it changes. */
export function offerLeaving(topics) {
  const known = new Set(topics.filter(isSensitive).map(({ id }) => id));
  sensitive = (id) => known.has(id);
  const look = () => show("leave-box", sensitive(byId("category").value));
  byId("category").addEventListener("change", look);
  byId("leave").onclick = leave;
  look();
}

export const isSensitive = ({ supervised, sensitive: marked }) => supervised || marked;

/** Whether the receipt of this complaint should offer it too. */
export const isChosenSensitive = (id) => sensitive(id);

export function leave() {
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
  location.replace(ORDINARY);
}

function read(place) {
  try {
    return sessionStorage.getItem(place);
  } catch {
    return null;
  }
}
