/** The scores of the provinces, each with all that lies in it: a drawn map, and the same as a table. */

import * as api from "./api.js";
import { byId, el, fill } from "./dom.js";
import { written, zoneTag } from "./numbers.js";
import { periodName } from "./periods.js";
import { provinceMap } from "./province_map.js";
import { table } from "./tables.js";
import { pageOf, word } from "./words.js";

const ZONES = ["green", "yellow", "red", null];
const outlines = {};

export async function showScoreMap(period) {
  outlines.drawn ??= api.outlines();
  const [{ items }, drawn, regions] = await Promise.all([api.scores({ period, kind: "province" }), outlines.drawn, api.regions()]);
  const scores = new Map(items.map((one) => [one.agency.id, one]));
  const provinces = regions.filter(({ level }) => level === "province").map(({ code, name }) => ({ code, name, score: scores.get(code)?.score ?? null, zone: scores.get(code)?.zone ?? null }));
  fill("map-said", said(provinces, period));
  const areas = provinces.map(({ code, name, score, zone }) => ({ code, look: `area ${zone ?? "none"}`, shape: zone, tip: `${name}: ${written(score, "score")}, ${word(`zone.${zone ?? "none"}`)}` }));
  byId("map").replaceChildren(provinceMap(drawn, areas, { title: "map-title", said: "map-said", choose: (code) => location.assign(address(code)) }));
  fill("map-legend", ...ZONES.map((zone) => el("li", { class: "shapes" }, zoneTag(zone))));
  fill("map-credit", word("map.credit", { source: drawn.credit }));
  byId("map-table").replaceChildren(asTable(provinces));
}

const address = (code) => `${pageOf("agency")}?code=${code}`;

function said(provinces, period) {
  const counts = Object.fromEntries(ZONES.map((zone) => [zone ?? "none", provinces.filter((one) => one.zone === zone).length]));
  return word("map.said", { ...counts, period: periodName(period) });
}

function asTable(provinces) {
  const ordered = [...provinces].sort((one, other) => (other.score ?? -1) - (one.score ?? -1) || one.name.localeCompare(other.name));
  const rows = ordered.map(({ code, name, score, zone }) => [el("a", { href: address(code) }, name), written(score, "score"), zoneTag(zone)]);
  return table({ head: ["map.province", "league.score", "league.zone"].map((key) => word(key)), rows, caption: word("map.caption"), stacks: true });
}
