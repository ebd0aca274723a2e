/** The page of problem codes needs no more than its link to the other language. */

import "./language.js";
