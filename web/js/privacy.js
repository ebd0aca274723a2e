/** The privacy page: after how many days identities are erased, who runs the site, and whose tiles its map shows. */

import * as api from "./api.js";
import { fill, show } from "./dom.js";
import { settings } from "./operator.js";

const { tiles } = await settings;
if (tiles) {
  fill("tiles-host", new URL(tiles.replace(/[{}]/g, ""), location.href).host);
  show("tiles");
}
const policy = await api.policy().catch(() => null);
if (policy) fill("erase-days", String(policy.erase_calendar_days_after_closing));
