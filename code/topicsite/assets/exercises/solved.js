/**
 * Which exercises a reader has solved, kept in the reader's own browser and nowhere else.
 *
 * `<topicsite-solved data-exercises="a/x a/y">2 exercises</topicsite-solved>` says how many of them.
 */
const KEY = "topicsite-solved";
let known; // stands in for a storage that is blocked or full

/** The names of the exercises that are solved, such as `sensitivity/foretell`. */
export function solved() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    known = new Set([...(Array.isArray(kept) ? kept : [])].map(String));
  } catch {
    known ??= new Set();
  }
  return known;
}

/** Note that an exercise is solved, or that it is not any more. */
export function remember(name, yes) {
  const names = solved();
  if (yes) names.add(name);
  else names.delete(name);
  try {
    localStorage.setItem(KEY, JSON.stringify([...names]));
  } catch {
    // It is known until the page is left.
  }
  dispatchEvent(new Event("topicsite-solved"));
}

/** Call `show` now, and again whenever something is solved, in another tab too. */
export function watch(show, signal) {
  addEventListener("topicsite-solved", show, { signal });
  addEventListener("storage", (event) => event.key === KEY && show(), { signal });
  show();
}

class TopicsiteSolved extends HTMLElement {
  #gone = new AbortController();

  connectedCallback() {
    const names = this.dataset.exercises.split(" ");
    const text = this.textContent;
    watch(() => {
      const all = solved();
      const count = names.filter((name) => all.has(name)).length;
      this.textContent = !count ? text : count === names.length ? `${text}, solved` : `${text}, ${count} solved`;
      this.toggleAttribute("data-all", count === names.length);
    }, this.#gone.signal);
  }

  disconnectedCallback() {
    this.#gone.abort();
  }
}

customElements.define("topicsite-solved", TopicsiteSolved);
