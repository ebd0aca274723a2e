/** What reporters answered in the survey, in the last month of which anything is shown. */

import * as api from "./api.js";
import { el, fill } from "./dom.js";
import { count, written } from "./numbers.js";
import { periodName } from "./periods.js";
import { table } from "./tables.js";
import { lang, word, wordOr } from "./words.js";

const MOST = 4;

export async function showSurvey(code, months) {
  const month = months.findLast((one) => one.indicators.survey_index !== null)?.period;
  if (!month) {
    fill("survey", el("p", { class: "quiet" }, word("survey.none")));
    return;
  }
  const { count: sheets, index, grade, elements } = await api.surveyOf(code, month);
  // The score of an agency holds the surveys of those below it, this answer only its own.
  if (index === null) {
    fill("survey", el("p", {}, word("survey.below", { index: written(months.findLast((one) => one.period === month).indicators.survey_index, "index"), period: periodName(month) })));
    return;
  }
  const said = word("survey.said", { index: written(index, "index"), grade: wordOr(`grade.${grade}`, grade), count: count(sheets), period: periodName(month) });
  const rows = elements.map((one) => [lang === "en" ? one.name_en : one.name, `${written(one.mean, "index")} / ${MOST}`]);
  fill("survey", el("p", {}, said), table({ head: [word("survey.element"), word("survey.mean")], rows, caption: word("survey.caption") }));
}
