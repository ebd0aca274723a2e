/** Statistics: what was received, answered and overdue in a period, over time, by topic, by channel, and how long answers took. */

import "./language.js";
import "./figure_words.js";
import * as api from "./api.js";
import { instant } from "./dates.js";
import { byId, el, fill, onSubmit, show } from "./dom.js";
import { refusalText } from "./errors.js";
import { count, written } from "./numbers.js";
import { before, containing, isPeriod, lengthOf, periodName } from "./periods.js";
import { byCategory, byChannel, byDays, overTime } from "./statistics_parts.js";
import { word } from "./words.js";

const ZONE = "Asia/Jakarta";
const BACK = { month: 24, quarter: 8, "half-year": 6, year: 5 };
const form = byId("filters");
const current = { month: "" };

start();

async function start() {
  onSubmit(form, async () => {
    history.pushState(null, "", `?${new URLSearchParams({ period: form.elements.period.value })}`);
    await fromAddress();
    byId("figures-title").focus();
  });
  byId("length").addEventListener("change", () => fillPeriods(byId("length").value));
  addEventListener("popstate", fromAddress);
  await fromAddress();
}

async function fromAddress() {
  const asked = new URLSearchParams(location.search).get("period");
  const period = asked && isPeriod(asked) ? asked : null;
  byId("other-language").search = location.search;
  fill("state", word("figures.loading"));
  try {
    const found = await api.statistics(period ? { period } : {});
    current.month ||= period ? (await api.statistics({})).period : found.period;
    choose(found.period);
    showFound(found);
    fill("state", asked && !period && word("period.unknown", { period: asked }));
  } catch (error) {
    fill("state", refusalText(error));
  }
}

function choose(period) {
  byId("length").value = lengthOf(period);
  fillPeriods(lengthOf(period));
  const select = form.elements.period;
  if (![...select.options].some(({ value }) => value === period)) select.append(new Option(periodName(period), period));
  select.value = period;
}

/** This one and some before it; any other can be asked for by the address. */
function fillPeriods(length) {
  const periods = [containing(current.month, length)];
  while (periods.length < BACK[length]) periods.push(before(periods.at(-1)));
  form.elements.period.replaceChildren(...periods.map((one) => new Option(periodName(one), one)));
}

function showFound(found) {
  const name = periodName(found.period);
  fill("figures-title", name);
  fill("as-of", found.counted_at ? word("statistics.as-of", { at: instant(found.counted_at, ZONE) }) : word("statistics.none", { period: name }));
  show("parts", Boolean(found.counted_at));
  if (!found.counted_at) return;
  fill("numbers", ...[...["received", "answered", "overdue"].map((what) => number(what, count(found[what]))), number("median", written(found.median_days, "days"))]);
  for (const [id, part] of [["over-time", overTime], ["categories", byCategory], ["channels", byChannel], ["days", byDays]]) byId(id).replaceChildren(...part(found));
}

const number = (what, value) => el("div", {}, el("dt", {}, word(`statistics.${what}`)), el("dd", {}, value));
