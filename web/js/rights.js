/** What is held about the reporter: shown, downloaded; erasing it is one of the actions. */

import * as api from "./api.js";
import { day } from "./dates.js";
import { byId, el, fill, show } from "./dom.js";
import { refusalText } from "./errors.js";
import { word } from "./words.js";

/** `current` gives code and secret of the complaint on the page. */
export function offerRights(current) {
  byId("data-show").addEventListener("click", () => withHeld(current(), showHeld));
  byId("data-download").addEventListener("click", () => withHeld(current(), download));
}

/** For who has the secret; what was shown before an action may be gone after it. */
export function showRights(secret) {
  show("my-data", Boolean(secret));
  fill("data-list");
  fill("data-status");
}

async function withHeld({ code, secret }, use) {
  fill("data-status", word("data.loading"));
  try {
    use(await api.held(code, secret), code);
  } catch (error) {
    fill("data-status", refusalText(error));
  }
}

function showHeld({ reporter, erased_on, complaint, filed, messages, internal }) {
  fill("data-status", word(reporter ? "data.kept" : "data.nobody"));
  const rows = [
    ["asked/reporter/name", reporter?.name],
    ["asked/reporter/email", reporter?.email],
    ["asked/reporter/phone", reporter?.phone],
    ["data.erased_on", reporter && (erased_on ? day(erased_on) : word("data.not-yet"))],
    ["asked/title", filed.title],
    ["asked/body", filed.body],
    ["asked/place", filed.place],
    ["data.messages", Object.values(messages).join("\n\n")],
    ["data.files", complaint.attachments.filter(({ by }) => by === "reporter").map(({ name }) => name).join("\n")],
    ["data.internal", String(internal)],
  ];
  fill("data-list", ...rows.filter(([, value]) => value).map(([name, value]) => el("div", {}, el("dt", {}, word(name)), el("dd", { class: "told", dir: "auto" }, value))));
}

function download(held, code) {
  const address = URL.createObjectURL(new Blob([JSON.stringify(held, null, 2)], { type: "application/json" }));
  const link = el("a", { href: address, download: `tanggap-${code}-data.json` });
  link.click();
  URL.revokeObjectURL(address);
  fill("data-status", word("data.downloaded"));
}
