/** The files of closed periods, from which anybody can compute the scores again, and how to check that they are the right ones. */

import * as api from "./api.js";
import { instant } from "./dates.js";
import { byId, el, fill } from "./dom.js";
import { count } from "./numbers.js";
import { periodName } from "./periods.js";
import { table } from "./tables.js";
import { lang, word } from "./words.js";

const ZONE = "Asia/Jakarta";
const NAMES = { "application/jsonl": "JSON Lines", "text/csv; charset=utf-8": "CSV" };
const KILO = 1024;

/** Those of the year in which `period` lies. */
export async function showFiles(period) {
  const { year, items } = await api.closedPeriods(period.slice(0, 4));
  if (!items.length) {
    fill("files", el("p", { class: "note" }, word("files.none", { year: year ?? period.slice(0, 4) })));
    return;
  }
  const ordered = [...items].sort((one, other) => one.months.length - other.months.length || (one.period < other.period ? -1 : 1));
  const rows = ordered.map((one) => [periodName(one.period), instant(one.frozen_at, ZONE), count(one.cases), el("code", { class: "digest" }, one.digest), links(one)]);
  const head = ["period", "closed", "cases", "digest", "download"].map((key) => word(`files.${key}`));
  byId("files").replaceChildren(table({ head, rows, caption: word("files.caption", { year }), stacks: true }), check(ordered[0]));
}

function links({ files }) {
  const size = (bytes) => new Intl.NumberFormat(lang, { style: "unit", unit: "kilobyte", maximumFractionDigits: 0 }).format(Math.ceil(bytes / KILO));
  return el("span", { class: "downloads" }, ...files.map(({ type, bytes, url }) => el("a", { href: url }, `${NAMES[type] ?? type} (${size(bytes)})`)));
}

function check({ period, files }) {
  const name = `tanggap-${period}`;
  return el(
    "details",
    { class: "check" },
    el("summary", {}, word("files.check")),
    el("p", {}, word("files.check-digest")),
    el("pre", { tabindex: "0" }, el("code", {}, `sha256sum ${name}.${files[0]?.type.includes("jsonl") ? "jsonl" : "csv"}`)),
    el("p", {}, word("files.check-scores")),
    el("pre", { tabindex: "0" }, el("code", {}, `python -m ops score --period ${period} --verify ${name}.csv`)),
  );
}
