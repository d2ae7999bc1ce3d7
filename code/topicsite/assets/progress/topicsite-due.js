/** `<topicsite-due data-address="...">`: leads to the review if something is to be reviewed today. */
import { make } from "../page/make.js";
import { _, number } from "../page/words.js";
import { dueBy, watchReviews } from "./due.js";

class TopicsiteDue extends HTMLElement {
  #gone = new AbortController();

  connectedCallback() {
    watchReviews(() => this.#show(), this.#gone.signal);
  }

  disconnectedCallback() {
    this.#gone.abort();
  }

  #show() {
    const count = dueBy(Date.now()).length;
    const link = make("a", { href: this.dataset.address, textContent: _("Review: %(number)s today", { number: number(count) }) });
    this.replaceChildren(...(count ? [" · ", link] : []));
  }
}

customElements.define("topicsite-due", TopicsiteDue);
