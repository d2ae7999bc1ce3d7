/**
 * `<topicsite-keep data-path="topic/path">`: keeps the pages of a path for a journey without network.
 *
 * They lie in a cache of their own, from which nothing is removed to make room; the site's worker
 * serves them. Where there is no worker, or no room for one, there is no button.
 */
import { button, make } from "../page/make.js";
import { _, ngettext, number } from "../page/words.js";
import { keepOffline } from "../python/offline.js";
import { address, paths } from "../progress/paths.js";
import { Keeping } from "./keeping.js";

class TopicsiteKeep extends HTMLElement {
  async connectedCallback() {
    const worker = document.querySelector("topicsite-search")?.dataset.offline;
    if (this.keeping || !worker || !globalThis.caches || !navigator.serviceWorker) return;
    this.worker = new URL(worker, document.baseURI);
    this.keeping = new Keeping(this.worker);
    const path = (await paths()).get(this.dataset.path);
    if (!path) return;
    const all = [path.address, ...path.also, ...path.steps.map((step) => step.address)];
    this.pages = [...new Set(all.map((below) => address(below).split("#")[0]))];
    this.said = make("span");
    this.said.setAttribute("role", "status");
    this.choices = make("span");
    this.append(" · ", this.said, " ", this.choices);
    try {
      await this.#rest();
    } catch {
      this.replaceChildren(); // storage is forbidden
    }
  }

  /** Say what is kept, or offer to keep it. */
  async #rest() {
    const kept = await this.keeping.kept(this.dataset.path);
    const keep = button(kept ? _("Keep it again") : _("Keep offline"), "ts-small", () => this.#offer());
    if (!kept) return this.#say("", keep);
    const remove = button(_("Remove"), "ts-small", () => this.#try(() => this.keeping.remove(this.dataset.path)));
    if (kept.isOld) return this.#say(_("The offline copy is out of date."), keep, remove);
    return this.#say(_("Available offline, %(size)s MB.", { size: megabytes(kept.bytes) }), keep, remove);
  }

  #say(text, ...choices) {
    const had = this.choices.contains(document.activeElement);
    this.said.textContent = text;
    this.choices.replaceChildren(...choices.flatMap((one) => [one, " "]));
    if (had) this.choices.querySelector("button")?.focus();
  }

  /** Say what it would take, before anything is kept. */
  #offer() {
    this.#try(async () => {
      this.#say(_("Working out the size."), this.#stopButton());
      const { size, python } = await this.keeping.measure(this.pages);
      const box = make("input", { type: "checkbox", checked: true });
      const label = make("label");
      label.append(box, " ", _("with Python to run the examples, %(size)s MB", { size: megabytes(python) }));
      const keep = button(_("Keep"), "ts-small", () => this.#keep(python > 0 && box.checked));
      const pages = ngettext("%(number)s page", "%(number)s pages", this.pages.length);
      this.#say(
        _("%(pages)s, %(size)s MB. Videos and texts on other sites stay there.", { pages, size: megabytes(size) }),
        ...(python ? [label] : []),
        keep,
        button(_("Cancel"), "ts-small", () => this.#try(() => {})),
      );
      keep.focus();
      return true; // the reader decides
    });
  }

  #keep(withPython) {
    this.#try(async () => {
      navigator.storage?.persist?.(); // a browser may ask the reader, who need not agree
      await keepOffline(this.worker);
      const told = (loaded, total) =>
        (this.said.textContent = _("%(loaded)s of %(total)s MB", { loaded: megabytes(loaded), total: megabytes(total) }));
      this.#say("", this.#stopButton());
      await this.keeping.keep(this.dataset.path, this.pages, withPython, told);
    });
  }

  #stopButton() {
    return button(_("Stop"), "ts-small", () => this.keeping.stop());
  }

  /** Do something that can fail, and say how it is afterwards. */
  async #try(act) {
    try {
      if (!(await act())) await this.#rest();
    } catch (error) {
      if (error.name === "AbortError") return this.#rest();
      const again = button(_("Try again"), "ts-small", () => this.#offer());
      const isFull = error.name === "QuotaExceededError";
      this.#say(isFull ? _("This browser has no room for it.") : _("The download failed. Are you connected?"), again);
    }
  }
}

const megabytes = (bytes) => number(bytes / 1e6, bytes < 1e7 ? 1 : 0);

customElements.define("topicsite-keep", TopicsiteKeep);
