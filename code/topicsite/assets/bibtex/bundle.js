// What `form/bibtex.js` needs of Citation.js, and nothing else.
import * as constants from "@citation-js/plugin-bibtex/lib-mjs/input/constants.js";

// Plain text is wanted, without marks of HTML; and no name may mean what every object has.
const { formatting, mathScripts } = constants;
for (const name of Object.keys(formatting)) formatting[name] = ["", ""];
Object.assign(formatting, { quotes: ["\u201c", "\u201d"], superscript: ["^", ""], subscript: ["_", ""] });
for (const sign of Object.keys(mathScripts)) mathScripts[sign] = Object.create(null);
Object.assign(constants.mathCommands, {
  times: "\u00d7", cdot: "\u00b7", pm: "\u00b1", infty: "\u221e", approx: "\u2248", neq: "\u2260",
  leq: "\u2264", le: "\u2264", geq: "\u2265", ge: "\u2265", to: "\u2192", rightarrow: "\u2192", ell: "\u2113",
  sqrt: "\u221a", log: "log ", exp: "exp ", min: "min ", max: "max ", sin: "sin ", cos: "cos ",
});
for (const table of Object.values(constants)) {
  if (Object.getPrototypeOf(table) === Object.prototype) Object.setPrototypeOf(table, null);
}

export { parse as entries } from "@citation-js/plugin-bibtex/lib-mjs/input/file.js";
export { parse as plain } from "@citation-js/plugin-bibtex/lib-mjs/input/value.js";
