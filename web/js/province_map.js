/** The drawn map of the provinces. It is one picture to who cannot see it: the page has a table that says the same, whose links do the same as a click here. */

import { node } from "./svg.js";

const MARK = 11;
const LETTER = 0.62;
/** The shapes of the zones, as in the tables; each around 0 and in a square of 1. */
const SHAPES = { green: "M-.5 0a.5.5 0 1 0 1 0a.5.5 0 1 0-1 0z", yellow: "M0-.55L.55 0L0 .55L-.55 0z", red: "M0-.5L.55.45L-.55.45z" };

/** `areas` have the code of a province, the class that colours it and what it says, and what marks it besides the colour: the `shape` of a zone or a short text; `said` is the id of the sentence that tells it all, `choose` gets the code. */
export function provinceMap({ width, height, provinces }, areas, { title, said, choose }) {
  const svg = node("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-labelledby": title, "aria-describedby": said });
  const drawn = areas.filter((one) => provinces[one.code]).map((one) => ({ ...one, path: node("path", { d: provinces[one.code], class: one.look }), middle: middleOf(provinces[one.code]) }));
  for (const { code, path, tip } of drawn) {
    path.append(node("title", {}, tip));
    path.addEventListener("click", () => choose(code));
    svg.append(path);
  }
  const marks = node("g", { class: "marks" });
  svg.append(marks);
  // Marks are as large on a phone as on a desktop, so they are drawn anew with the width.
  new ResizeObserver(([{ contentRect }]) => contentRect.width && marks.replaceChildren(...marked(drawn, width / contentRect.width))).observe(svg);
  return svg;
}

/** A shape is always there; a number leaves its place to those before it. */
function marked(drawn, scale) {
  const taken = [];
  return drawn.flatMap(({ shape, mark, middle: [x, y] }) => {
    if (shape) return [node("path", { d: SHAPES[shape], class: shape, transform: `translate(${x} ${y}) scale(${MARK * scale})` })];
    if (!mark) return [];
    const box = { x, y, wide: (mark.length * LETTER + 0.2) * MARK * scale, high: MARK * scale };
    if (taken.some((other) => Math.abs(other.x - x) * 2 < other.wide + box.wide && Math.abs(other.y - y) * 2 < other.high + box.high)) return [];
    taken.push(box);
    return [node("text", { x, y: y + box.high * 0.35, "font-size": box.high }, mark)];
  });
}

/** The middle of the largest part: between islands there is only sea. */
function middleOf(outline) {
  const parts = outline.split("M").slice(1).map(boxOf);
  const { left, right, top, bottom } = parts.reduce((one, other) => (areaOf(other) > areaOf(one) ? other : one));
  return [(left + right) / 2, (top + bottom) / 2];
}

const areaOf = ({ left, right, top, bottom }) => (right - left) * (bottom - top);

/** The first pair of numbers is where a part begins, each further one a step. */
function boxOf(part) {
  const numbers = part.match(/-?[\d.]+/g).map(Number);
  const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (let at = 0, x = 0, y = 0; at + 1 < numbers.length; at += 2) {
    [x, y] = [x + numbers[at], y + numbers[at + 1]];
    Object.assign(box, { left: Math.min(box.left, x), right: Math.max(box.right, x), top: Math.min(box.top, y), bottom: Math.max(box.bottom, y) });
  }
  return box;
}
