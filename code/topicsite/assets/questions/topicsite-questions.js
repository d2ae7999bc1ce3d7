/** Questions that belong together: says, when all are answered, how many were right at the first go. */
import { make } from "../page/make.js";
import { _ } from "../page/words.js";

class TopicsiteQuestions extends HTMLElement {
  #given = new Map();

  connectedCallback() {
    if (this.summary) return;
    this.summary = make("p", { className: "ts-summing" });
    this.summary.setAttribute("role", "status");
    this.append(this.summary);
    this.addEventListener("topicsite:answered", ({ detail }) => {
      this.#given.set(detail.id, detail.right);
      this.#sum();
    });
  }

  #sum() {
    const all = new Set([...this.querySelectorAll("topicsite-question")].map((one) => one.dataset.question)).size;
    if (this.#given.size < all) return;
    const right = [...this.#given.values()].filter(Boolean).length;
    const passed = this.querySelector(":scope > template");
    if (right === all && passed) this.summary.replaceChildren(...passed.content.cloneNode(true).firstElementChild.childNodes);
    else this.summary.textContent = _("Right at the first go: %(right)s of %(all)s.", { right, all });
  }
}

customElements.define("topicsite-questions", TopicsiteQuestions);
