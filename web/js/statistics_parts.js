/** The parts of the statistics: each a chart with a sentence and a table that say the same, or a sentence that there is nothing. */

import { barsOf, chart, columnsOf, legend } from "./charts.js";
import { plusDays, shortDay } from "./dates.js";
import { el } from "./dom.js";
import { count } from "./numbers.js";
import { lengthOf, periodName, shortName } from "./periods.js";
import { table } from "./tables.js";
import { lang, word } from "./words.js";

const WHAT = ["received", "answered", "overdue"];
const SHOWN = 10;
const SPANS = [
  [0, 1],
  [2, 3],
  [4, 7],
  [8, 14],
  [15, 30],
  [31, Infinity],
];

const names = () => WHAT.map((what) => word(`statistics.${what}`));
const nothing = () => [el("p", { class: "note" }, word("statistics.nothing"))];
const largest = (items, value) => items.reduce((most, one) => (value(one) > value(most) ? one : most));

export function overTime({ period, over_time: found }) {
  if (!found.length) return nothing();
  const daily = lengthOf(period) === "month";
  const times = daily ? everyDay(found) : found;
  const full = (from) => (daily ? shortDay(from) : periodName(from.slice(0, 7)));
  const groups = times.map((one) => ({
    label: daily ? String(Number(one.from.slice(8))) : shortName(one.from.slice(0, 7)),
    values: WHAT.map((what) => one[what]),
    texts: WHAT.map((what) => `${full(one.from)}: ${word(`statistics.${what}`)} ${count(one[what])}`),
  }));
  const most = largest(times, (one) => one.received);
  const said = most.received ? word("statistics.time-said", { received: count(most.received), when: full(most.from) }) : word("statistics.none-received");
  const rows = times.map((one) => [full(one.from), ...WHAT.map((what) => count(one[what]))]);
  return [legend(names()), chart(columnsOf(groups, { format: count }), { said, head: [word("statistics.when"), ...names()], rows, caption: word("statistics.time-caption") })];
}

/** From the first to the last day on which anything happened: a day without is a day, too. */
function everyDay(found) {
  const days = new Map(found.map((one) => [one.from, one]));
  const every = [];
  for (let day = found[0].from; day <= found.at(-1).from; day = plusDays(day, 1)) every.push(days.get(day) ?? { from: day, received: 0, answered: 0, overdue: 0 });
  return every;
}

export function byCategory({ categories }) {
  if (!categories.length) return nothing();
  const ordered = [...categories].sort((one, other) => other.received - one.received || nameOf(one).localeCompare(nameOf(other), lang));
  const [first] = ordered;
  const bars = ordered.slice(0, SHOWN).filter(({ received }) => received).map((one) => ({ label: nameOf(one), value: one.received, text: count(one.received) }));
  const rows = ordered.map((one) => [nameOf(one), ...WHAT.map((what) => count(one[what]))]);
  const asTable = { head: [word("statistics.topic"), ...names()], rows, caption: word("statistics.category-caption") };
  if (!bars.length) return [el("p", {}, word("statistics.none-received")), table(asTable)];
  const said = word("statistics.category-said", { name: nameOf(first), received: count(first.received), shown: count(bars.length), all: count(ordered.length) });
  return [chart(barsOf(bars), { said, ...asTable })];
}

const nameOf = (one) => (lang === "en" && one.name_en ? one.name_en : one.name);

export function byChannel({ channels, received }) {
  if (!received) return nothing();
  const ordered = [...channels].sort((one, other) => other.received - one.received);
  const label = ({ channel }) => word(`channel.${channel}`);
  const bars = ordered.map((one) => ({ label: label(one), value: one.received, text: count(one.received) }));
  const said = word("statistics.channel-said", { name: label(ordered[0]), received: count(ordered[0].received), all: count(received) });
  return [chart(barsOf(bars), { said, head: [word("statistics.channel"), word("statistics.received")], rows: ordered.map((one) => [label(one), count(one.received)]), caption: word("statistics.channel-caption") })];
}

export function byDays({ days, answered, median_days: median }) {
  if (!answered) return nothing();
  const within = ([low, high]) => days.filter((one) => one.days >= low && one.days <= high).reduce((sum, one) => sum + one.count, 0);
  const label = ([low, high]) => (high === Infinity ? word("statistics.days-more", { low }) : word("statistics.days-span", { low, high }));
  const bars = SPANS.map((span) => ({ label: label(span), value: within(span), text: count(within(span)) }));
  const said = word("statistics.days-said", { answered: count(answered), days: count(median) });
  return [chart(barsOf(bars), { said, head: [word("statistics.days"), word("statistics.answered")], rows: bars.map((one) => [one.label, one.text]), caption: word("statistics.days-caption") })];
}
