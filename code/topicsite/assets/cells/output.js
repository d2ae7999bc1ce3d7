/** What a run puts out, shown where the cell's outputs stand: text, tables, figures, values, errors. */
import { make } from "../page/make.js";
import { _, ngettext, number } from "../page/words.js";
import { figure, plainHtml } from "./figure.js";
import { StreamText, parts } from "./stream.js";
import { table } from "./table.js";

const PAUSE = 60; // milliseconds between two looks at what is being printed
const LONG_PAUSE = 300; // when much has been printed
const MUCH = 20_000; // characters
const MOST_TEXT = 200_000; // characters printed by one cell that are shown
const MOST_BOXES = 100; // of one cell; then streams are no longer told apart, and figures not shown
const MOST_PARTS = 20_000; // of the figures of one cell, and of the HTML

let drawn = 0;

export class Output {
  #element;
  #alternatives;
  #figures = 0;
  #stream;
  #timer;
  #empty = true;
  #boxes = 0;
  #text = MOST_TEXT;
  #parts = MOST_PARTS;
  #unshown = 0;
  #counts = { lines: 0, figures: 0, error: undefined };

  /**
   * What stands in the element stays until the first piece comes, and the room that it took until the end.
   *
   * @param {HTMLElement} element - becomes the place of the outputs.
   * @param {object} [options]
   * @param {string[]} [options.alternatives] - what there is to see in the figures, in order.
   * @param {string} [options.name] - names a figure that nobody has described, such as "cell 3".
   */
  constructor(element, { alternatives = [], name = _("this code") } = {}) {
    this.#element = element;
    this.#alternatives = alternatives;
    this.name = name;
  }

  /** Show a piece; all text in it is taken as text. */
  take(piece) {
    if (piece.kind === "stdout" || piece.kind === "stderr") {
      this.#write(piece.kind, String(piece.text));
      return;
    }
    if (piece.kind === "figure" && (this.#boxes >= MOST_BOXES || this.#parts <= 0)) {
      this.#unshown += 1;
      return;
    }
    this.#close();
    if (piece.kind === "figure") this.#draw(String(piece.svg));
    if (piece.kind === "value") this.#value(piece);
    if (piece.kind === "error") this.#error(piece);
  }

  /** Say that nothing more comes; where something ran to its end, what stood there is gone in any case. */
  finish(ended = true) {
    this.#close();
    if (this.#unshown) this.#tell(_("Figures that are not shown, for want of room: %(number)s.", { number: number(this.#unshown) }));
    if (this.#empty && ended) this.#begin();
    this.#element.style.minHeight = "";
  }

  /** Whether what stands there is this run's. */
  get begun() {
    return !this.#empty;
  }

  /** In words, for those who do not see it. */
  get summary() {
    const { lines, figures, error } = this.#counts;
    const said = [];
    if (lines) said.push(ngettext("%(number)s line printed", "%(number)s lines printed", lines));
    if (figures) said.push(ngettext("%(number)s figure", "%(number)s figures", figures));
    if (error) said.push(error);
    return said.join(", ");
  }

  #begin() {
    this.#empty = false;
    this.#element.style.minHeight = `${this.#element.getBoundingClientRect().height}px`;
    this.#element.replaceChildren();
  }

  #append(kind, tag = "div") {
    if (this.#empty) this.#begin();
    this.#boxes += 1;
    const box = make(tag, { className: `output output-${kind}` });
    this.#element.append(box);
    return box;
  }

  #write(kind, text) {
    if (!this.#stream || (this.#stream.kind !== kind && this.#boxes < MOST_BOXES)) {
      this.#close();
      this.#stream = { kind, text: new StreamText(this.#text) };
    }
    this.#stream.text.write(text);
    const pause = this.#stream.shown > MUCH ? LONG_PAUSE : PAUSE;
    this.#timer ??= setTimeout(() => this.#look(), pause);
  }

  /** Show what has been printed so far, as it is. */
  #look() {
    this.#timer = undefined;
    const { kind, text } = this.#stream;
    this.#stream.box ??= this.#append(kind === "stdout" ? "printed" : "stderr");
    const shown = text.toString();
    this.#stream.shown = shown.length;
    // To lay out all of a flood again and again would leave no time for the button that stops it.
    const half = MUCH / 2;
    const much = shown.length > MUCH;
    this.#stream.box.replaceChildren(block(much ? `${shown.slice(0, half)}\n…\n${shown.slice(-half)}` : shown));
  }

  /** Show all that was printed, with its tables as tables. */
  #close() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#stream) return;
    const { kind, text, box } = this.#stream;
    this.#stream = undefined;
    this.#counts.lines += text.lines;
    const made = [];
    const shown = text.toString().trimEnd();
    this.#text = Math.max(0, this.#text - shown.length);
    const plain = shown ? [{ text: shown }] : [];
    for (const part of kind === "stdout" ? parts(shown, this.#parts) : plain) {
      this.#parts -= part.rows ? part.rows.length * part.header.length : 0;
      const box = this.#append(part.rows ? "table" : kind === "stdout" ? "printed" : "stderr");
      box.append(part.rows ? table(part) : block(part.text));
      made.push(box);
    }
    if (!box) return;
    box.replaceWith(...made);
    this.#boxes -= 1;
  }

  #draw(svg) {
    const index = this.#figures++;
    this.#counts.figures += 1;
    const which = { number: index + 1, name: this.name };
    const label = this.#alternatives[index] ?? _("Figure %(number)s of %(name)s", which);
    try {
      const made = figure(svg, `drawn-${++drawn}`, label);
      this.#parts -= made.getElementsByTagName("*").length;
      this.#append("figure", "figure").append(made);
    } catch (error) {
      this.#tell(`${_("Figure %(number)s is not shown.", which)} ${told(error)}`);
    }
  }

  #value({ text, html, type = _("this value") }) {
    if (typeof html === "string") {
      try {
        const { made, left } = plainHtml(html);
        const things = [...made.querySelectorAll("*")].filter((one) => /^hr$|^table$|-/.test(one.localName));
        const bare = !things.length && !made.textContent.trim();
        if (!bare) this.#append("html").append(made);
        if (left.length) this.#tell(_("Of the HTML of %(type)s the page does not show %(parts)s.", { type, parts: left.join(", ") }));
        if (!bare) return;
      } catch (error) {
        this.#tell(`${_("The HTML of %(type)s is not shown.", { type })} ${told(error)}`);
      }
    }
    this.#append("result").append(block(String(text)));
  }

  /** Say what is not shown. */
  #tell(words) {
    this.#append("unshown", "p").append(words);
  }

  #error({ type, traceback, line }) {
    this.#counts.error = line
      ? _("stopped with %(type)s in line %(line)s", { type, line })
      : _("stopped with %(type)s", { type });
    const made = block("");
    // A traceback's places lead to the cells that they name.
    for (const [index, text] of String(traceback).split(/(?<=^[ |]*)(cell \d+)(?=, line)/m).entries()) {
      const cell = index % 2 ? document.querySelector(`.cell[data-number="${text.slice(5)}"]`) : null;
      if (cell) {
        made.append(make("a", { href: `#${cell.id}`, textContent: text }));
      } else {
        made.append(text);
      }
    }
    this.#append("error").append(made);
  }
}

/** What an error says; such as of a drawing nested without end it is the browser's, and no help. */
function told(error) {
  return error instanceof RangeError ? _("It is nested too deeply.") : error.message;
}

function block(textContent) {
  return make("pre", { tabIndex: 0, textContent });
}
