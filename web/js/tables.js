/** Tables of figures. One that is wider than the page is scrolled by itself, or on a phone each of its rows becomes a block. */

import { el } from "./dom.js";

/** Its cells are text or nodes; the one in the place `named` is the heading of its row. Names, links and tags stand on the left, numbers on the right; with `stacks`, a phone shows row by row. */
export function table({ head, rows, caption, named = 0, stacks = false }) {
  const side = (at) => (at === 0 || rows.some((row) => row[at] instanceof Element) ? { class: "left" } : {});
  const cell = (one, at) => (at === named ? el("th", { scope: "row", role: "rowheader" }, one) : el("td", { ...side(at), role: "cell", "data-head": head[at] }, one));
  const heads = el("tr", { role: "row" }, ...head.map((one, at) => el("th", { scope: "col", role: "columnheader", ...side(at) }, one)));
  const body = rows.map((row) => el("tr", { role: "row" }, ...row.map(cell)));
  // The roles are those that the elements have: a table that is laid out as blocks would lose them.
  const parts = [el("caption", {}, el("span", {}, caption)), el("thead", { role: "rowgroup" }, heads), el("tbody", { role: "rowgroup" }, ...body)];
  return el(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    el("table", { class: stacks ? "figures stacks" : "figures", role: "table" }, ...parts),
  );
}
