/** What a run puts out, shown where the cell's outputs stand: text, tables, figures, values, errors. */
import { make } from "../page/make.js";
import { figure, plainHtml } from "./figure.js";
import { StreamText, parts } from "./stream.js";
import { table } from "./table.js";

const PAUSE = 60; // milliseconds between two looks at what is being printed

let drawn = 0;

export class Output {
  #element;
  #alternatives;
  #figures = 0;
  #stream;
  #timer;
  #empty = true;
  #counts = { lines: 0, figures: 0, error: undefined };

  /**
   * What stands in the element stays until the first piece comes, and the room that it took until the end.
   *
   * @param {HTMLElement} element - becomes the place of the outputs.
   * @param {object} [options]
   * @param {string[]} [options.alternatives] - what there is to see in the figures, in order.
   * @param {string} [options.name] - names a figure that nobody has described, such as "cell 3".
   */
  constructor(element, { alternatives = [], name = "this code" } = {}) {
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
    this.#close();
    if (piece.kind === "figure") this.#draw(String(piece.svg));
    if (piece.kind === "value") this.#value(piece);
    if (piece.kind === "error") this.#error(piece);
  }

  /** Say that nothing more comes. */
  finish() {
    this.#close();
    if (this.#empty) this.#begin();
    this.#element.style.minHeight = "";
  }

  /** In words, for those who do not see it. */
  get summary() {
    const { lines, figures, error } = this.#counts;
    const said = [];
    if (lines) said.push(lines === 1 ? "1 line printed" : `${lines} lines printed`);
    if (figures) said.push(figures === 1 ? "1 figure" : `${figures} figures`);
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
    const box = make(tag, { className: `output output-${kind}` });
    this.#element.append(box);
    return box;
  }

  #write(kind, text) {
    if (this.#stream?.kind !== kind) {
      this.#close();
      this.#stream = { kind, text: new StreamText() };
    }
    this.#stream.text.write(text);
    this.#timer ??= setTimeout(() => this.#look(), PAUSE);
  }

  /** Show what has been printed so far, as it is. */
  #look() {
    this.#timer = undefined;
    const { kind, text } = this.#stream;
    this.#stream.box ??= this.#append(kind === "stdout" ? "printed" : "stderr");
    this.#stream.box.replaceChildren(block(text.toString()));
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
    for (const part of kind === "stdout" ? parts(text.toString()) : [{ text: text.toString().trimEnd() }]) {
      const box = this.#append(part.rows ? "table" : kind === "stdout" ? "printed" : "stderr");
      box.append(part.rows ? table(part) : block(part.text));
      made.push(box);
    }
    if (box) box.replaceWith(...made);
  }

  #draw(svg) {
    const number = this.#figures++;
    this.#counts.figures += 1;
    const label = this.#alternatives[number] ?? `Figure ${number + 1} of ${this.name}`;
    try {
      const made = figure(svg, `drawn-${++drawn}`, label);
      this.#append("figure", "figure").append(made);
    } catch (error) {
      this.#append("stderr").append(block(error.message));
    }
  }

  #value({ text, html }) {
    try {
      if (typeof html === "string") {
        this.#append("html").append(plainHtml(html));
        return;
      }
    } catch {
      this.#element.lastElementChild.remove(); // such as HTML nested without end: its text will do
    }
    this.#append("result").append(block(String(text)));
  }

  #error({ type, traceback, line }) {
    this.#counts.error = `stopped with ${type}${line ? ` in line ${line}` : ""}`;
    const made = block("");
    // A traceback's places lead to the cells that they name.
    for (const [index, text] of String(traceback).split(/^(cell \d+)(?=, line)/m).entries()) {
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

function block(textContent) {
  return make("pre", { tabIndex: 0, textContent });
}
