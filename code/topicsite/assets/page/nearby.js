/** Loads late: the script of an element when the first of its kind comes near the window, others at the reader's first move. */
const NEAR = "600px";

for (const { content } of document.querySelectorAll('meta[name="topicsite-element"]')) {
  const script = new URL(content, document.baseURI);
  const name = script.pathname.match(/([^/]+)\.js$/)[1];
  const watcher = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watcher.disconnect();
      import(script);
    },
    { rootMargin: NEAR },
  );
  // What a cell puts out is replaced when it runs again; the cell stays.
  for (const element of document.querySelectorAll(name)) watcher.observe(element.closest(".cell") ?? element);
}

for (const { content } of document.querySelectorAll('meta[name="topicsite-later"]')) {
  const load = () => import(new URL(content, document.baseURI));
  for (const move of ["pointerover", "pointerdown", "focusin"]) addEventListener(move, load, { once: true });
  // A finger taps without a move before.
  addEventListener("click", (event) => {
    const term = event.pointerType === "touch" && event.target.closest?.(".ts-term:not([aria-describedby])");
    if (!term) return;
    event.preventDefault();
    load().then(({ tap }) => tap(term)).catch(() => location.assign(term.href));
  });
}
