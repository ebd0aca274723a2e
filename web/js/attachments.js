/** Files of a complaint and of its responses: what became of each, a small picture of those that are pictures, and a way to open them. */

import * as api from "./api.js";
import { button, el, fill, show } from "./dom.js";
import { refusalText } from "./errors.js";
import { sizeOf } from "./files.js";
import { showSmall } from "./picture.js";
import { word, wordOr } from "./words.js";

export function showAttachments({ code, attachments, visibility, identity }, secret) {
  const offered = Boolean(secret) && visibility === "public" && identity === "named" && attachments.some(({ by }) => by === "reporter");
  show("attachments", attachments.length > 0);
  show("attachments-public", offered);
  fill("attachments-list", ...attachments.map((attachment) => line(code, secret, attachment, offered)));
}

/** The files of one response, for the timeline; of the public those that the public gets. */
export function filesOfResponse({ code, attachments }, secret, numbers = []) {
  const theirs = attachments.filter(({ number }) => numbers.includes(number));
  return theirs.length > 0 && el("ul", { class: "files no-print" }, ...theirs.map((attachment) => line(code, secret, attachment)));
}

function line(code, secret, attachment, offered = false) {
  const { number, name, state } = attachment;
  const told = el("p", { class: "small quiet", role: "status" }, standing(attachment));
  const open = button(word("attachment.open"), "second small", () => openAttachment(code, secret, number, told));
  open.setAttribute("aria-label", word("attachment.open-one", { name }));
  return el("li", { class: state === "refused" ? "failed" : "" }, look(code, secret, attachment), el("div", { class: "about" }, el("p", { dir: "auto" }, name), told, ...seenBy(code, secret, attachment, offered)), isOpen(attachment, secret) && open);
}

/** What the public does not get, its reporter still does. */
const isOpen = ({ state, withheld }, secret) => state === "stored" && (Boolean(secret) || !withheld);

function standing({ by, size, state, reason }) {
  const stands = state === "refused" ? wordOr(`refused.${reason}`, reason) : wordOr(`state.${state}`, state);
  return [state !== "erased" && sizeOf(size), by === "agency" && word("attachment.agency"), stands].filter(Boolean).join(". ");
}

/** Whether everybody sees it, which its reporter may change at any time. */
function seenBy(code, secret, attachment, offered) {
  const { by, state, withheld } = attachment;
  if (withheld) return [el("p", { class: "small" }, word("attachment.withheld"))];
  if (!offered || by !== "reporter" || state !== "stored") return [];
  const seen = el("p", { class: "small", role: "status" });
  const node = button("", "second small", async () => {
    try {
      const { attachments } = await api.showFile(code, secret, attachment.number, !attachment.public);
      Object.assign(attachment, attachments.find(({ number }) => number === attachment.number));
      say();
    } catch (error) {
      seen.textContent = refusalText(error);
    }
  });
  const say = () => {
    seen.textContent = word(attachment.public ? "attachment.public" : "attachment.private");
    node.replaceChildren(word(attachment.public ? "attachment.hide" : "attachment.show"), el("span", { class: "seen-by-readers" }, ` ${attachment.name}`));
  };
  say();
  return [seen, node];
}

/** The picture takes the place of the sheet once it is there; without one the sheet stays. */
function look(code, secret, attachment) {
  const { number, type } = attachment;
  const sheet = el("span", { class: "sheet", "aria-hidden": "true" }, type.split("/")[1].slice(0, 4).toUpperCase());
  if (isOpen(attachment, secret) && type.startsWith("image/")) showSmall(code, secret, number, sheet);
  return sheet;
}

/** The address lives for a short time only, so it is fetched when it is wanted. */
async function openAttachment(code, secret, number, told) {
  try {
    location.assign((await api.attachmentLink(code, secret, number)).url);
  } catch (error) {
    told.textContent = refusalText(error);
  }
}
