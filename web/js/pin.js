/** The pin on a map: put by a tap, moved by arrow keys or by the buttons beside it; with tiles where the operator has set their address, else on the drawn provinces. */

import { site } from "./api.js";
import { button, byId, el, fill, show } from "./dom.js";
import { word } from "./words.js";

const KEYS = { ArrowUp: ["move", 0, -1], ArrowDown: ["move", 0, 1], ArrowLeft: ["move", -1, 0], ArrowRight: ["move", 1, 0], "+": ["zoom", 1], "=": ["zoom", 1], "-": ["zoom", -1] };
const BUTTONS = { north: KEYS.ArrowUp, south: KEYS.ArrowDown, west: KEYS.ArrowLeft, east: KEYS.ArrowRight, in: KEYS["+"], out: KEYS["-"] };
const FASTER = 5;

let map = null;

/** `changed` is told wherever the pin comes to stand. */
export async function togglePin(changed) {
  const open = byId("pin").hidden;
  show("pin", open);
  byId("pin-open").setAttribute("aria-expanded", String(open));
  if (!open) return;
  map ??= await build((lat, lon) => put(lat, lon, changed));
  map.look({ lat: Number(byId("lat").value), lon: Number(byId("lon").value), region: byId("region").value });
  byId("pin-map").focus();
}

async function build(picked) {
  const place = el("div", { id: "pin-map", class: "pin-map", role: "application", tabindex: "0", "aria-label": word("pin.map"), "aria-describedby": "pin-hint" });
  const credit = el("p", { class: "small quiet" });
  fill("pin", el("p", { class: "hint", id: "pin-hint" }, word("pin.hint")), place, el("div", { class: "buttons" }, ...Object.entries(BUTTONS).map(pad)), credit);
  place.addEventListener("keydown", pressed);
  try {
    const set = await site().catch(() => ({}));
    const { pinMap } = await (set.tiles ? import("./pin_tiles.js") : import("./pin_drawn.js"));
    return await pinMap(place, credit, picked, set);
  } catch {
    fill("pin", el("p", { class: "note care" }, word("pin.failed")));
    return { look() {}, move() {}, zoom() {} };
  }
}

const pad = ([name, [act, ...how]]) => button(word(`pin.${name}`), "second small", () => map[act](...how));

function pressed(event) {
  const [act, ...how] = KEYS[event.key] ?? [];
  if (!act || !map || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  map[act](...how.map((part) => (act === "move" && event.shiftKey ? part * FASTER : part)));
}

function put(lat, lon, changed) {
  byId("lat").value = lat.toFixed(5);
  byId("lon").value = lon.toFixed(5);
  changed();
}
