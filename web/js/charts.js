/** Charts drawn as SVG in the width that there is; each comes with a sentence and a table that say the same. */

import "/vendor/d3/d3-array.js";
import "/vendor/d3/d3-color.js";
import "/vendor/d3/d3-interpolate.js";
import "/vendor/d3/d3-format.js";
import "/vendor/d3/d3-time.js";
import "/vendor/d3/d3-time-format.js";
import "/vendor/d3/d3-scale.js";
import "/vendor/d3/d3-path.js";
import "/vendor/d3/d3-shape.js";
import { el } from "./dom.js";
import { node } from "./svg.js";
import { table } from "./tables.js";
import { word } from "./words.js";

const { line, scaleBand, scaleLinear, scalePoint } = globalThis.d3;
const HEIGHT = 240;
const EDGE = { top: 12, right: 12, bottom: 28, left: 44 };
const LABEL = 62;
const ROW = 46;

/** `draw` is one of the drawings below, `rows` of the table begin with their heading; what is drawn once is drawn anew when the width changes. */
export function chart(draw, { said, ...asTable }) {
  const plot = el("div", { class: "plot" });
  new ResizeObserver(([{ contentRect }]) => contentRect.width && plot.replaceChildren(draw(contentRect.width, said))).observe(plot);
  return el("figure", { class: "chart" }, plot, el("figcaption", {}, said), el("details", {}, el("summary", {}, word("chart.table")), table(asTable)));
}

/** A value a period: `{label, value, text}`; where there is none the line has a gap. */
export const lineOf = (points, { most, format }) => (width, said) => {
  const x = scalePoint(points.map((_, at) => at), [EDGE.left, width - EDGE.right]).padding(0.5);
  const y = upright(most ?? Math.max(...points.map(({ value }) => value ?? 0)));
  const path = line((_, at) => x(at), ({ value }) => y(value)).defined(({ value }) => value !== null);
  const dots = points.map(({ value, text }, at) => value !== null && titled(node("circle", { cx: x(at), cy: y(value), r: 4.5, class: "dot" }), text));
  return picture(width, HEIGHT, said, [...grid(y, width, format), ...below(points, x), node("path", { d: path(points), class: "line" }), ...dots.filter(Boolean)]);
};

/** Columns a period, beside each other: `{label, values, texts}`. */
export const columnsOf = (groups, { format = String } = {}) => (width, said) => {
  const x = scaleBand(groups.map((_, at) => at), [EDGE.left, width - EDGE.right]).padding(0.25);
  const y = upright(Math.max(1, ...groups.flatMap(({ values }) => values)));
  const one = scaleBand((groups[0]?.values ?? []).map((_, at) => at), [0, x.bandwidth()]).padding(0.08);
  const column = (at) => (value, which, text) =>
    titled(node("rect", { x: x(at) + one(which), y: y(value), width: one.bandwidth(), height: y(0) - y(value), class: `series-${which}` }), text);
  const columns = groups.flatMap(({ values, texts }, at) => values.map((value, which) => column(at)(value, which, texts[which])));
  return picture(width, HEIGHT, said, [...grid(y, width, format), ...below(groups, (at) => x(at) + x.bandwidth() / 2), ...columns]);
};

/** Bars below each other, each under its name: `{label, value, text}`. */
export const barsOf = (bars) => (width, said) => {
  const x = scaleLinear([0, Math.max(1, ...bars.map(({ value }) => value))], [0, width - LABEL]);
  const shapes = bars.flatMap(({ label, value, text }, at) => [
    words(label, { x: 0, y: at * ROW + 15, class: "name" }),
    node("rect", { x: 0, y: at * ROW + 22, width: Math.max(2, x(value)), height: 14, class: "series-0" }),
    words(text, { x: Math.max(2, x(value)) + 8, y: at * ROW + 34, class: "value" }),
  ]);
  return picture(width, bars.length * ROW, said, shapes);
};

export function legend(names) {
  return el("ul", { class: "legend" }, ...names.map((name, at) => el("li", { class: `key-${at}` }, name)));
}

const upright = (most) => scaleLinear([0, most || 1], [HEIGHT - EDGE.bottom, EDGE.top]).nice(4);

function picture(width, height, said, shapes) {
  const svg = node("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": said });
  svg.append(...shapes);
  return svg;
}

function grid(y, width, format) {
  return y.ticks(4).flatMap((value) => [
    node("line", { x1: EDGE.left, x2: width - EDGE.right, y1: y(value), y2: y(value), class: "rule" }),
    words(format(value), { x: EDGE.left - 6, y: y(value) + 4, class: "tick left" }),
  ]);
}

/** As many labels as fit. */
function below(points, x) {
  const every = Math.ceil((points.length * LABEL) / Math.max(LABEL, x(points.length - 1) - x(0) + LABEL));
  return points.flatMap(({ label }, at) => ((points.length - 1 - at) % every ? [] : [words(label, { x: x(at), y: HEIGHT - 8, class: "tick" })]));
}

const words = (text, attributes) => node("text", attributes, text);

function titled(shape, text) {
  shape.append(node("title", {}, text));
  return shape;
}
