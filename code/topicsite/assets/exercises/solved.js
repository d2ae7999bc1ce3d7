import { _, number } from "../page/words.js";

/**
 * Which exercises a reader has solved, kept in the reader's own browser and nowhere else.
 *
 * `<topicsite-solved data-exercises="a/x a/y">2 exercises</topicsite-solved>` says how many of them.
 */
const KEY = "topicsite-solved";
const unkept = new Set(); // what a storage that is blocked or full did not take

/** The names of the exercises that are solved, such as `sensitivity/foretell`. */
export function solved() {
  let kept;
  try {
    kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
  } catch {
    // Blocked, or spoilt.
  }
  return new Set([...(Array.isArray(kept) ? kept.map(String) : []), ...unkept]);
}

/** Note that an exercise is solved; nothing that a reader does later takes it back. */
export function remember(name) {
  try {
    localStorage.setItem(KEY, JSON.stringify([...solved().add(name)]));
  } catch {
    unkept.add(name); // it is known until the page is left
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
      const some = count === names.length ? _("solved") : _("%(number)s solved", { number: number(count) });
      this.textContent = count ? `${text}, ${some}` : text;
      this.toggleAttribute("data-all", count === names.length);
    }, this.#gone.signal);
  }

  disconnectedCallback() {
    this.#gone.abort();
  }
}

customElements.define("topicsite-solved", TopicsiteSolved);
