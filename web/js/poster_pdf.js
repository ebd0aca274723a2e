/** The poster as a PDF of A4: the shapes and texts of its picture, drawn anew. Comes, with its library, only when somebody wants one. */

import "/vendor/jspdf/jspdf.js";
import { lang } from "./words.js";

const POINTS = 72 / 25.4;
const { jsPDF: Pdf } = globalThis.jspdf;
const DRAW = { rect, text, path };

/** A `Blob`; `picture` is the poster in millimetres, `most` how wide a line may be. */
export function asPdf(picture, title, most) {
  const pdf = new Pdf({ unit: "mm", format: "a4", compress: true });
  pdf.setProperties({ title, creator: "Tanggap" });
  pdf.setLanguage(lang);
  for (const node of picture.children) DRAW[node.tagName](pdf, node, most);
  return pdf.output("blob");
}

const number = (node, name) => Number(node.getAttribute(name) ?? 0);

function rect(pdf, node) {
  pdf.setFillColor(node.getAttribute("fill"));
  pdf.rect(number(node, "x"), number(node, "y"), number(node, "width"), number(node, "height"), "F");
}

function text(pdf, node, most) {
  pdf.setFont("helvetica", number(node, "font-weight") > 500 ? "bold" : "normal");
  pdf.setTextColor(node.getAttribute("fill"));
  pdf.setFontSize(number(node, "font-size") * POINTS);
  const wide = pdf.getTextWidth(node.textContent);
  if (wide > most) pdf.setFontSize((number(node, "font-size") * POINTS * most) / wide);
  pdf.text(node.textContent, number(node, "x"), number(node, "y"), { align: "center" });
}

/** Squares of one, `M3 4h1v1h-1z`, those beside each other as one bar: between bars a printer may leave hairlines. */
function path(pdf, node) {
  const [left, top, side] = node.getAttribute("transform").match(/[\d.]+/g).map(Number);
  pdf.setFillColor(node.getAttribute("fill"));
  for (const { x, y, length } of bars(node.getAttribute("d"))) pdf.rect(left + x * side, top + y * side, length * side, side, "F");
}

function bars(squares) {
  const found = [];
  for (const [, x, y] of squares.matchAll(/M(\d+) (\d+)/g)) {
    const last = found.at(-1);
    if (last?.y === Number(y) && last.x + last.length === Number(x)) last.length += 1;
    else found.push({ x: Number(x), y: Number(y), length: 1 });
  }
  return found;
}
