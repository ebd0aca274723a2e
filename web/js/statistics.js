/** x */
import "./language.js";

