/** On every page: the language that the reader once chose is kept on this device and comes back; the link to the other one keeps the address as it stands. */

import { byId } from "./dom.js";
import "./offline.js";

const PLACE = "tanggap.language";
const link = byId("other-language");

/** What is behind `?` and `#` stays: filters, a complaint code, an error code, the step of the form. */
function keepAddress() {
  Object.assign(link, { search: location.search, hash: location.hash });
}

/** A browser may forbid to keep anything: then each page has the language of its address. */
function kept(language) {
  try {
    if (language) localStorage.setItem(PLACE, language);
    return localStorage.getItem(PLACE);
  } catch {
    return null;
  }
}

addEventListener("hashchange", keepAddress);
link.addEventListener("click", () => {
  keepAddress();
  kept(link.hreflang);
});
keepAddress();
if (kept() === link.hreflang) location.replace(link.href);
