import { ngettext } from "../page/words.js";

/** Printed text: what a terminal would show of it, not more than a page can hold, cut at its tables. */
const LINES = 1000; // that are kept from the beginning, and as many from the end
const LONGEST = 2000; // characters of a line
const MOST_CELLS = 5000; // of tables in one text
const MOST_TABLES = 50;

const DELIMITERS = /^\|(?: *:?-{3,}:? *\|)+$/;
// What a terminal obeys: carriage return, backspace, and escape sequences; see ECMA-48, 5.4.
const CONTROLS = /(\r|\x08|\x1b\[[0-?]*[ -/]*[@-~]|\x1b[@-Z\\^_])/;
const UNFINISHED = /\x1b(?:\[[0-?]*[ -/]*)?$/;

export class StreamText {
  #first = [];
  #last = [];
  #room; // characters left for the beginning
  #size = 0; // characters of the end
  #most;
  #left = 0;
  #line = "";
  #column = 0;
  #rest = "";
  /** How many lines were printed. */
  lines = 0;

  /** @param {number} room - characters that may be kept. */
  constructor(room = Infinity) {
    this.#room = this.#most = room / 2;
  }

  write(text) {
    text = this.#rest + text;
    this.#rest = UNFINISHED.exec(text)?.[0] ?? "";
    if (this.#rest) text = text.slice(0, -this.#rest.length);
    for (const piece of text.split(/(?<=\n)/)) {
      this.#print(piece.replace(/\r?\n$/, ""));
      if (piece.endsWith("\n")) this.#end();
    }
  }

  #print(piece) {
    for (const [index, part] of piece.split(CONTROLS).entries()) {
      if (index % 2) this.#obey(part);
      else if (part) this.#put(part);
    }
  }

  /** Write over what stands there, as far as it is kept. */
  #put(part) {
    const column = this.#column;
    this.#column += part.length;
    if (column > LONGEST) return;
    const line = this.#line.padEnd(column);
    this.#line = (line.slice(0, column) + part + line.slice(this.#column)).slice(0, LONGEST + 1);
  }

  #obey(control) {
    if (control === "\r") this.#column = 0;
    if (control === "\b") this.#column = Math.max(0, this.#column - 1);
    // To the end of the line, or all of it; colours and other movements say nothing here.
    if (/^\x1b\[0?K$/.test(control)) this.#line = this.#line.slice(0, this.#column);
    if (control === "\x1b[2K") this.#line = "";
  }

  #end() {
    const line = short(this.#line);
    this.lines += 1;
    if (this.#first.length < LINES && line.length < this.#room) {
      this.#room -= line.length + 1;
      this.#first.push(line);
    } else {
      this.#room = 0;
      this.#last.push(line);
      this.#size += line.length + 1;
      // What leaves is taken away in batches, which costs less.
      if (this.#last.length > 2 * LINES || this.#size > 2 * this.#most) this.#trim();
    }
    this.#line = "";
    this.#column = 0;
  }

  #trim() {
    let kept = 0;
    let size = 0;
    const lines = this.#last;
    while (kept < Math.min(LINES, lines.length) && size + lines.at(-1 - kept).length < this.#most) {
      size += lines.at(-1 - kept).length + 1;
      kept += 1;
    }
    this.#left += lines.splice(0, lines.length - kept).length;
    this.#size = size;
  }

  toString() {
    this.#trim();
    const left = this.#left;
    const note = left ? [ngettext("… %(number)s line is left out here …", "… %(number)s lines are left out here …", left)] : [];
    return [...this.#first, ...note, ...this.#last, short(this.#line)].join("\n");
  }
}

function short(line) {
  return line.length > LONGEST ? `${line.slice(0, LONGEST)} …` : line;
}

/**
 * Text as `{text}`, and its Markdown tables as `{header, numeric, rows}`, in order; as in the build.
 *
 * Tables of more cells together than there is room for stay text.
 */
export function parts(text, room = MOST_CELLS) {
  let left = Math.min(room, MOST_CELLS);
  let tables = 0;
  const found = [];
  const lines = text.trim() ? text.trimEnd().split("\n") : [];
  let plain = [];
  const close = () => {
    if (plain.length) found.push({ text: plain.join("\n") });
    plain = [];
  };
  for (let here = 0; here < lines.length; ) {
    let end = here;
    if (lines[here].startsWith("|") && DELIMITERS.test(lines[here + 1]?.trim() ?? "")) {
      while (end < lines.length && lines[end].startsWith("|")) end += 1;
    }
    const table = tables < MOST_TABLES ? read(lines.slice(here, end), left) : undefined;
    if (table) {
      left -= table.rows.length * table.header.length;
      tables += 1;
      close();
      found.push(table);
      here = end;
    } else {
      plain.push(lines[here]);
      here += 1;
    }
  }
  close();
  return found;
}

function read(lines, room) {
  if (!lines.length || lines.length * lines[0].split("|").length > room) return undefined;
  const inside = (line) => line.trim().replace(/^\||(?<!\\)\|$/g, "");
  const cells = (line) => inside(line).split(/(?<!\\)\|/).map((text) => text.trim().replaceAll("\\|", "|"));
  const [header, delimiters, ...rows] = lines.map(cells);
  if (rows.some((row) => row.length !== header.length)) return undefined;
  return { header, numeric: delimiters.map((text) => text.endsWith(":")), rows };
}
