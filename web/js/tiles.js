/** The map of tiles, only where the operator has set their address; the library is fetched only then. */

import { byId, el } from "./dom.js";
import { addressOf } from "./found.js";
import { word } from "./words.js";

const LIBRARY = "/vendor/leaflet/leaflet";
const APART = 44;
export const INDONESIA = [
  [-11, 95],
  [6, 141],
];

/** The library and a map of the country at `place`. */
export async function leafletAt(place, { tiles, credit }) {
  document.head.append(el("link", { rel: "stylesheet", href: `${LIBRARY}.css` }));
  await import(`${LIBRARY}.js`);
  const { L } = globalThis;
  place.classList.add("tiles");
  const map = L.map(place, { scrollWheelZoom: false, zoomControl: false, keyboard: false }).fitBounds(INDONESIA);
  map.attributionControl.setPrefix(false);
  // The library takes a credit as markup: what is not plain is left out.
  L.tileLayer(tiles, { attribution: credit.replace(/[<>&]/g, ""), maxZoom: 18, referrerPolicy: "strict-origin" }).addTo(map);
  return { L, map };
}

/** A function that puts complaints on the map, in place of those that were there. */
export async function tileMap(site) {
  const place = byId("map");
  const { L, map } = await leafletAt(place, site);
  place.setAttribute("role", "group");
  place.setAttribute("aria-labelledby", "map-title");
  map.keyboard.enable();
  L.control.zoom({ zoomInTitle: word("map.in"), zoomOutTitle: word("map.out") }).addTo(map);
  const layer = L.layerGroup().addTo(map);
  let shown = [];
  const redraw = () => {
    layer.clearLayers();
    for (const group of groups(map, shown)) pin(L, group).addTo(layer);
  };
  map.on("zoomend", redraw);
  return (complaints) => {
    shown = complaints.filter(({ location }) => location);
    if (shown.length) map.fitBounds(shown.map(at), { maxZoom: 14, padding: [30, 30] });
    redraw();
  };
}

const at = ({ location }) => [location.lat, location.lon];

/** What would lie on one another at this zoom is one pin, so that each can be hit. */
function groups(map, complaints) {
  const found = [];
  for (const one of complaints) {
    const dot = map.project(at(one));
    const near = found.find((group) => group.dot.distanceTo(dot) < APART);
    if (near) near.complaints.push(one);
    else found.push({ dot, complaints: [one] });
  }
  return found.map((group) => group.complaints);
}

function pin(L, group) {
  const many = group.length > 1;
  const name = many ? word("map.many", { count: group.length }) : group[0].title;
  const icon = L.divIcon({ className: `pin ${many ? "many" : ""} ${group.some(({ overdue }) => overdue) ? "late" : ""}`, html: many ? String(group.length) : "", iconSize: [28, 28] });
  const lines = group.map((one) => el("li", {}, el("a", { href: addressOf(one), dir: "auto" }, one.title)));
  return L.marker(at(group[0]), { icon, title: name, alt: name }).bindPopup(el("ul", {}, ...lines), { maxHeight: 240 });
}
