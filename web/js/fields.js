/** The complaint form as values: for the draft, and as the body that is sent. */

import { plusDays, today } from "./dates.js";
import { el } from "./dom.js";
import { lang } from "./words.js";

/** Everything typed and chosen, by name. */
export function valuesOf(form) {
  return Object.fromEntries(new FormData(form));
}

/** Put a draft back. A select may not have its options yet, so the chosen one is added and named later; an agency stays, since its list holds only some. */
export function restore(form, values) {
  for (const [name, value] of Object.entries(values)) {
    const control = form.elements.namedItem(name);
    if (!control || control.value) continue; // what was typed before this script came stays
    if (control.tagName === "SELECT" && ![...control.options].some((option) => option.value === value)) control.append(el("option", { value, "data-asked": name === "agency" }, value));
    control.value = value;
  }
}

/** The days that the API takes: up to today, and no more than a year ago. */
export const boundDay = (control) => Object.assign(control, { max: today(), min: plusDays(today(), -365) });

/** A poster's code opens the form with `via=poster`; what is sent again from another page is the same complaint. */
const channel = () => (new URLSearchParams(location.search).get("via") === "poster" ? "poster" : "web");

/** The body of `POST /v1/complaints`; what is empty is left out. */
export function bodyOf(values) {
  const { lat, lon, identity } = values;
  const body = pick(values, ["type", "title", "body", "category", "region", "place", "occurred_on", "agency", "visibility", "identity"]);
  if (lat && lon) body.location = { lat: Number(lat), lon: Number(lon) };
  if (identity !== "none") body.reporter = pick(values, ["name", "email", "phone"]);
  return JSON.stringify({ ...body, lang, channel: channel() });
}

function pick(values, names) {
  return Object.fromEntries(names.map((name) => [name, values[name]?.trim()]).filter(([, value]) => value));
}
