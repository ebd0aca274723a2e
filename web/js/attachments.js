/** Files of a complaint and of its responses: what became of each, a small picture of those that are pictures, and a way to open them. */

import * as api from "./api.js";
import { button, el, fill, show } from "./dom.js";
import { refusalText } from "./errors.js";
import { sizeOf } from "./files.js";
import { word, wordOr } from "./words.js";

/** Addresses live for minutes, pictures that were shown stay: each small one is asked for once. */
const small = new Map();

export function showAttachments({ code, attachments }, secret) {
  show("attachments", attachments.length > 0);
  fill("attachments-list", ...attachments.map((attachment) => line(code, secret, attachment)));
}

/** The files of one response, for the timeline; of the public those that the public gets. */
export function filesOfResponse({ code, attachments }, secret, numbers = []) {
  const theirs = attachments.filter(({ number }) => numbers.includes(number));
  return theirs.length > 0 && el("ul", { class: "files no-print" }, ...theirs.map((attachment) => line(code, secret, attachment)));
}

function line(code, secret, attachment) {
  const { number, by, name, size, state, reason } = attachment;
  const stands = state === "refused" ? wordOr(`refused.${reason}`, reason) : wordOr(`state.${state}`, state);
  const told = el("p", { class: "small quiet", role: "status" }, [state !== "erased" && sizeOf(size), by === "agency" && word("attachment.agency"), stands].filter(Boolean).join(". "));
  const open = button(word("attachment.open"), "second small", () => openAttachment(code, secret, number, told));
  open.setAttribute("aria-label", word("attachment.open-one", { name }));
  return el("li", { class: state === "refused" ? "failed" : "" }, look(code, secret, attachment), el("div", { class: "about" }, el("p", { dir: "auto" }, name), told), state === "stored" && open);
}

/** The picture takes the place of the sheet once it is there; without one the sheet stays. */
function look(code, secret, { number, type, state }) {
  const sheet = el("span", { class: "sheet", "aria-hidden": "true" }, type.split("/")[1].slice(0, 4).toUpperCase());
  if (state === "stored" && type.startsWith("image/")) showSmall(`${code}/${number}`, () => api.attachmentLink(code, secret, number), sheet);
  return sheet;
}

async function showSmall(key, link, sheet) {
  if (!small.has(key)) small.set(key, link().then(({ thumbnail }) => thumbnail));
  const address = await small.get(key).catch(() => small.delete(key) && null);
  if (address) el("img", { src: address, alt: "", load: (event) => sheet.replaceWith(event.target) });
}

/** The address lives for a short time only, so it is fetched when it is wanted. */
async function openAttachment(code, secret, number, told) {
  try {
    location.assign((await api.attachmentLink(code, secret, number)).url);
  } catch (error) {
    told.textContent = refusalText(error);
  }
}
