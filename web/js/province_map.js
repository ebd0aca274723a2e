/** The drawn map of the provinces. It is one picture to who cannot see it: the page has a table that says the same, whose links do the same as a click here. */

import { node } from "./svg.js";

/** `areas` have the code of a province, the class that colours it and what it says; `said` is the id of the sentence that tells it all, `choose` gets the code. */
export function provinceMap({ width, height, provinces }, areas, { title, said, choose }) {
  const svg = node("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-labelledby": title, "aria-describedby": said });
  for (const { code, look, tip } of areas.filter((one) => provinces[one.code])) {
    const path = node("path", { d: provinces[code], class: look });
    path.append(node("title", {}, tip));
    path.addEventListener("click", () => choose(code));
    svg.append(path);
  }
  return svg;
}
