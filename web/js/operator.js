/** Who runs this site and how to reach them, as far as the operator has set it. */

import "./language.js";
import * as api from "./api.js";
import { byId, fill, show } from "./dom.js";

/** The settings; whatever is wrong with them, the page says without them what it can. */
export const settings = api.site().catch(() => ({}));

const { operator, contact } = await settings;
if (operator) {
  fill("operator-name", operator);
  fill("operator-contact", contact ?? "");
  show("operator-reach", Boolean(contact));
  show("operator");
}
