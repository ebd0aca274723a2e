/** What happened this month, on the first page: only when it is known, and with its time. */

import * as api from "./api.js";
import { instant } from "./dates.js";
import { byId, fill, show } from "./dom.js";
import { lang, word } from "./words.js";

const ZONE = "Asia/Jakarta";
const SHOWN = ["received", "answered", "overdue"];

export async function showFigures() {
  const found = await api.statistics({}).catch(() => null);
  if (!found?.received) return;
  for (const what of SHOWN) byId(`home-${what}`).textContent = new Intl.NumberFormat(lang).format(found[what]);
  fill("home-as-of", word("home.as-of", { at: instant(found.counted_at, ZONE) }));
  show("home-figures");
}
