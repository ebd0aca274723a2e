/** Pages without a line: a worker keeps a copy of the site (never of an answer of the API), and every page says when there is no line. */

import { byId, show } from "./dom.js";

const SOON_MS = 1500;
let leaving = false;

const say = () => byId("offline") && show("offline", !navigator.onLine);

/** Once the page has come, so that the copy does not compete with it. A new version that waits takes over now, before anything is written, unless another tab still shows the old one. */
async function keepCopy() {
  const registration = await navigator.serviceWorker?.register("/sw.js").catch(() => null);
  if (!registration?.waiting) return;
  const asked = performance.now();
  navigator.serviceWorker.addEventListener("controllerchange", () => reload(asked), { once: true });
  registration.waiting.postMessage("take over");
}

/** A browser may take its time. Whoever reads or goes on by then is left alone, and gets the new version with the next page. */
function reload(asked) {
  if (!leaving && performance.now() - asked < SOON_MS) location.reload();
}

addEventListener("online", say);
addEventListener("offline", say);
addEventListener("beforeunload", () => (leaving = true));
if (document.readyState === "complete") keepCopy();
else addEventListener("load", keepCopy, { once: true });
say();
