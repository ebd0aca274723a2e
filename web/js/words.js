/** The words of the page's language, and of no other. Both languages have the same keys. */

export const lang = document.documentElement.lang === "en" ? "en" : "id";
const words = { ...(await import(`./words.${lang}.js`)).WORDS };

/** Words that only some pages need come with a module of their own. */
export const add = (more) => Object.assign(words, more);

export const has = (key) => Object.hasOwn(words, key);

/** The text of a key, with `{name}` replaced by the value of that name. */
export function word(key, values = {}) {
  return words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** Like `word`, but for keys that come from the server and may be newer than this page. */
export function wordOr(key, otherwise) {
  return has(key) ? word(key) : otherwise;
}

/** The address of a page in the page's language. */
export const pageOf = (name) => `${lang === "en" ? "/en" : ""}/${name}.html`;
