/** A cell of code: a button to run it, a line that says how it is, and the text that the reader sees. */
import { button, make } from "../page/make.js";
import { _ } from "../page/words.js";
import { forgetEdit, keepEdit } from "./edits.js";

export class Cell {
  #text;
  #editor;
  #opening;
  #say;
  #notice;
  #button;
  /** "rest", "waiting" or "running". */
  state = "rest";
  /** Whether what it defines is there. */
  ran = false;
  /** Whether the edit came with a link and is nobody's yet. */
  shared = false;

  /** How many milliseconds it took, with few starts where it has many. */
  took;

  /** The text whose outputs are shown. */
  outputsOf;
  #judged = { source: undefined, words: "" };

  constructor(element, number, notebook) {
    this.element = element;
    this.number = number;
    this.notebook = notebook;
    this.code = element.querySelector(".highlight code");
    this.original = this.#text = this.code.textContent;
    this.outputsOf = this.original;
    this.digest = element.dataset.source;
    this.exercise = element.closest("topicsite-exercise") !== null;
    this.raises = "raises" in element.dataset;
    this.outputs = element.querySelector(".outputs");
    const figures = element.querySelectorAll(":scope > .outputs .output-figure svg[role=img]");
    this.alternatives = [...figures].map((figure) => figure.getAttribute("aria-label"));
    element.dataset.number = number;
    element.cell = this;
    this.#furnish();
  }

  get id() {
    return this.element.id;
  }

  /** What tracebacks call it; pages say the same in their own language. */
  get name() {
    return `cell ${this.number}`;
  }


  get source() {
    return this.#editor?.source ?? this.#text;
  }

  /** Write a text as if the reader had; it is kept, and can be reverted. */
  set source(source) {
    this.show(source).then(() => this.keep());
  }

  get edited() {
    return this.source !== this.original;
  }

  /** Show a text that is not of the reader's typing: a kept edit, a link's, or the original. */
  async show(source) {
    if (source === this.source) return;
    if (this.#editor) {
      this.#editor.show(source);
    } else {
      this.#text = source;
      const { highlighted } = await import("./highlight.js");
      // Meanwhile another text may have come, and so may the editor, which begins with the last one.
      if (!this.#editor) this.code.replaceChildren(highlighted(this.#text));
    }
    this.#resay();
  }

  /** Take what the reader wrote as the reader's own. */
  keep() {
    this.shared = false;
    this.tell();
    if (!this.edited) forgetEdit(this.id);
    const kept = !this.edited || keepEdit(this.id, this.digest, this.source);
    this.#resay(kept ? "" : _("edited, and kept only until you leave: this browser stores nothing"));
  }

  async revert() {
    forgetEdit(this.id);
    this.shared = false;
    this.tell();
    await this.show(this.original);
    this.#resay();
  }

  /** Open the editor, at the place that was pressed if there is one. */
  async edit(at) {
    if (this.#editor) return this.#editor.focus();
    const folded = this.element.querySelector("details");
    if (folded) folded.open = true;
    this.#opening ??= this.#open(at);
    return this.#opening;
  }

  async #open(at) {
    try {
      const { openEditor } = await import("./editor.js");
      this.#editor = openEditor(this.code, {
        source: this.source,
        label: _("Code of cell %(number)s", this),
        at,
        onchange: () => this.keep(),
        onrun: () => this.notebook.runThrough(this),
        onleave: () => this.#button.focus(),
        names: () => this.notebook.names(),
      });
    } catch {
      this.#opening = undefined;
      this.tell(_("The editor cannot be loaded. Are you connected?"), [[_("Try again"), () => this.edit()]]);
    }
  }

  /** Say in a word how it is; without words, whose text it is. */
  rest(words = "") {
    this.state = "rest";
    this.#show(words || this.#authorship());
  }

  /** Say it anew, unless it is at work. */
  #resay(words) {
    if (this.state === "rest") this.rest(words);
  }

  /** Say in a word what was found of a text when it was checked; without words, that nothing was. */
  judge(source, words = "") {
    this.#judged = { source, words };
    this.#resay();
  }

  /** Whose text it is, if not the page's, what was found of it, and whether the outputs are another text's. */
  #authorship() {
    const whose = this.shared ? _("someone's edit") : this.edited ? _("edited") : "";
    if (this.source === this.#judged.source) return [whose, this.#judged.words].filter(Boolean).join(", ");
    // An exercise has no outputs before it is run, which nobody has to do.
    const stale = this.source !== this.outputsOf && !(this.exercise && !this.outputs.childElementCount);
    return stale ? _("%(whose)s, not run", { whose: whose || _("original") }) : whose;
  }

  wait() {
    this.state = "waiting";
    this.#show(_("waiting"));
  }

  run(words = _("running")) {
    this.state = "running";
    this.#show(words);
  }

  /** Say something for a while: until the next thing is said. */
  say(words) {
    this.#say.textContent = words;
    this.notebook.say(words);
  }

  /** How far Python has come, as words and as a part of one. */
  progress(words, part) {
    this.#show(words);
    this.element.style.setProperty("--loaded", part);
  }

  #show(words) {
    const busy = this.state !== "rest";
    this.element.dataset.state = this.state;
    this.#say.textContent = words;
    this.#button.setAttribute("aria-label", busy ? _("Stop cell %(number)s", this) : _("Run cell %(number)s", this));
    this.#button.title = busy ? _("Stop") : _("Run");
    this.element.style.removeProperty("--loaded");
  }

  /** Show a message under the code, with what the reader can do; without words take it away. */
  tell(words, actions = []) {
    this.#notice?.remove();
    if (!words) return;
    this.#notice = notice(words, actions.map(([name, action]) => [name, () => (this.tell(), action())]));
    this.outputs.before(this.#notice);
  }

  #furnish() {
    this.#button = button("", "cell-run", () =>
      this.state === "rest" ? this.notebook.runThrough(this) : this.notebook.stop(),
    );
    this.#button.addEventListener("pointerenter", () => this.notebook.warmUp(), { once: true });
    this.#say = make("span", { className: "cell-says" });
    const bar = make("div", { className: "cell-bar" });
    const edit = button(_("Edit"), "cell-action", () => this.edit());
    edit.setAttribute("aria-label", _("Edit cell %(number)s", this));
    const more = button("⋯", "cell-action", () => this.notebook.openMenu(this, more));
    more.setAttribute("aria-label", _("More about cell %(number)s", this));
    more.title = _("More");
    bar.append(this.#say, edit, more);
    this.element.prepend(this.#button, bar);
    this.code.addEventListener("click", (event) => {
      if (getSelection().isCollapsed) this.edit({ x: event.clientX, y: event.clientY });
    });
    this.code.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.altKey) return;
      event.preventDefault();
      if (event.shiftKey || event.ctrlKey || event.metaKey) this.notebook.runThrough(this);
      else this.edit();
    });
    this.rest();
  }
}

/** A message with buttons. */
export function notice(words, actions) {
  const made = make("p", { className: "cell-notice" });
  made.append(words);
  for (const [name, action] of actions) made.append(" ", button(name, "cell-action", action));
  return made;
}
