/** Keeps a copy of the site, so that its pages open and drafts are written without a line too. Never an answer of the API: a figure is fresh, or it is not shown. */

/** Path and SHA-256 of each file of this version, and of the headers that they come with: put in by `infra/worker.py` when the site is served or packaged. Without them nothing is kept. */
const FILES = {};
const HEADERS = "";

/** One place for all versions: what did not change is fetched once, and an installation that broke off goes on. */
const COPY = "site";
const MOMENT_MS = 250;
const keyOf = (path) => new URL(`${path}?${encodeURIComponent(FILES[path] + HEADERS)}`, location.origin).href;
const kept = async (path) => (await caches.open(COPY)).match(keyOf(path), { ignoreVary: true });

/** All or nothing: a file that is not the one of this version, because a server in between has an old one, ends the installation. The browser tries again later. */
async function keepAll() {
  const copy = await caches.open(COPY);
  await Promise.all(Object.keys(FILES).map(async (path) => (await kept(path)) ?? copy.put(keyOf(path), await fetched(path))));
}

async function fetched(path) {
  const response = await fetch(path, { cache: "no-cache", credentials: "omit", integrity: `sha256-${FILES[path]}` });
  if (!response.ok) throw new Error(path);
  return response;
}

async function dropOthers() {
  const copy = await caches.open(COPY);
  const mine = new Set(Object.keys(FILES).map(keyOf));
  const others = (await copy.keys()).filter(({ url }) => !mine.has(url));
  await Promise.all(others.map((request) => copy.delete(request)));
}

/** A page that is open keeps the version that it came with, whatever it still loads. The page that was left just now goes within a moment; more than that would take somebody's page away while they read. */
async function takeOver(tries = 4) {
  const open = await clients.matchAll({ type: "window", includeUncontrolled: true });
  if (open.length === 1) return skipWaiting();
  await new Promise((resolve) => setTimeout(resolve, MOMENT_MS));
  if (tries > 1) return takeOver(tries - 1);
}

function answer(event) {
  const { origin, pathname } = new URL(event.request.url);
  const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
  if (event.request.method !== "GET" || origin !== location.origin || !Object.hasOwn(FILES, path)) return;
  event.respondWith(kept(path).then((found) => found ?? fetch(event.request)));
}

addEventListener("install", (event) => event.waitUntil(keepAll()));
addEventListener("activate", (event) => event.waitUntil(dropOthers()));
addEventListener("message", (event) => event.data === "take over" && event.waitUntil(takeOver()));
addEventListener("fetch", answer);
