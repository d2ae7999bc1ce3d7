/** Printed text: what a terminal would show of it, not more than a page can hold, cut at its tables. */
const FIRST = 1000; // lines that are kept from the beginning
const LAST = 1000; // and from the end
const LONGEST = 2000; // characters of a line

const DELIMITERS = /^\|(?: *:?-{3,}:? *\|)+$/;

export class StreamText {
  #first = [];
  #last = [];
  #left = 0;
  #line = "";
  #column = 0;
  /** How many lines were printed. */
  lines = 0;

  write(text) {
    for (const piece of text.split(/(?<=\n)/)) {
      this.#print(piece);
      if (piece.endsWith("\n")) this.#end();
    }
  }

  /** A carriage return goes back to the beginning of the line, and what follows is written over it. */
  #print(piece) {
    for (const [index, part] of piece.replace(/\r?\n$/, "").split("\r").entries()) {
      if (index) this.#column = 0;
      this.#line = this.#line.slice(0, this.#column) + part + this.#line.slice(this.#column + part.length);
      this.#column += part.length;
    }
  }

  #end() {
    this.lines += 1;
    if (this.#first.length < FIRST) this.#first.push(short(this.#line));
    else this.#last.push(short(this.#line));
    if (this.#last.length > 2 * LAST) this.#left += this.#last.splice(0, LAST).length;
    this.#line = "";
    this.#column = 0;
  }

  toString() {
    const last = this.#last.slice(-LAST);
    const left = this.#left + this.#last.length - last.length;
    const note = left ? [`… ${left.toLocaleString("en")} lines are left out here …`] : [];
    return [...this.#first, ...note, ...last, short(this.#line)].join("\n");
  }
}

function short(line) {
  return line.length > LONGEST ? `${line.slice(0, LONGEST)} …` : line;
}

/** Text as `{text}`, and its Markdown tables as `{header, numeric, rows}`, in order; as in the build. */
export function parts(text) {
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
    const table = read(lines.slice(here, end));
    if (table) {
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

function read(lines) {
  if (!lines.length) return undefined;
  const cells = (line) => line.trim().replace(/^\|+|\|+$/g, "").split("|").map((text) => text.trim());
  const [header, delimiters, ...rows] = lines.map(cells);
  if (rows.some((row) => row.length !== header.length)) return undefined;
  return { header, numeric: delimiters.map((text) => text.endsWith(":")), rows };
}
