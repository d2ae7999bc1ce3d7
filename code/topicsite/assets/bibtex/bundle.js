// What `form/bibtex.js` needs of Citation.js, and nothing else.
import * as constants from "@citation-js/plugin-bibtex/lib-mjs/input/constants.js";

// Plain text is wanted, without marks of HTML; and no name may mean what every object has.
const { formatting, mathScripts } = constants;
for (const name of Object.keys(formatting)) formatting[name] = ["", ""];
Object.assign(formatting, { quotes: ["\u201c", "\u201d"], superscript: ["^", ""], subscript: ["_", ""] });
for (const sign of Object.keys(mathScripts)) mathScripts[sign] = Object.create(null);
for (const table of Object.values(constants)) {
  if (Object.getPrototypeOf(table) === Object.prototype) Object.setPrototypeOf(table, null);
}

export { parse as entries } from "@citation-js/plugin-bibtex/lib-mjs/input/file.js";
export { parse as plain } from "@citation-js/plugin-bibtex/lib-mjs/input/value.js";
