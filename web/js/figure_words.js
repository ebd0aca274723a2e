/** The words of figures, beside those of every page: forms do without them. */

import { add, lang } from "./words.js";

add((await import(`./words.figures.${lang}.js`)).WORDS);
