/** The words of the complaint form, which other pages need not fetch. */

import { add, lang } from "./words.js";

add((await import(`./words.form.${lang}.js`)).WORDS);
