/** A published complaint in a list: what it is about, how it stands, and support for it. */

import { day } from "./dates.js";
import { el } from "./dom.js";
import { showSmall } from "./picture.js";
import { supportOf } from "./support.js";
import { lang, pageOf, word, wordOr } from "./words.js";

export const addressOf = ({ code }) => `${pageOf("track")}#${code}`;
export const nameOf = (category) => (lang === "en" && category.name_en ? category.name_en : category.name);

/** `level` is that of its heading. */
export function foundLine(one, level = 3) {
  const { code, title, category, region, agency, metres, picture } = one;
  return el(
    "li",
    {},
    el(`h${level}`, {}, el("a", { href: addressOf(one), dir: "auto" }, title)),
    el("p", { class: "small quiet" }, `${nameOf(category)}, ${region.name}. ${word("found.agency", { agency: agency.name })}`),
    el("p", { class: "small quiet" }, el("span", { class: "code" }, code), `, ${word("found.published", { day: day(one.published_at.slice(0, 10)) })}`),
    metres !== undefined && el("p", { class: "small" }, word("found.metres", { count: metres })),
    el("p", { class: "tags" }, ...tagsOf(one).map(([look, text]) => el("span", { class: `tag ${look}` }, text))),
    picture && pictureWhenSeen(code, picture, word("found.picture")),
    supportOf(one),
  );
}

function tagsOf({ status, due, overdue, outcome }) {
  return [
    [status === "closed" ? "good" : "", wordOr(`status.${status}`, status)],
    overdue && ["bad", word("tag.overdue", { due: due ? day(due) : "" })],
    !overdue && due && status !== "closed" && ["", word(status === "on_hold" ? "tag.hold" : "tag.due", { due: day(due) })],
    outcome && [outcome === "resolved" ? "good" : "", wordOr(`outcome.${outcome}`, outcome)],
  ].filter(Boolean);
}

/** A place for the picture that everybody may see, which is fetched when somebody comes there. */
function pictureWhenSeen(code, number, alt) {
  const place = el("span", { class: "picture" });
  const watch = new IntersectionObserver((seen) => {
    if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
    watch.disconnect();
    showSmall(code, "", number, place.firstChild, alt);
  });
  place.append(el("span"));
  watch.observe(place);
  return place;
}
