/** The list of files on a page: choosing them, seeing them, and sending each with its own progress and retry. */

import * as api from "./api.js";
import { button, byId, el } from "./dom.js";
import { refusalText } from "./errors.js";
import { fillIn } from "./policy_numbers.js";
import { upload } from "./upload.js";
import { forgetFile } from "./waiting.js";
import { lang, word } from "./words.js";

/** The limits of a policy that nobody has changed, where it cannot be asked. */
const USUAL = { attachments: 5, picture_megabytes: 10, document_megabytes: 10, video_megabytes: 50 };
const limits = () => api.policy().catch(() => USUAL);

/** What the hint says of number and size is what holds now; without a line it is what usually holds. */
export const tellLimits = () => limits().then(fillIn);

/** Make chosen files ready and hand each to `take`; what cannot be taken is said in the list. */
export function onChosen(count, take) {
  byId("files").addEventListener("change", async (event) => {
    const chosen = [...event.target.files];
    event.target.value = "";
    const most = await limits();
    for (const file of chosen) await choose(file, count() < most.attachments, most, take);
  });
}

async function choose(file, room, most, take) {
  try {
    if (!room) throw new Error("file.too-many");
    const { prepare } = await import("./shrink.js");
    await take(await prepare(file, most));
    say(word("file.added", { name: file.name }));
  } catch (error) {
    refuse(file, error.message.startsWith("file.") ? error.message : "file.not-kept", most);
  }
}

function refuse(file, key, most) {
  const row = new Row(file);
  row.fail(word(key, most), button(word("file.dismiss"), "second small", () => row.node.remove()));
}

export const say = (text) => (byId("files-status").textContent = text);

/** A line of the list. */
export class Row {
  constructor(file) {
    this.file = file;
    this.state = el("p", { class: "small quiet" }, sizeOf(file.size));
    this.bar = el("progress", { max: "1", value: "0", "aria-label": word("file.progress", { name: file.name }), hidden: true });
    this.action = el("span");
    this.about = el("div", { class: "about" }, el("p", {}, file.name), this.bar, this.state);
    this.node = el("li", {}, picture(file), this.about, this.action);
    byId("files-list").append(this.node);
  }

  progress(part) {
    this.node.className = "";
    this.bar.hidden = false;
    this.bar.value = part;
    this.state.textContent = word("file.sending", { percent: Math.round(part * 100) });
    this.action.replaceChildren();
  }

  end(look, text, ...action) {
    this.node.className = look;
    this.bar.hidden = true;
    this.state.textContent = text;
    this.action.replaceChildren(...action);
    say(`${this.file.name}: ${text}`);
  }

  done() {
    this.end("stored", word("file.sent"));
  }

  fail(text, action) {
    this.end("failed", text, action);
  }
}

/** Send a file of a complaint; whatever fails can be tried again by hand. */
export async function send(code, secret, file, row = new Row(file)) {
  row.progress(0);
  try {
    const { upload: form } = await api.uploadForm(code, secret, file);
    await upload(form, file.blob, (part) => row.progress(part));
    row.done();
    await forgetFile(file.id).catch(() => {});
  } catch (error) {
    const text = error instanceof api.ApiError && error.code !== "invalid-input" ? refusalText(error) : word("file.failed");
    row.fail(text, button(word("file.retry"), "small", () => send(code, secret, file, row)));
  }
}

function picture(file) {
  if (!file.type.startsWith("image/") || !(file.blob ?? file).size) return el("span", { class: "sheet", "aria-hidden": "true" }, file.type === "application/pdf" ? "PDF" : "?");
  return el("img", { src: URL.createObjectURL(file.blob ?? file), alt: "" });
}

export function sizeOf(bytes) {
  const [amount, unit] = bytes < 1_000_000 ? [bytes / 1000, "kB"] : [bytes / 1_000_000, "MB"];
  return `${new Intl.NumberFormat(lang, { maximumFractionDigits: 1 }).format(amount)} ${unit}`;
}
