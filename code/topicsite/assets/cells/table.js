/** Tables that a run puts out, as the build makes them. */
import { make } from "../page/make.js";
import { _ } from "../page/words.js";
import { reported } from "./report.js";

// The statements that the page's claims stand for, as the build wrote them.
const statements = new Map(
  [...document.querySelectorAll("th[data-claim]")].map((made) => [made.dataset.claim, made.cloneNode(true)]),
);

/** A table in a box of its own, in which it scrolls if it is too wide; the box takes its place. */
export function boxed(table, label = _("Table")) {
  const box = make("div", { className: "table-scroll", tabIndex: 0 });
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", label);
  table.replaceWith(box);
  box.append(table);
  return box;
}

/** A table that was printed; see `parts` of `stream.js`. */
export function table({ header, numeric, rows }) {
  const isVerdicts = header[0] === "claim" && header.at(-1) === "verdict";
  const made = make("table", { className: `data${isVerdicts ? " verdicts" : ""}` });
  const shown = isVerdicts ? header.map(reported) : header;
  const heads = shown.map((text, column) => cell("th", text, numeric[column], { scope: "col" }));
  made.createTHead().append(row(heads));
  const body = made.createTBody();
  for (const values of rows) {
    const cells = values.map((text, column) => {
      if (column === 0) return claim(cell("th", text, numeric[0], { scope: "row" }), isVerdicts);
      if (isVerdicts && column === values.length - 1) return verdict(cell("td", text, false));
      if (!isVerdicts) return cell("td", text, numeric[column]);
      return strips(cell("td", reported(text), numeric[column]), shown[column]);
    });
    body.append(row(cells));
  }
  return boxed(made, isVerdicts ? _("Claims and verdicts") : _("Table"));
}

function row(cells) {
  const made = make("tr");
  made.append(...cells);
  return made;
}

function cell(tag, textContent, isNumber, more = {}) {
  const made = make(tag, { textContent, ...more });
  if (isNumber) made.className = "number";
  return made;
}

function claim(made, isVerdict) {
  const known = statements.get(made.textContent)?.cloneNode(true);
  if (!known && isVerdict) made.textContent = reported(made.textContent);
  return known ?? made;
}

function verdict(made) {
  made.className = "verdict";
  if (made.textContent) made.dataset.verdict = made.textContent;
  made.textContent = reported(made.textContent);
  return made;
}

/** A cell of a report, in which dots, one for each random start, are drawn and not read aloud. */
function strips(made, label) {
  made.dataset.label = label;
  const parts = made.textContent.split(/([●○]{2,})/u);
  made.replaceChildren(
    ...parts.map((part, index) => (index % 2 ? strip(part) : part)),
  );
  return made;
}

function strip(textContent) {
  const made = make("span", { className: "ts-strip", textContent });
  made.setAttribute("aria-hidden", "true");
  return made;
}
