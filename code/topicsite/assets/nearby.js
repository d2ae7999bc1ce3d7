/**
 * Loads the scripts of a site's own elements late: each when the first element of its kind comes
 * near the window, and all with the reader's first click or key.
 */
const NEAR = "600px";
const waiting = new Map();

for (const { content } of document.querySelectorAll('meta[name="topicsite-element"]')) {
  const script = new URL(content, document.baseURI);
  const name = script.pathname.match(/([^/]+)\.js$/)[1];
  const watcher = new IntersectionObserver(
    (entries) => entries.some((entry) => entry.isIntersecting) && load(script),
    { rootMargin: NEAR },
  );
  waiting.set(script, watcher);
  for (const element of document.querySelectorAll(name)) watcher.observe(element);
}

for (const type of ["pointerdown", "keydown"]) {
  addEventListener(type, () => [...waiting.keys()].forEach(load), { capture: true, once: true });
}

function load(script) {
  waiting.get(script)?.disconnect();
  waiting.delete(script);
  import(script);
}
