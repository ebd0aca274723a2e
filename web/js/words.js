/** The words of the page's language. Both languages have the same keys. */

import { EN } from "./words.en.js";
import { ID } from "./words.id.js";

export const lang = document.documentElement.lang === "en" ? "en" : "id";
const WORDS = { ...(lang === "en" ? EN : ID) };

/** More words, which only some pages need. */
export const learn = (words) => void Object.assign(WORDS, words);

export const has = (key) => Object.hasOwn(WORDS, key);

/** The text of a key, with `{name}` replaced by the value of that name. */
export function word(key, values = {}) {
  return WORDS[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** Like `word`, but for keys that come from the server and may be newer than this page. */
export function wordOr(key, otherwise) {
  return has(key) ? word(key) : otherwise;
}

/** The address of a page in the page's language. */
export const pageOf = (name) => `${lang === "en" ? "/en" : ""}/${name}.html`;
