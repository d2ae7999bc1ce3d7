import { _, number } from "../page/words.js";
import { isSolved, watch } from "../progress/record.js";

/**
 * How many of some exercises a reader has solved.
 *
 * `<topicsite-solved data-exercises="a/x a/y">2 exercises</topicsite-solved>` says so behind its text.
 */
class TopicsiteSolved extends HTMLElement {
  #gone = new AbortController();

  connectedCallback() {
    const names = this.dataset.exercises.split(" ");
    const text = this.textContent;
    watch((record) => {
      const count = names.filter((name) => isSolved(record, name)).length;
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
