/** An ordinary calendar, with nothing of this site on it: where "leave this page fast" leads. */

const language = location.hash === "#en" ? "en-GB" : "id-ID";
const now = new Date();
const [year, month] = [now.getFullYear(), now.getMonth()];
const written = (options, date) => new Intl.DateTimeFormat(language, options).format(date);
const cell = (text, look) => Object.assign(document.createElement("li"), { textContent: text, className: look });

document.documentElement.lang = language.slice(0, 2);
document.title = written({ month: "long", year: "numeric" }, now);
document.getElementById("month").textContent = document.title;
document.getElementById("today").textContent = written({ weekday: "long", day: "numeric", month: "long" }, now);

const names = Array.from({ length: 7 }, (_, day) => cell(written({ weekday: "short" }, new Date(2024, 0, 1 + day)), "name"));
const before = Array.from({ length: (new Date(year, month, 1).getDay() + 6) % 7 }, () => cell("", ""));
const days = Array.from({ length: new Date(year, month + 1, 0).getDate() }, (_, day) => cell(String(day + 1), day + 1 === now.getDate() ? "last" : "counted"));
document.getElementById("days").append(...names, ...before, ...days);
