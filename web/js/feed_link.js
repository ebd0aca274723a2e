/** Leads feed readers, and people who use one, to what the page shows. */

import { byId, el } from "./dom.js";
import { lang } from "./words.js";

/** `path` is that of the feed in the API; there is a link `feed-link` on the page. */
export function showFeed(path) {
  const href = `/v1${path}${lang === "en" ? "?lang=en" : ""}`;
  document.querySelector('link[type="application/atom+xml"]')?.remove();
  document.head.append(el("link", { rel: "alternate", type: "application/atom+xml", title: "Tanggap", href }));
  byId("feed-link").href = href;
}

/** The feed nearest to what a list is narrowed to: the agency's, else the region's, else everybody's. */
export function feedOf(agency, region) {
  return !agency && region ? `/regions/${encodeURIComponent(region)}/feed` : `/agencies/${encodeURIComponent(agency || "nation")}/feed`;
}
