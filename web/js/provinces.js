/** How many complaints were published in each province: a drawn map, and the same as a table. */

import * as api from "./api.js";
import { day } from "./dates.js";
import { byId, el, fill, show } from "./dom.js";
import { refusalText } from "./errors.js";
import { provinceMap } from "./province_map.js";
import { lang, word } from "./words.js";

const SHADES = 4;

const written = (count) => new Intl.NumberFormat(lang).format(count);

/** `choose` gets the code of the province that was chosen; `drawn` is false where another map is shown. */
export async function showProvinces(choose, drawn) {
  try {
    const [{ items, since }, outlines] = await Promise.all([api.provinces(), drawn ? api.outlines() : null]);
    const ordered = [...items].sort((one, other) => other.count - one.count || one.name.localeCompare(other.name));
    fill("provinces-said", said(ordered, since));
    fill("provinces-rows", ...ordered.map((province) => row(province, choose)));
    if (outlines) draw(outlines, ordered, choose);
    show("provinces-table");
  } catch (error) {
    fill("provinces-said", refusalText(error));
  }
}

function said(ordered, since) {
  const total = ordered.reduce((sum, { count }) => sum + count, 0);
  const most = ordered.filter(({ count }) => count > 0).slice(0, 3).map(({ name, count }) => `${name} (${written(count)})`);
  return word(total ? "provinces.said" : "provinces.none", { total: written(total), since: day(since), most: most.join(", ") });
}

function row({ code, name, count }, choose) {
  const link = el("a", { href: `?region=${code}`, click: (event) => chosen(event, code, choose) }, name);
  return el("tr", {}, el("th", { scope: "row" }, link), el("td", {}, written(count)));
}

/** A click with a key held opens another tab, as on any link. */
function chosen(event, code, choose) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  choose(code);
}

function draw(outlines, ordered, choose) {
  const most = Math.max(1, ...ordered.map(({ count }) => count));
  const areas = ordered.map(({ code, name, count }) => ({ code, look: `shade-${count && Math.ceil((count / most) * SHADES)}`, mark: count ? written(count) : "", tip: `${name}: ${written(count)}` }));
  byId("map").replaceChildren(provinceMap(outlines, areas, { title: "map-title", said: "provinces-said", choose }));
  fill("map-legend", ...Array.from({ length: SHADES + 1 }, (_, shade) => step(shade, most)).filter(Boolean));
  fill("map-credit", word("map.credit", { source: outlines.credit }));
}

/** What a shade stands for; with few complaints some stand for nothing. */
function step(shade, most) {
  const [low, high] = [Math.floor(((shade - 1) * most) / SHADES) + 1, Math.floor((shade * most) / SHADES)];
  const text = shade === 0 ? "0" : low === high ? written(high) : `${written(low)}–${written(high)}`;
  return (shade === 0 || low <= high) && el("li", { class: `shade-${shade}` }, text);
}
