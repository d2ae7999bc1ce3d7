/**
 * Keeps the site's Python and the pages that are visited for when there is no network.
 *
 * To be called when the reader has run something, and not before: until then nothing is stored. It
 * never fails: where service workers are missing or forbidden, all works as long as the network does.
 */
export async function keepOffline() {
  const address = document.querySelector('meta[name="topicsite-python"]')?.dataset.offline;
  // A preview has none: there the pages of yesterday are a nuisance.
  if (!address || !navigator.serviceWorker) return false;
  try {
    await navigator.serviceWorker.register(new URL(address, document.baseURI));
    const { active } = await navigator.serviceWorker.ready;
    active.postMessage({ keep: [location.href, ...loaded()] });
    return true;
  } catch {
    return false;
  }
}

/** The addresses of what this page has loaded so far, most of it before a worker was there. */
function loaded() {
  return performance.getEntriesByType("resource").map((entry) => entry.name);
}
