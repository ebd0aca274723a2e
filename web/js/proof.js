/** The files of the draft: chosen on the complaint form, kept on the device, sent once the complaint is filed. */

import { button, byId, el, show } from "./dom.js";
import { onChosen, Row, say } from "./files.js";
import { current } from "./draft.js";
import { showsFiles } from "./filing.js";
import "./shrink.js"; // by now, since the line may be gone when a photo is chosen
import { filesOf, forgetFile, forgetOldFiles, keepFile } from "./waiting.js";
import { word } from "./words.js";

const rows = new Map();

/** Names of the files, as the answers show them, and which of them everybody may see. */
export const draftFiles = (values) =>
  [...rows.values()].map(({ file }) => (file.public && showsFiles(values) ? word("answers.public", { name: file.name }) : file.name));

/** Who has chosen already that nobody else is to know or to read is not asked whether everybody may see a file. */
export function showChoices({ identity = "named", visibility = "public" }) {
  const offered = showsFiles({ identity, visibility });
  show("files-public", offered && rows.size > 0);
  for (const { about } of rows.values()) about.lastElementChild.hidden = !offered;
}

/** `changed` is told when a file was added. */
export async function offerFiles(changed) {
  onChosen(() => rows.size, (file) => add(file).then(changed));
  await forgetOldFiles().catch(() => {});
  for (const file of await filesOf(current().id).catch(() => [])) list(file);
}

async function add(file) {
  const added = { ...file, at: Date.now() };
  await keepFile(added, current().id);
  list(added);
}

function list(file) {
  const row = new Row(file);
  const remove = button(word("file.remove"), "risky small", () => drop(file, row));
  remove.setAttribute("aria-label", word("file.remove-one", { name: file.name }));
  row.action.replaceChildren(remove);
  row.about.append(choice(file));
  rows.set(file.id, row);
}

function choice(file) {
  const box = el("input", { type: "checkbox", checked: Boolean(file.public), change: () => keepFile(Object.assign(file, { public: box.checked }), current().id).catch(() => {}) });
  return el("label", { class: "choice" }, box, el("span", {}, word("file.public"), el("span", { class: "seen-by-readers" }, ` ${file.name}`)));
}

async function drop(file, row) {
  await forgetFile(file.id);
  rows.delete(file.id);
  if (!rows.size) show("files-public", false);
  row.node.remove();
  say(word("file.removed", { name: file.name }));
  byId("files").focus();
}
