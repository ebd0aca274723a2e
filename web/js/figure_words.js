/** The words of figures, beside those of every page: forms do without them. */

import { lang, learn } from "./words.js";
import { EN } from "./words.figures.en.js";
import { ID } from "./words.figures.id.js";

learn(lang === "en" ? EN : ID);
