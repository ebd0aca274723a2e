/** The files of the draft: chosen on the complaint form, kept on the device, sent once the complaint is filed. */

import { button, byId } from "./dom.js";
import { onChosen, Row, say } from "./files.js";
import { current } from "./draft.js";
import { filesOf, forgetFile, forgetOldFiles, keepFile } from "./waiting.js";
import { word } from "./words.js";

const rows = new Map();

/** Names of the files, as the answers show them. */
export const draftFiles = () => [...rows.values()].map((row) => row.file.name);

export async function offerFiles() {
  onChosen(() => rows.size, add);
  await forgetOldFiles().catch(() => {});
  for (const file of await filesOf(current().id).catch(() => [])) list(file);
}

async function add(file) {
  await keepFile(file, current().id);
  list(file);
}

function list(file) {
  const row = new Row(file);
  const remove = button(word("file.remove"), "risky small", () => drop(file, row));
  remove.setAttribute("aria-label", word("file.remove-one", { name: file.name }));
  row.action.replaceChildren(remove);
  rows.set(file.id, row);
}

async function drop(file, row) {
  await forgetFile(file.id);
  rows.delete(file.id);
  row.node.remove();
  say(word("file.removed", { name: file.name }));
  byId("files").focus();
}
