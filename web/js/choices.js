/** The lists to choose from: categories as a tree, regions with their province, and the agencies near a region. */

import * as api from "./api.js";
import { comboboxAt } from "./combobox.js";
import { byId, el, show } from "./dom.js";
import { kept } from "./lists.js";
import { lang, word } from "./words.js";

/** The categories, which it fills the list with. `rest` is the word for what is of a topic and of none below it, or for all of it. */
export async function fillCategories(rest = "category.other") {
  const items = await kept("categories", api.categories);
  const label = (item) => (lang === "en" && item.name_en ? item.name_en : item.name);
  const option = (item) => el("option", { value: item.id }, label(item));
  const below = (parent) => items.filter((item) => item.parent === parent.id);
  const branch = (item) => (below(item).length ? el("optgroup", { label: label(item) }, ...below(item).map(option), otherOf(item, label(item), rest)) : option(item));
  refill("category", items.filter((item) => !item.parent).map(branch));
  return items;
}

/** A field that searches the categories and chooses in their list; each is found by its own name and by that of the one above. */
export function offerTopics(items, changed) {
  const label = (item) => (lang === "en" && item.name_en ? item.name_en : item.name);
  const names = new Map(items.map((item) => [item.id, label(item)]));
  const found = items.map((item) => ({ code: item.id, name: label(item), label: item.parent ? `${label(item)}, ${names.get(item.parent)}` : label(item) }));
  show("search-box");
  comboboxAt("topic", { load: () => found, changed: (code) => code && choose(code, changed) });
}

function choose(code, changed) {
  byId("category").value = code;
  byId("category").dispatchEvent(new Event("change"));
  changed();
}

const otherOf = (item, label, rest) => el("option", { value: item.id }, word(rest, { name: label }));

/** Regencies and cities carry the name of their province. */
export async function loadRegions() {
  const items = await kept("regions", api.regions);
  const names = new Map(items.map((item) => [item.code, item.name]));
  return items.map((item) => ({ ...item, label: item.level === "province" ? word("region.province", item) : `${item.name}, ${names.get(provinceOf(item.code))}` }));
}

const provinceOf = (region) => region.split(".")[0];

/** The region's own agency and its units, those of its province, and the ministries. */
export async function fillAgencies(region) {
  const province = provinceOf(region);
  const [local, provincial, provinces, ministries] = await Promise.all([
    region === province ? [] : api.agencies({ parent: region }),
    region ? api.agencies({ parent: province }) : [],
    region ? api.agencies({ kind: "province" }) : [],
    api.agencies({ kind: "ministry" }),
  ]);
  if (byId("region").value !== region) return;
  const near = [...provincial.filter((agency) => agency.id === region && region !== province), ...local];
  const wide = [...provinces.filter((agency) => agency.id === province), ...provincial.filter((agency) => agency.kind === "unit")];
  const groups = [group("agency.local", near), group("agency.province", wide), group("agency.ministries", ministries)];
  refill("agency", groups.filter(Boolean));
}

function group(title, agencies) {
  return agencies.length > 0 && el("optgroup", { label: word(title) }, ...agencies.map((agency) => el("option", { value: agency.id }, agency.name)));
}

/** New options, and the same one chosen if it is still there; the first option, which chooses none, stays. */
function refill(id, options) {
  const select = byId(id);
  const { value } = select;
  const asked = [...select.querySelectorAll("[data-asked]")];
  select.replaceChildren(select.options[0], ...options);
  const known = new Set([...select.options].map((option) => option.value));
  select.append(...asked.filter((option) => !known.has(option.value)));
  select.value = value;
  if (select.value !== value) select.value = "";
}
