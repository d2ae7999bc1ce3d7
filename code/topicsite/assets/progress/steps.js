/** Steps that can be ticked, how far paths are, and the way on. */
import { make } from "../page/make.js";
import { _, number } from "../page/words.js";
import { address, current, paths } from "./paths.js";
import { isDone, tick, walk, watch } from "./record.js";

const words = (text) => (text ? text.split(" ") : []);

/** An element that shows something of the record for as long as it is on the page. */
export class Shown extends HTMLElement {
  #gone = new AbortController();

  connectedCallback() {
    this.begin(this.#gone.signal);
    watch((document) => this.show(document), this.#gone.signal);
  }

  disconnectedCallback() {
    this.#gone.abort();
  }

  begin() {}
}

/** `<topicsite-done data-names="step old-name" data-exercises="a/x" data-title="...">`: a box to tick. */
class TopicsiteDone extends Shown {
  begin() {
    if (this.box) return;
    this.step = { names: words(this.dataset.names), exercises: words(this.dataset.exercises) };
    this.box = make("input", { type: "checkbox", ariaLabel: _("Done: %(title)s", this.dataset) });
    this.box.addEventListener("change", () => tick(this.step, this.box.checked));
    const label = make("label");
    label.append(this.box, ` ${_("Done")}`);
    this.append(label);
  }

  show(document) {
    this.box.checked = isDone(document, this.step);
  }
}

/** `<topicsite-walked data-path="topic/path">`: how much of a path is done, and the way on; `data-title` says which. */
class TopicsiteWalked extends Shown {
  begin() {
    this.section = this.closest(".ts-path");
    this.stages = this.section?.querySelector(".ts-stages");
    this.section?.addEventListener("click", ({ target }) => target.closest(".ts-step a") && walk(this.dataset.path));
  }

  async show(document) {
    if (this.stages && document.path?.path === this.dataset.path) {
      this.stages.open = true;
      this.stages = undefined; // whoever closes them again has reasons
    }
    const isEmpty = !Object.keys({ ...document.steps, ...document.exercises }).length;
    if (isEmpty && !this.childElementCount) return;
    const path = (await paths()).get(this.dataset.path);
    if (!path) return;
    const done = path.steps.map((step) => isDone(document, step));
    const count = done.filter(Boolean).length;
    const next = done.indexOf(false);
    const values = { number: number(count), all: number(done.length) };
    const said = make("a", { href: this.dataset.more, textContent: _("%(number)s of %(all)s done", values) });
    const which = this.dataset.title ? `${this.dataset.title} ` : "";
    this.replaceChildren(...(count ? [` · ${which}`, said] : []));
    if (count && next >= 0 && this.section) this.append(" · ", wayOn(path.key, path.steps[next]));
    const start = this.section?.querySelector(".ts-start");
    if (start) start.hidden = count > 0;
    this.section?.querySelectorAll(".ts-step").forEach((step, index) => {
      step.toggleAttribute("data-done", done[index]);
      step.classList.toggle("ts-next", index === next);
    });
  }
}

function wayOn(key, step) {
  const link = make("a", { href: address(step.address), textContent: _("Go on: %(title)s", step) });
  link.addEventListener("click", () => walk(key));
  return link;
}

/** `<topicsite-go-on>`: the way into the site, which for those who have begun is the way on. */
class TopicsiteGoOn extends Shown {
  async show(document) {
    if (!document.path) return;
    const path = await current(document, _("Your plan"));
    const next = path?.steps.find((step) => !isDone(document, step));
    if (!next) return;
    const link = wayOn(path.key, next);
    link.className = "ts-button";
    this.replaceChildren(link, " ", make("span", { textContent: path.title }));
  }
}

customElements.define("topicsite-done", TopicsiteDone);
customElements.define("topicsite-walked", TopicsiteWalked);
customElements.define("topicsite-go-on", TopicsiteGoOn);
