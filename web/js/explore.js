/** Explore: published complaints, narrowed by filters that stand in the address, and where they are. */

import "./language.js";
import * as api from "./api.js";
import { fillAgencies, fillCategories, loadRegions } from "./choices.js";
import { comboboxAt } from "./combobox.js";
import { button, byId, fill, onSubmit, show } from "./dom.js";
import { clearErrors, showRefusal } from "./errors.js";
import { feedOf, showFeed } from "./feed_link.js";
import { foundLine } from "./found.js";
import { showProvinces } from "./provinces.js";
import { offerStop } from "./stop.js";
import { tileMap } from "./tiles.js";
import { word } from "./words.js";

const FILTERS = ["status", "category", "region", "agency", "late"];
const PAGE = 25;
const TURNS = 6;
const form = byId("filters");
const WIDE = matchMedia("(min-width: 48rem)");
const current = { query: "", next: null, found: [], put: () => {} };

start();

async function start() {
  comboboxAt("region", { load: loadRegions, changed: regionChanged });
  onSubmit(form, () => goTo(chosen()));
  byId("clear").addEventListener("click", () => goTo({}));
  byId("more").addEventListener("click", more);
  addEventListener("popstate", fromAddress);
  offerStop();
  fromAddress();
  const site = await api.site().catch(() => ({}));
  showProvinces((region) => goTo({ region }), !site.tiles);
  if (!site.tiles) return;
  current.put = await tileMap(site);
  current.put(current.found);
}

function chosen() {
  const values = new FormData(form);
  return Object.fromEntries(FILTERS.map((name) => [name, values.get(name)]).filter(([, value]) => value));
}

function goTo(filters) {
  const query = String(new URLSearchParams(filters));
  if (query !== current.query) history.pushState(null, "", query ? `?${query}` : location.pathname);
  return fromAddress({ moved: true });
}

/** What the address says goes into the form, and what it finds into the list. */
async function fromAddress({ moved = false } = {}) {
  const asked = new URLSearchParams(location.search);
  const wanted = new URLSearchParams(FILTERS.map((name) => [name, asked.get(name)]).filter(([, value]) => value));
  byId("other-language").search = String(wanted);
  Object.assign(current, { query: String(wanted), next: null, found: [] });
  byId("filter-box").open = WIDE.matches || Boolean(current.query);
  fill("found");
  showFeed(feedOf(wanted.get("agency"), wanted.get("region")));
  showLists(Object.fromEntries(wanted));
  await more();
  if (moved) byId("found-title").focus();
}

/** Lists that do not come leave what the address says: the list of complaints needs none of them. */
async function showLists(wanted) {
  byId("region").value = wanted.region ?? "";
  byId("region_name").value = wanted.region ?? "";
  for (const name of ["status", "category", "agency"]) choose(byId(name), wanted[name] ?? "");
  byId("late").checked = wanted.late === "true";
  try {
    await Promise.all([fillCategories("category.all"), fillAgencies(wanted.region ?? ""), wanted.region && nameRegion(wanted.region)]);
    for (const name of ["category", "agency"]) choose(byId(name), wanted[name] ?? "");
  } catch {
    fill("lists", word("list.failed"));
  }
}

/** An option that is not there is added: what is asked for must be seen. */
function choose(select, value) {
  if (value && ![...select.options].some((option) => option.value === value)) select.append(new Option(value, value));
  select.value = value;
}

async function nameRegion(code) {
  const region = (await loadRegions()).find((one) => one.code === code);
  if (region && byId("region").value === code) byId("region_name").value = region.label;
}

function regionChanged(code) {
  fillAgencies(code).catch(() => fill("lists", word("list.failed")));
}

/** The next page. A page may be short and still go on, so it is followed until there is something to see. */
async function more() {
  const { query, found } = current;
  const before = found.length;
  clearErrors(form);
  fill("found-status", word("explore.searching"));
  try {
    for (let turn = 0; turn < TURNS && found.length - before < PAGE && (turn === 0 || current.next); turn += 1) {
      const { items, next } = await api.published(join(query, current.next));
      if (current.found !== found) return; // other filters were chosen meanwhile
      found.push(...items);
      current.next = next;
    }
    showFound(before);
  } catch (error) {
    if (current.found !== found) return;
    fill("found-status", error.code === "network" ? button(word("again"), "second small", more) : "");
    showRefusal(form, error);
  }
}

function join(query, cursor) {
  return String(new URLSearchParams([...new URLSearchParams(query), ...(cursor ? [["cursor", cursor]] : [])]));
}

function showFound(before) {
  const lines = current.found.slice(before).map((one) => foundLine(one));
  byId("found").append(...lines);
  const count = current.found.length;
  fill("found-status", count ? word(current.next ? "explore.some" : "explore.all", { count }) : word(current.next ? "explore.none-yet" : "explore.none"));
  show("more", Boolean(current.next));
  show("clear", Boolean(current.query));
  current.put(current.found);
  if (before && lines.length) lines[0].querySelector("a").focus();
}
