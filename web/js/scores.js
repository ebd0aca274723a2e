/** The league tables of a period, by kind of agency and volume; what is asked for stands in the address. */

import "./language.js";
import "./figure_words.js";
import * as api from "./api.js";
import { instant } from "./dates.js";
import { byId, fill, onSubmit, show } from "./dom.js";
import { refusalText } from "./errors.js";
import { showLeagues } from "./leagues.js";
import { showFiles } from "./period_files.js";
import { isPeriod, lengthOf, periodName } from "./periods.js";
import { showScoreMap } from "./score_map.js";
import { word } from "./words.js";

const FILTERS = ["period", "kind", "band", "top"];
const ZONE = "Asia/Jakarta";
const form = byId("filters");
const known = {};
/** What an address can ask for; anything else in it is left aside, a period with a word about it. */
const ASKABLE = { period: isPeriod, kind: offered("kind"), band: (band) => band === "unranked" || /^\d{1,7}$/.test(band), top: offered("top") };
const NAMES = { period: periodName, band: (from) => word("band.from", { cases: from }) };

start();

async function start() {
  onSubmit(form, () => goTo(new URLSearchParams(chosen())));
  byId("length").addEventListener("change", () => fillPeriods(byId("length").value));
  addEventListener("popstate", fromAddress);
  try {
    const policy = await api.policy();
    form.elements.band.append(...policy.bands.map((from) => new Option(NAMES.band(from), from)));
    await fromAddress();
  } catch (error) {
    fill("state", refusalText(error));
  }
}

const chosen = () => FILTERS.map((name) => [name, form.elements[name].value]).filter(([, value]) => value);

async function goTo(wanted) {
  history.pushState(null, "", `?${wanted}`);
  await fromAddress();
  byId("tables-title").focus();
}

async function fromAddress() {
  const asked = new URLSearchParams(location.search);
  const wanted = Object.fromEntries(FILTERS.map((name) => [name, asked.get(name)]).filter(([name, value]) => value && ASKABLE[name](value)));
  byId("other-language").search = location.search;
  fill("state", word("figures.loading"));
  try {
    await choose(wanted);
    await showPeriod({ ...wanted, period: form.elements.period.value });
    fill("state", asked.get("period") && !wanted.period && word("period.unknown", { period: asked.get("period") }));
  } catch (error) {
    fill("state", refusalText(error));
  }
}

async function choose(wanted) {
  const length = wanted.period ? lengthOf(wanted.period) : "month";
  byId("length").value = length;
  await fillPeriods(length);
  for (const name of FILTERS) select(form.elements[name], wanted[name] ?? (name === "period" ? form.elements.period.value : ""));
}

/** What is asked for must be seen: an option that is not there is added, by its name. */
function select(control, value) {
  if (value && !has(control, value)) control.append(new Option(NAMES[control.name](value), value));
  control.value = value;
}

function offered(name) {
  return (value) => has(form.elements[name], value);
}

function has({ options }, value) {
  return [...options].some((option) => option.value === value);
}

/** The periods of which there are scores, the latest first; the last one that was closed is chosen. */
async function fillPeriods(length) {
  known[length] ??= api.history("nation", length).then(({ items }) => items.reverse());
  const items = await known[length];
  const option = ({ period, digest }) => new Option(digest ? periodName(period) : word("period.option-running", { period: periodName(period) }), period);
  form.elements.period.replaceChildren(...items.map(option));
  form.elements.period.value = (items.find(({ digest }) => digest) ?? items[0])?.period ?? "";
}

async function showPeriod(wanted) {
  const { period, total, items } = await api.scores(Object.fromEntries(Object.entries(wanted).filter(([, value]) => value)));
  fill("tables-title", word("scores.of", { period: periodName(period) }));
  const [one] = items;
  const at = one && instant(one.computed_at, ZONE);
  fill("as-of", one ? word(one.digest ? "scores.closed" : "scores.moving", { at }) : word("scores.none", { period: periodName(period) }));
  showLeagues(items, { total, wanted: { ...wanted, period } });
  show("map-part", Boolean(one));
  await Promise.all([one && showScoreMap(period), showFiles(period)]);
}
