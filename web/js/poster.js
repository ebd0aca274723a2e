/** A poster for the counters of an agency: the code on it opens the form for that agency. */

import "./language.js";
import "./figure_words.js";
import * as api from "./api.js";
import encodeQR from "/vendor/qr/qr.js";
import { byId, el, fill, onClick, show } from "./dom.js";
import { refusalText } from "./errors.js";
import { node } from "./svg.js";
import { pageOf, word } from "./words.js";

const [WIDTH, HEIGHT, EDGE] = [210, 297, 15];
const CODE = 130;
const QUIET = 4;
const FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif";
const INK = "#06303f";
/** About how wide a letter is, of its height. */
const LETTER = 0.56;
const code = new URLSearchParams(location.search).get("agency") ?? "";
const address = `${location.origin}${pageOf("complain")}?${new URLSearchParams({ ...(code ? { agency: code } : {}), via: "poster" })}`;

start();

async function start() {
  byId("other-language").search = location.search;
  try {
    const { agency } = await api.history(code || "nation", "year");
    const picture = draw(code ? agency.name : "");
    byId("poster").replaceChildren(picture);
    fill("state");
    offer(picture, agency);
  } catch (error) {
    fill("state", error.code === "not-found" ? word("agency.unknown", { code }) : refusalText(error));
  }
}

function offer(picture, agency) {
  document.title = `${word("poster.file")} ${agency.name}`;
  const file = new Blob([`<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(picture)}`], { type: "image/svg+xml" });
  Object.assign(byId("save"), { href: URL.createObjectURL(file), download: `poster-${agency.id}.svg` });
  byId("print").addEventListener("click", () => print());
  onClick("pdf", () => savePdf(picture, agency));
  byId("agency-link").href = `${pageOf("agency")}?code=${encodeURIComponent(agency.id)}`;
  byId("agency-link").textContent = agency.name;
  Object.assign(byId("target"), { href: address, textContent: address });
  show("offers");
}

async function savePdf(picture, { id }) {
  try {
    const { asPdf } = await import("./poster_pdf.js");
    const address = URL.createObjectURL(asPdf(picture, document.title, WIDTH - 2 * EDGE));
    el("a", { href: address, download: `poster-${id}.pdf` }).click();
    fill("state");
  } catch {
    fill("state", word("poster.no-pdf"));
  }
}

/** One picture, in millimetres of A4, which looks the same on the page, on paper and as a file: so it carries its looks itself. */
function draw(name) {
  const svg = node("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: "210mm", height: "297mm", role: "img", "aria-label": word("poster.said", { name, address }) });
  svg.append(node("rect", { width: WIDTH, height: HEIGHT, fill: "#fff" }), node("rect", { width: WIDTH, height: 62, fill: INK }), node("rect", { y: 62, width: WIDTH, height: 2.5, fill: "#f5b82e" }));
  svg.append(...lines(word("poster.title"), { size: 13, middle: 33, fill: "#fff", weight: 700 }));
  svg.append(...lines(name, { size: 9, middle: 83, fill: INK, weight: 700 }));
  svg.append(squares(), ...lines(word("poster.how"), { size: 6.4, middle: 246, fill: INK }));
  svg.append(...lines(word("poster.free"), { size: 4.8, middle: 268, fill: INK }), ...lines(address.replace(/^https?:\/\//, ""), { size: 4.4, middle: 287, fill: INK, weight: 600 }));
  return svg;
}

function squares() {
  const rows = encodeQR(address, "raw", { ecc: "quartile", border: QUIET });
  const side = CODE / rows.length;
  const [left, top] = [(WIDTH - CODE) / 2, 102];
  const runs = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : "")));
  return node("path", { d: runs.join(""), fill: "#000", transform: `translate(${left} ${top}) scale(${side})`, "shape-rendering": "crispEdges" });
}

/** Text in lines around the height `middle`, each in the middle of the paper: a picture does not break them by itself. */
function lines(text, { size, middle, fill: colour, weight = 400 }) {
  const length = Math.floor((WIDTH - 2 * EDGE) / (size * LETTER));
  const broken = balanced(text, length);
  const look = { "text-anchor": "middle", "font-family": FONT, "font-size": size, "font-weight": weight, fill: colour, x: WIDTH / 2 };
  const first = middle - ((broken.length - 1) * size * 1.3) / 2 + size * 0.35;
  return broken.map((one, at) => node("text", { ...look, y: first + at * size * 1.3, ...(one.length > length ? { textLength: WIDTH - 2 * EDGE, lengthAdjust: "spacingAndGlyphs" } : {}) }, one));
}

/** As few lines as it takes, about as long as each other. */
function balanced(text, length) {
  const count = Math.ceil(text.length / length);
  for (let most = Math.ceil(text.length / count); most <= length; most += 1) {
    const broken = wrapped(text, most);
    if (broken.length <= count && broken.every((one) => one.length <= length)) return broken;
  }
  return wrapped(text, length);
}

function wrapped(text, length) {
  const found = [];
  for (const one of text.split(" ").filter(Boolean)) {
    const longer = `${found.at(-1)} ${one}`;
    if (found.length && longer.length <= length) found[found.length - 1] = longer;
    else found.push(one);
  }
  return found;
}
