/** Before a complaint is sent: public ones about the same matter nearby, or in the region where no place is given, to be supported instead. */

import * as api from "./api.js";
import { byId, fill, onClick, show } from "./dom.js";
import { foundLine } from "./found.js";

const MOST = 3;
const OVER = new Set(["closed", "withdrawn", "archived", "linked"]);
let asked = "";

/** After supporting one, `enough` ends the writing of another. */
export function offerSimilar(enough) {
  byId("similar-list").addEventListener("supported", ({ detail }) => show("supported", detail));
  onClick("enough", enough);
}

/** `values` are those of the form. What cannot be found out is left out: the complaint itself must never wait for it. */
export async function showSimilar({ category, region, lat, lon, type }) {
  const query = lat && lon ? `/nearby?${new URLSearchParams({ near: `${lat},${lon}`, category })}` : `?${new URLSearchParams({ category, region })}`;
  if (asked === query) return;
  asked = query;
  show("similar", false);
  show("supported", false);
  if (!category || !region || type === "information") return;
  try {
    const { items } = await api.similar(query);
    if (asked !== query) return;
    const alike = items.filter(({ status }) => !OVER.has(status)).slice(0, MOST);
    fill("similar-list", ...alike.map((one) => foundLine(one, 4)));
    show("similar", alike.length > 0);
  } catch {
    asked = "";
  }
}
