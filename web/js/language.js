/** The link to the other language keeps the fragment: a complaint code, an error code, the step of the form. */

import { byId } from "./dom.js";

function keepFragment() {
  byId("other-language").hash = location.hash;
}

addEventListener("hashchange", keepFragment);
byId("other-language").addEventListener("click", keepFragment);
keepFragment();
