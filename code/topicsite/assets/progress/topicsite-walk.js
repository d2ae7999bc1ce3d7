/** Where on a path the reader is; loaded when one comes near the window. */
import { make } from "../page/make.js";
import { _, listed } from "../page/words.js";
import { paths } from "./paths.js";
import { isDone, walk } from "./record.js";
import { Shown } from "./steps.js";

/** `<topicsite-walk data-path="topic/path">`: where on a path the reader is; opens if it is theirs. */
class TopicsiteWalk extends Shown {
  begin(signal) {
    this.addEventListener("click", ({ target }) => target.closest("a") && walk(this.dataset.path), { signal });
    addEventListener("hashchange", () => this.#open(), { signal });
  }

  async show(document) {
    const isHere = document.path?.path === this.dataset.path;
    this.querySelector(".ts-here").hidden = !isHere;
    this.#open();
    const end = this.querySelector("nav[data-last]");
    if (!end) return;
    const path = (await paths()).get(this.dataset.path);
    const open = (path?.steps ?? []).slice(0, -1).filter((step) => !isDone(document, step));
    this.open ??= end.appendChild(make("p", { className: "ts-still-open" }));
    this.open.textContent = open.length ? _("Still open: %(steps)s.", { steps: listed(open.map(({ title }) => title)) }) : "";
  }

  /** The reader's own path opens, on the page of an example and on the card that was gone to. */
  #open() {
    const card = this.closest(".ts-card");
    const isShown = !card || card.querySelector(":target");
    if (isShown && !this.querySelector(".ts-here").hidden) this.querySelector("details").open = true;
  }
}

customElements.define("topicsite-walk", TopicsiteWalk);
