/** `complain.html?agency=CODE`, as the poster at an agency's counter says it: that agency is chosen, and can be changed. */

import * as api from "./api.js";
import { byId, el, show } from "./dom.js";
import * as drafts from "./draft.js";
import { word } from "./words.js";

/** `changed` is told once it is chosen. An agency that is not known, or no line, leaves the question as it is. */
export async function showAgency(form, changed) {
  const code = new URLSearchParams(location.search).get("agency");
  byId("other-language").search = location.search;
  if (!code || (!drafts.isNew() && form.elements.agency.value !== code)) return;
  const { agency } = await api.agencyNamed(code).catch(() => ({}));
  if (!agency) return;
  const select = byId("agency");
  const known = [...select.options].find((option) => option.value === agency.id);
  if (!known) select.append(el("option", { value: agency.id, "data-asked": true }, agency.name));
  select.value = agency.id;
  byId("asked-agency").textContent = word("agency.asked", { agency: agency.name });
  show("asked-agency");
  changed();
}
