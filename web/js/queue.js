/** On every page that a reporter may have open: complaints that wait for a line are sent from here, and what came of it is said. */

import { byId, el } from "./dom.js";
import * as drafts from "./draft.js";
import { pageOf, word } from "./words.js";

if (drafts.all().some(({ state }) => state === "waiting")) import("./outbox.js").then(({ sendWhenOnline }) => sendWhenOnline(tell));

function tell({ state, values }) {
  const link = el("a", { href: `${pageOf("complain")}#drafts` }, word("outbox.look"));
  const text = word(state === "sent" ? "outbox.sent" : "outbox.wrong", { title: values.title });
  byId("main").prepend(el("p", { class: `note ${state === "sent" ? "good" : "care"}`, role: "status" }, `${text} `, link));
}
