/** The agency that `complain.html?agency=CODE` asks for, as the poster at its counter does, or that a draft was for: it is chosen whatever the list holds, and can be changed. */

import * as api from "./api.js";
import { byId, el, show } from "./dom.js";
import * as drafts from "./draft.js";
import { word } from "./words.js";

/** Once the list is there. An agency that is not known, or no line, leaves the question as it is. Nothing is kept yet: whoever only looks leaves no draft. */
export async function showAgency() {
  const asked = new URLSearchParams(location.search).get("agency");
  const code = drafts.isNew() ? asked : drafts.current().values.agency;
  byId("other-language").search = location.search;
  if (!code) return;
  const { name } = await choose(code);
  byId("asked-agency").textContent = name ? word("agency.asked", { agency: name }) : "";
  show("asked-agency", code === asked && Boolean(name));
}

async function choose(code) {
  const select = byId("agency");
  const there = [...select.options].find(({ value }) => value === code);
  if (there && there.textContent !== code) return { name: there.textContent };
  const { agency = {} } = await api.agencyNamed(code).catch(() => ({}));
  if (!agency.name) return {};
  there?.remove();
  select.append(el("option", { value: code, "data-asked": true }, agency.name));
  select.value = code;
  return agency;
}
