/**
 * Keeps the site's Python and the pages that are visited for when there is no network.
 *
 * To be called when the reader has run or searched something, and not before: until then nothing is
 * stored. `address` is that of the worker; a page that runs Python names it. It
 * never fails: where service workers are missing or forbidden, all works as long as the network does.
 */
export async function keepOffline(address = document.querySelector('meta[name="topicsite-python"]')?.dataset.offline) {
  // A preview has none: there the pages of yesterday are a nuisance.
  if (!address || !navigator.serviceWorker) return;
  try {
    await navigator.serviceWorker.register(new URL(address, document.baseURI));
    const { active } = await navigator.serviceWorker.ready;
    const keep = (urls) => active.postMessage({ keep: urls });
    keep([location.href]);
    // What was loaded before there was a worker, and what is under way.
    const observer = new PerformanceObserver((list) => keep(list.getEntries().map((entry) => entry.name)));
    observer.observe({ type: "resource", buffered: true });
  } catch {
    // Forbidden, as in a private window, or full.
  }
}
