/**
 * Keeps Python, and the pages that were visited, for when there is no network.
 *
 * The build puts it at the site's root, with one line before it: `const VERSION = "…";`, the version
 * of the site's Python. Python's files never change under one address, which holds their version:
 * they come from the cache first, and so do the files of the search's index, which lie in a folder
 * of their version. Everything else comes from the network first; of that, what was visited last is
 * kept, and what the site has no more is forgotten. What a reader asked to keep is used where there is
 * nothing newer.
 *
 * A new worker waits, as browsers have it, until no tab is left that the old one serves; only then
 * are the files of other versions removed. Until then the old one serves both: an address says which
 * version it belongs to.
 */
const SCOPE = self.registration.scope;
const RUNTIME = new URL("assets/python/", SCOPE).href;
// Several sites may lie on one host, and caches belong to the host.
const PREFIX = `topicsite ${new URL(SCOPE).pathname}`;
const PAGES = `${PREFIX} pages`;
const PYTHON = `${PREFIX} python `;
const FINDING = `${PREFIX} search`;
const KEPT = `${PREFIX} kept`; // what a reader asked to keep; see offline/keeping.js
const SEARCH = new URL("search/", SCOPE).href;
const MOST = 400; // pages, and what belongs to them

self.addEventListener("activate", (event) => event.waitUntil(activate()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(SCOPE)) return;
  // A part of a file is nothing to keep, and videos ask for parts.
  if (request.headers.has("range")) return;
  const answer = versionOf(request.url) || isOfSearch(request.url) ? cacheFirst : networkFirst;
  event.respondWith(answer(request, event));
});

self.addEventListener("message", (event) => {
  if (Array.isArray(event.data?.keep)) event.waitUntil(keep(event.data.keep));
});

async function activate() {
  for (const name of await caches.keys()) {
    if (name.startsWith(PYTHON) && name !== PYTHON + VERSION) await caches.delete(name);
  }
  await prune();
  await self.clients.claim();
}

/** The version of Python that an address belongs to, if it belongs to one. */
function versionOf(url) {
  return url.startsWith(RUNTIME) ? url.slice(RUNTIME.length).split("/")[0] : "";
}

/** Whether an address is one of the files of the search's index, but not the one that names them. */
function isOfSearch(url) {
  return url.startsWith(SEARCH) && url.slice(SEARCH.length).includes("/");
}

async function cacheFirst(request, event) {
  // A page asks with `reload` for a file again that came out wrong.
  const known = request.cache === "reload" ? undefined : await recall(request);
  if (known) return known;
  const response = await fetch(request);
  event.waitUntil(store(request, response.clone()));
  return response;
}

async function networkFirst(request, event) {
  let response;
  try {
    // What the browser kept for a while may name a version that is gone since, or be a script of it.
    const asks = request.cache === "default" && ["document", "script", ""].includes(request.destination);
    response = await fetch(request, asks ? { cache: "no-cache" } : undefined);
  } catch (error) {
    const known = await recall(request);
    if (known) return known;
    throw error;
  }
  event.waitUntil(store(request, response.clone()));
  return response;
}

/** Fetch what was loaded before there was a worker; most of it is still in the browser's cache. */
async function keep(urls) {
  for (const url of new Set(urls)) {
    if (!url.startsWith(SCOPE)) continue;
    const request = new Request(url, { cache: "force-cache" });
    try {
      if (await recall(request)) continue;
      await store(request, await fetch(request));
    } catch {
      // Another visit may have more luck.
    }
  }
}

function cacheOf(url) {
  const version = versionOf(url);
  return caches.open(version ? PYTHON + version : isOfSearch(url) ? FINDING : PAGES);
}

/** The cache of what a reader asked to keep, if there is one. */
async function kept() {
  return (await caches.has(KEPT)) ? caches.open(KEPT) : undefined;
}

/** The address without what only the page itself reads, such as the words that were searched. */
function keyOf(url) {
  const key = new URL(url);
  key.hash = "";
  if (key.pathname.endsWith("/") || key.pathname.endsWith(".html")) key.search = "";
  return key.href;
}

async function recall(request) {
  try {
    const key = keyOf(request.url);
    return (await (await cacheOf(request.url)).match(key, { ignoreVary: true })) ?? (await (await kept())?.match(key, { ignoreVary: true }));
  } catch {
    return undefined; // where storage is forbidden, there is only the network
  }
}

async function store(request, response) {
  if ([404, 410].includes(response.status)) await forget(request);
  if (response.status !== 200 || response.type !== "basic" || response.redirected) return;
  try {
    const index = request.url === `${SEARCH}index.json` ? response.clone() : undefined;
    const key = keyOf(request.url);
    const keeping = await kept();
    if (await keeping?.match(key, { ignoreVary: true })) await keeping.put(key, response.clone());
    await (await cacheOf(request.url)).put(key, response);
    if (index) await forgetOthers((await index.json()).version);
    if (request.mode === "navigate") await prune();
  } catch {
    // The disk is full, or storage is forbidden: then there is only the network.
  }
}

/** Forget what the site has no more. */
async function forget(request) {
  try {
    for (const cache of [await cacheOf(request.url), await kept()]) await cache?.delete(keyOf(request.url), { ignoreVary: true });
  } catch {
    // Where storage is forbidden, there is nothing to forget.
  }
}

/** Forget the files of the search's index that are of another version. */
async function forgetOthers(version) {
  const kept = await caches.open(FINDING);
  const old = (await kept.keys()).filter(({ url }) => !url.startsWith(`${SEARCH}${version}/`));
  await Promise.all(old.map((request) => kept.delete(request, { ignoreVary: true })));
}

/** Forget what was not visited for longest, if there is too much: what is stored again comes last among the keys. */
async function prune() {
  const pages = await caches.open(PAGES);
  const kept = await pages.keys();
  await Promise.all(kept.slice(0, -MOST).map((request) => pages.delete(request, { ignoreVary: true })));
}
