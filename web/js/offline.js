/** Pages without a line: a worker keeps a copy of the site (never of an answer of the API), and every page says when there is no line. */

import { byId, show } from "./dom.js";

const say = () => byId("offline") && show("offline", !navigator.onLine);

/** Once the page has come, so that the copy does not compete with it. A new version that waits takes over now, before anything is written, unless another tab still shows the old one. */
async function keepCopy() {
  const registration = await navigator.serviceWorker?.register("/sw.js").catch(() => null);
  if (!registration?.waiting) return;
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  registration.waiting.postMessage("take over");
}

addEventListener("online", say);
addEventListener("offline", say);
if (document.readyState === "complete") keepCopy();
else addEventListener("load", keepCopy, { once: true });
say();
