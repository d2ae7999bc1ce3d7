/**
 * An exercise: checks what the reader has written, and says what is wrong with it.
 *
 * The task, the start, the hints and the solution are there without a script. This adds a button
 * that runs the checks in the page's Python, in a namespace of their own, and shows the hints one
 * after another. Whatever Python says is shown as text.
 */
import { button, make } from "../page/make.js";
import { _, MESSAGES } from "../page/words.js";
import { isSolved, note, watch } from "../progress/record.js";

const GRADE = `
from topicsite.lesson import words
from topicsite.lesson.grading import grade

def main(given):
    words.speak(given.get("messages", {}))
    return grade(given["code"], given["check"]).as_dict()
`;
const PATIENCE = 5000; // milliseconds after which a run may be one that never ends

class TopicsiteExercise extends HTMLElement {
  #gone = new AbortController();
  #checking; // while something is checked, what ends it
  #late;
  #light = 0; // the number of the last hint that may be seen

  connectedCallback() {
    if (this.button) return;
    const [example, id] = this.dataset.exercise.split("/");
    const former = document.querySelector("[data-formerly]")?.dataset.formerly.split(" ") ?? []; // the page's ids
    this.names = [example, ...former].map((name) => `${name}/${id}`).join("|");
    this.given = JSON.parse(this.querySelector("script").textContent);
    this.button = button(_("Check"), "ts-small exercise-check", () => (this.#checking ? this.#checking.abort() : this.#check()));
    this.again = button(_("Start over"), "ts-small", () => this.#startOver());
    this.progress = make("span", { className: "exercise-progress" });
    this.mark = make("span", { className: "exercise-mark" });
    this.verdict = make("div", { className: "exercise-verdict" });
    this.verdict.setAttribute("role", "status");
    const bar = make("div", { className: "exercise-bar" });
    bar.append(this.button, this.again, this.progress, this.mark);
    this.querySelector(".cell").after(bar, this.verdict);
    this.hints = [...this.querySelectorAll(".exercise-hint")];
    for (const hint of this.hints) hint.addEventListener("toggle", () => this.#showHints());
    this.#showHints();
    watch((record) => this.#showMark(isSolved(record, this.names)), this.#gone.signal);
  }

  disconnectedCallback() {
    this.#gone.abort();
  }

  /** The cell that the reader writes in; see `cells/cell.js`. */
  get cell() {
    const { cells } = this.closest("topicsite-notebook");
    return cells.find((cell) => this.contains(cell.element));
  }

  async #check() {
    const stopping = (this.#checking = new AbortController());
    const stopped = new Promise((resolve) => stopping.signal.addEventListener("abort", () => resolve()));
    const over = new AbortController();
    this.button.textContent = _("Stop");
    this.#clear();
    try {
      const verdict = await Promise.race([stopped, this.#grade(stopping.signal, over.signal)]);
      if (verdict) this.#show(verdict);
      else this.#tell("stopped", _("Stopped. Nothing was checked."));
    } catch (error) {
      this.#tell("stopped", error.message);
    }
    over.abort();
    clearTimeout(this.#late);
    this.#checking = undefined;
    this.progress.textContent = "";
    this.button.textContent = _("Check");
  }

  async #grade(stopping, over) {
    const [{ python }] = await Promise.all([import("../python/session.js"), customElements.whenDefined("topicsite-notebook")]);
    if (stopping.aborted) return undefined;
    const session = python();
    session.addEventListener("progress", (event) => this.#showProgress(event.detail), { signal: over });
    session.addEventListener("state", () => this.#showState(session.state), { signal: over });
    this.#showState(session.state);
    stopping.addEventListener("abort", () => session.stop(), { signal: over });
    const code = this.cell.source;
    const verdict = await session.call(GRADE, { code, check: this.given.check, messages: MESSAGES });
    this.cell.judge(code, verdict.passed ? _("right") : _("not right yet"));
    return verdict;
  }

  #startOver() {
    this.#checking?.abort();
    this.cell.revert();
    this.cell.judge();
    this.#clear();
    for (const part of this.querySelectorAll("details")) part.open = false;
    this.#light = 0;
    this.#showHints();
  }

  #show({ passed, message, detail, printed }) {
    if (passed) note("exercises", [this.dataset.exercise], true);
    if (passed) this.#tell("passed", [_("Right."), this.given.solved].filter(Boolean).join(" "));
    else this.#tell("failed", message);
    if (detail) this.verdict.append(block(detail, _("Yours beside what is right")));
    if (printed) this.verdict.append(make("p", { className: "exercise-printed", textContent: _("Your code prints") }), block(printed, _("Output")));
  }

  #clear() {
    this.verdict.dataset.result = "none";
    this.verdict.replaceChildren();
  }

  #tell(result, message) {
    this.verdict.dataset.result = result;
    const text = make("p", { className: "exercise-message" });
    text.append(...coded(message));
    this.verdict.replaceChildren(text);
  }

  #showProgress({ loaded, total, amount, step }) {
    this.progress.textContent = loaded < total ? `${step}, ${amount}` : step;
  }

  #showState(state) {
    clearTimeout(this.#late);
    if (state !== "running") return;
    this.progress.textContent = _("Checking");
    this.#late = setTimeout(() => {
      this.progress.textContent = _("Still running: is there a loop without an end?");
    }, PATIENCE);
  }

  #showMark(done) {
    this.toggleAttribute("data-solved", done);
    this.mark.textContent = done ? _("✓ Solved") : "";
  }

  /** A hint comes to light when the one before it has been opened. */
  #showHints() {
    this.#light = Math.max(this.#light, this.hints.findLastIndex((hint) => hint.open) + 1);
    this.hints.forEach((hint, index) => (hint.hidden = index > this.#light));
  }
}

function block(textContent, label) {
  const made = make("pre", { className: "exercise-block", tabIndex: 0, textContent });
  made.setAttribute("role", "group");
  made.setAttribute("aria-label", label);
  return made;
}

/** A text with `code` between backticks, as nodes. */
function coded(text) {
  return text.split("`").map((part, index) => (index % 2 ? make("code", { textContent: part }) : part));
}

customElements.define("topicsite-exercise", TopicsiteExercise);
