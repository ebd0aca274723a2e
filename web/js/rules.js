/** The rules in force: how many days each step has, who is told when it is late, and which days are off. */

import * as api from "./api.js";
import { day, plusDays, today } from "./dates.js";
import { el, fill } from "./dom.js";
import { fillIn } from "./policy_numbers.js";
import { refusalText } from "./errors.js";
import { lang, word, wordOr } from "./words.js";

const AHEAD = 366;
const number = new Intl.NumberFormat(lang === "en" ? "en-GB" : "id-ID");

export async function showRules() {
  try {
    const [policy, { calendar }] = await Promise.all([api.policy(), api.deadline({ from: today() })]);
    fillIn(policy);
    fill("ladder", ...policy.ladder.map(rung));
    showHolidays(await api.calendar(calendar.id));
  } catch (error) {
    fill("rules-status", el("p", {}, refusalText(error)));
  }
}

function rung({ level, working_days, told }) {
  const roles = told.map((role) => wordOr(`role.${role}`, role)).join(", ");
  const key = level === 0 ? "rule.before" : working_days === 0 ? "rule.after" : "rule.later";
  return el("li", {}, word(key, { count: number.format(Math.abs(working_days)), level, roles }));
}

/** Of the next year: who looks further ahead can count it with the calculator. */
function showHolidays({ holidays, last }) {
  const ahead = Object.entries(holidays).filter(([date]) => date >= today() && date <= plusDays(today(), AHEAD));
  fill("holidays", ...ahead.map(([date, name]) => el("div", {}, el("dt", {}, day(date)), el("dd", { lang: "id" }, name))));
  fill("holidays-end", word("rule.known", { last: day(last) }));
}
