/** What is due, and when; small, as the home page loads it. */
export const KEY = `topicsite-reviews:${new URL("../../../", import.meta.url).pathname}`; // sites may share a host
export const CHANGED = "topicsite-reviews";

export const DAY = 86_400_000; // milliseconds

/** The beginning of the day of a moment, in the reader's own time. */
export const dayOf = (moment) => new Date(moment).setHours(0, 0, 0, 0);

/** For each question the moment from which it is due, in milliseconds. */
export function due() {
  try {
    return { ...JSON.parse(localStorage.getItem(KEY) ?? "{}").due };
  } catch {
    return {}; // blocked, or spoilt
  }
}

/** The questions that are due on the day of a moment, longest due first. */
export function dueBy(moment, moments = due()) {
  const names = Object.keys(moments).filter((name) => dayOf(moments[name]) <= dayOf(moment));
  return names.sort((a, b) => moments[a] - moments[b] || (a < b ? -1 : 1));
}

/** Call `show` now, and again whenever something is answered, in another tab too. */
export function watchReviews(show, signal) {
  addEventListener(CHANGED, show, { signal });
  addEventListener("storage", (event) => event.key === KEY && show(), { signal });
  addEventListener("pageshow", (event) => event.persisted && show(), { signal }); // it was left meanwhile
  show();
}
