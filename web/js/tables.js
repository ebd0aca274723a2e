/** Tables of figures, which are scrolled by themselves where they are wider than the page. */

import { el } from "./dom.js";

/** Its cells are text or nodes; the one in the place `named` is the heading of its row. Names, links and tags stand on the left, numbers on the right. */
export function table({ head, rows, caption, named = 0 }) {
  const side = (at) => (at === 0 || rows.some((row) => row[at] instanceof Element) ? { class: "left" } : {});
  const cell = (one, at) => el(at === named ? "th" : "td", at === named ? { scope: "row" } : side(at), one);
  const heads = el("tr", {}, ...head.map((one, at) => el("th", { scope: "col", ...side(at) }, one)));
  const body = rows.map((row) => el("tr", {}, ...row.map(cell)));
  return el(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    el("table", { class: "figures" }, el("caption", {}, caption), el("thead", {}, heads), el("tbody", {}, ...body)),
  );
}
