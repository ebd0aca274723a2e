/** How every figure is made: the numbers in the explanation are those of the policy in force. */

import "./language.js";
import "./figure_words.js";
import * as api from "./api.js";
import { byId, el, fill } from "./dom.js";
import { refusalText } from "./errors.js";
import { count, percent, zoneTag } from "./numbers.js";
import { table } from "./tables.js";
import { word, wordOr } from "./words.js";

start();

async function start() {
  try {
    show(await api.policy());
    fill("state");
  } catch (error) {
    fill("state", refusalText(error));
  }
}

/** In the text a number stands in an element that names where it stands in the policy. */
function show(policy) {
  const [green, yellow] = policy.zones;
  const values = { green, yellow, few: policy.few_ratings, freeze: policy.freeze_days, sheets: policy.few_answers, smallest: policy.bands[0], version: policy.version };
  for (const node of document.querySelectorAll("[data-value]")) node.textContent = count(values[node.dataset.value]);
  byId("weights").replaceChildren(weights(policy));
  byId("zones").replaceChildren(zones(green, yellow));
  byId("bands").replaceChildren(...bands(policy.bands));
}

function weights(policy) {
  const rows = Object.entries(policy.weights).map(([part, weight]) => [wordOr(`weight.${part}`, part), percent(weight)]);
  return table({ head: [word("weight.part"), word("weight.share")], rows, caption: word("weight.caption") });
}

function zones(green, yellow) {
  const rows = [
    [zoneTag("green"), word("zone.from", { low: count(green) })],
    [zoneTag("yellow"), word("zone.between", { low: count(yellow), high: count(green) })],
    [zoneTag("red"), word("zone.below", { high: count(yellow) })],
  ];
  return table({ head: [word("league.zone"), word("league.score")], rows, caption: word("zone.caption") });
}

function bands([smallest, ...others]) {
  const lines = [word("band.unranked", { cases: count(smallest) }), ...[smallest, ...others].map((low, at) => (others[at] ? word("band.between", { low: count(low), high: count(others[at]) }) : word("band.from", { cases: count(low) })))];
  return lines.map((line) => el("li", {}, line));
}
