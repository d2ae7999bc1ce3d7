/** The page of a reader's progress: how far each path is, and the record to save, read and forget. */
import { button, make, save } from "../page/make.js";
import { _, number } from "../page/words.js";
import { address, paths } from "./paths.js";
import { RecordError, empty, isDone, merged, parsed, record, replace, watch } from "./record.js";
import { answers, joined, parsedAnswers, replaceAnswers } from "./reviews.js";
import { dueAfter } from "./schedule.js"; // now, so that what is forgotten is gone when the page is left

const LARGEST = 10_000_000; // bytes of a file that is looked at
const WRONG = {
  "not JSON": _("This file is no record of progress: it is not JSON."),
  "another version": _("This record is of another version, which this site does not know."),
  "not a record": _("This file is no record of progress."),
};

class TopicsiteRecord extends HTMLElement {
  async connectedCallback() {
    this.known = [...(await paths()).values()];
    this.status = make("p", { className: "ts-record-status" });
    this.status.setAttribute("role", "status");
    this.list = make("ul", { className: "ts-list" });
    const choose = make("input", { type: "file", accept: ".json,application/json", hidden: true });
    choose.addEventListener("change", () => this.#take(choose));
    const buttons = make("p", { className: "ts-record-buttons" });
    buttons.append(
      button(_("Save as a file"), "ts-small", () => save("progress.json", text(whole()), "application/json")),
      button(_("Add from a file"), "ts-small", () => choose.click()),
      choose,
    );
    const forget = make("details", { className: "ts-more" });
    forget.append(
      make("summary", { textContent: _("Forget") }),
      this.#forget(_("Forget the exercises"), (kept) => ({ ...kept, exercises: {} })),
      this.#forget(_("Forget the answers to questions"), (kept) => ({ ...kept, reviews: {} })),
      this.#forget(_("Forget everything"), () => ({ ...empty(), reviews: {} })),
    );
    this.replaceChildren(this.list, buttons, this.status, forget);
    watch((document) => this.#show(document));
  }

  #show(document) {
    this.list.replaceChildren(...this.known.map((path) => this.#path(path, document)));
  }

  #path({ key, title, address: below, steps, topic }, document) {
    const count = steps.filter((step) => isDone(document, step)).length;
    const item = make("li");
    const line = make("p", { className: "ts-step-title" });
    line.append(make("a", { href: address(below), textContent: title }));
    const facts = make("p", { className: "ts-step-facts" });
    facts.append(`${topic} · ${_("%(number)s of %(all)s done", { number: number(count), all: number(steps.length) })}`);
    if (steps.some(({ names }) => names.some((name) => Object.hasOwn(document.steps, name)))) {
      const forgotten = new Set(steps.flatMap(({ names }) => names));
      const without = ({ steps, path, ...rest }) => ({
        ...rest,
        ...(path && path.path !== key ? { path } : {}),
        steps: Object.fromEntries(Object.entries(steps).filter(([name]) => !forgotten.has(name))),
      });
      facts.append(" · ", this.#forget(_("Forget this path"), without));
    }
    item.append(line, facts);
    return item;
  }

  #forget(label, without) {
    return button(label, "ts-small", () => {
      const before = whole();
      const { reviews, ...rest } = without(before);
      replace(rest);
      replaceAnswers(reviews, dueAfter);
      this.status.replaceChildren(_("Forgotten."), " ");
      this.status.append(button(_("Undo"), "ts-small", () => this.#add(before)));
    });
  }

  #add({ reviews, ...document }) {
    replace(merged(record(), document));
    replaceAnswers(joined(answers(), reviews), dueAfter);
    this.status.textContent = _("Added to what is known here.");
  }

  async #take(choose) {
    const [file] = choose.files;
    choose.value = "";
    try {
      if (file.size > LARGEST) throw new RecordError("not a record");
      const text = await file.text();
      this.#add({ ...parsed(text), reviews: parsedAnswers(JSON.parse(text).reviews) });
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      this.status.textContent = WRONG[error.message];
    }
  }
}

const whole = () => ({ ...record(), reviews: answers() });
const text = (document) => `${JSON.stringify(document, null, 2)}\n`;

customElements.define("topicsite-record", TopicsiteRecord);
