/** The drawn map of the provinces with a pin: coarse, but it needs nobody else's server. */

import { outlines } from "./api.js";
import { word } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
const STEPS_ACROSS = 40;
const CLOSEST = 8;

/** `picked` gets latitude and longitude. */
export async function pinMap(place, credit, picked) {
  const drawn = await outlines();
  const svg = node("svg", { "aria-hidden": "true", preserveAspectRatio: "xMidYMid meet" });
  const paths = Object.entries(drawn.provinces).map(([code, d]) => node("path", { d, "data-code": code }));
  const dot = node("circle", { class: "dot", visibility: "hidden" });
  svg.append(...paths, dot);
  place.append(svg);
  credit.textContent = word("map.credit", { source: drawn.credit });
  const view = { x: drawn.width / 2, y: drawn.height / 2, level: 0, pinned: false };

  const width = () => drawn.width / 2 ** view.level;
  const draw = () => {
    const [wide, high] = [width(), width() * 0.6];
    svg.setAttribute("viewBox", `${view.x - wide / 2} ${view.y - high / 2} ${wide} ${high}`);
    for (const [name, value] of Object.entries({ cx: view.x, cy: view.y, r: wide / 60, visibility: view.pinned ? "visible" : "hidden" })) dot.setAttribute(name, value);
  };
  const pin = (x, y) => {
    Object.assign(view, { x: Math.min(Math.max(x, 0), drawn.width), y: Math.min(Math.max(y, 0), drawn.height), pinned: true });
    draw();
    picked(drawn.north - view.y / drawn.scale, drawn.west + view.x / drawn.scale);
  };
  svg.addEventListener("click", (event) => {
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    pin(x, y);
  });

  return {
    move: (across, down) => pin(view.x + (across * width()) / STEPS_ACROSS, view.y + (down * width()) / STEPS_ACROSS),
    zoom(by) {
      view.level = Math.min(Math.max(view.level + by, 0), CLOSEST);
      draw();
    },
    /** Where it stands already, else over the province of the region. */
    look({ lat, lon, region }) {
      if (lat || lon) Object.assign(view, { x: (lon - drawn.west) * drawn.scale, y: (drawn.north - lat) * drawn.scale, level: Math.max(view.level, 4), pinned: true });
      else over(view, paths.find((path) => path.dataset.code === region.split(".")[0]), drawn.width);
      draw();
    },
  };
}

function over(view, path, whole) {
  if (!path) return;
  const { x, y, width, height } = path.getBBox();
  Object.assign(view, { x: x + width / 2, y: y + height / 2, pinned: false, level: Math.max(0, Math.floor(Math.log2(whole / Math.max(width, height / 0.6)))) });
}

function node(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
