/**
 * A question: checks an answer, says what is right or why it is not, and tells the page of the first answer.
 *
 * Question, options and answer are there without a script. The element works wherever it stands and may be moved to
 * another place or another document: it has no ids, and carries what is right with it. Its first answer in a visit is
 * told by `topicsite:answered`, which bubbles; whoever opens the answer first has not known it.
 */
import { make } from "../page/make.js";
import { _ } from "../page/words.js";
import { answered } from "../progress/reviews.js";
import { judged } from "./judging.js";
import { sortable } from "./sorting.js";
import "./topicsite-questions.js";

class TopicsiteQuestion extends HTMLElement {
  #isAnswered = false;

  connectedCallback() {
    if (this.verdict) return; // it was moved
    this.solution = JSON.parse(this.dataset.solution);
    this.verdict = make("div", { className: "ts-judgement" });
    this.verdict.setAttribute("role", "status");
    const form = this.querySelector("form");
    const check = make("button", { type: "submit", className: "ts-small ts-check", textContent: _("Check") });
    const bar = make("p", { className: "ts-bar" });
    bar.append(check);
    form.append(bar, this.verdict);
    if (this.dataset.kind === "order") sortable(form.querySelector("ol"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#check();
    });
    // What was said is of another answer by then.
    form.addEventListener("input", () => this.#tell("none"));
    const answer = this.querySelector(".ts-answer");
    // By a click or a key, and not by the browser's search, which opens it too.
    answer.querySelector("summary").addEventListener("click", () => answer.open || this.#answered(false));
  }

  #check() {
    const { verdict, message, words = [] } = judged(this);
    if (verdict === "open") {
      this.#tell("none", [message]);
      return;
    }
    const isRight = verdict === "right";
    this.#tell(verdict, [message], isRight ? [copy(this.querySelector(".ts-because"))] : words.map(copy));
    this.#answered(isRight);
  }

  #tell(result, sentences = [], more = []) {
    this.verdict.dataset.result = result;
    const texts = sentences.filter(Boolean).map((textContent) => make("p", { textContent }));
    this.verdict.replaceChildren(...texts, ...more);
  }

  #answered(right) {
    if (this.#isAnswered) return;
    this.#isAnswered = true;
    answered(this.dataset.question, right); // for the review
    const detail = { id: this.dataset.question, right };
    this.dispatchEvent(new CustomEvent("topicsite:answered", { bubbles: true, detail }));
  }
}

/** What stands in an element, as a paragraph of its own. */
function copy(element) {
  const made = make("p");
  made.append(...element.cloneNode(true).childNodes);
  return made;
}

customElements.define("topicsite-question", TopicsiteQuestion);
