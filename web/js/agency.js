/** An agency: its figures, how they went, what it promised, what others found, and the way to complain to it. */

import "./language.js";
import "./figure_words.js";
import * as api from "./api.js";
import { showFigures } from "./agency_figures.js";
import { showHistory } from "./agency_history.js";
import { showAssessments, showCommitments } from "./agency_promises.js";
import { showSurvey } from "./agency_survey.js";
import { instant } from "./dates.js";
import { byId, el, fill, show } from "./dom.js";
import { refusalText } from "./errors.js";
import { showFeed } from "./feed_link.js";
import { periodName } from "./periods.js";
import { lang, pageOf, word, wordOr } from "./words.js";

const ZONE = "Asia/Jakarta";
const NATION = "nation";
const code = new URLSearchParams(location.search).get("code") ?? "";

start();

async function start() {
  byId("other-language").search = location.search;
  if (!code) {
    location.replace(pageOf("agencies"));
    return;
  }
  fill("state", word("figures.loading"));
  try {
    const [months, nation, policy] = await Promise.all([api.history(code, "month"), api.scores({ kind: NATION }), api.policy()]);
    showAgency(months.agency);
    showNow(months.items, nation, await compared(months.items, nation), policy);
    await Promise.all([...parts(months.items), showHistory(code, months.items, policy)]);
  } catch (error) {
    fill("state", error.code === "not-found" ? word("agency.unknown", { code }) : refusalText(error));
  }
}

/** A part that does not come says so in its place; the others are there. */
function parts(months) {
  const each = [
    ["commitments", showCommitments(code)],
    ["assessments", showAssessments(code)],
    ["survey", showSurvey(code, months)],
    ["units", showUnits()],
  ];
  return each.map(([id, shown]) => shown.catch((error) => fill(id, el("p", { class: "note care" }, refusalText(error)))));
}

function showAgency({ name, kind }) {
  fill("name", name);
  document.title = `${name} - Tanggap`;
  fill("kind", wordOr(`kind.${kind}`, kind));
  const at = encodeURIComponent(code);
  byId("complain-link").href = code === NATION ? pageOf("complain") : `${pageOf("complain")}?agency=${at}`;
  byId("poster-link").href = `${pageOf("poster")}?agency=${at}`;
  byId("explore-link").href = `${pageOf("explore")}?agency=${at}`;
  byId("table-link").href = `${pageOf("scores")}?kind=${encodeURIComponent(kind)}`;
  showFeed(`/agencies/${at}/feed`);
  for (const id of ["doors", "figures-part"]) show(id);
  fill("state");
}

/** What all agencies together had in the last month that was closed, else in the one that runs. */
async function compared(months, nation) {
  const closed = months.findLast(({ digest }) => digest);
  const { items } = closed ? await api.scores({ kind: NATION, period: closed.period }) : nation;
  return code === NATION ? undefined : items[0];
}

function showNow(months, { period, items: [running] }, together, policy) {
  const at = months.findLast((one) => one.period === period)?.computed_at ?? running?.computed_at;
  fill("as-of", at ? word("as-of", { period: periodName(period), at: instant(at, ZONE) }) : word("as-of.never"));
  showFigures(months, { period, together, policy });
}

async function showUnits() {
  const units = await api.agencies({ parent: code });
  if (!units.length) return;
  const link = ({ id, name }) => el("li", {}, el("a", { href: `?code=${encodeURIComponent(id)}` }, name));
  fill("units", ...units.sort((one, other) => one.name.localeCompare(other.name, lang)).map(link));
  show("units-part");
}
