/** Tables that a run puts out, as the build makes them. */
import { make } from "../page/make.js";
import { _ } from "../page/words.js";
import { reported } from "./report.js";

// The rows on the page's claims as the build wrote them, with the statements that these stand for.
const published = new Map(
  [...document.querySelectorAll("table.verdicts")]
    .flatMap((made) => [...made.cloneNode(true).querySelectorAll("th[data-claim]")])
    .map((head) => [head.dataset.claim, head.parentElement]),
);
const UNDECIDED = / starts run$/; // in the place of a verdict where few starts were run; see `lesson/report.py`

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
  let whole;
  for (const values of rows) {
    const cells = values.map((text, column) => {
      if (column === 0) return claim(cell("th", text, numeric[0], { scope: "row" }), isVerdicts);
      if (isVerdicts && column === values.length - 1) return verdict(cell("td", text, false));
      if (!isVerdicts) return cell("td", text, numeric[column]);
      return strips(cell("td", reported(text), numeric[column]), shown[column]);
    });
    const tried = row(cells);
    whole = isVerdicts ? publishedOf(values, tried, whole) : undefined;
    if (whole) standUnder(whole, tried);
    body.append(tried);
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
  const known = published.get(made.textContent)?.cells[0].cloneNode(true);
  if (!known && isVerdict) made.textContent = reported(made.textContent);
  return known ?? made;
}

/** The published row that stands above one of few starts: of its claim, or of the same control below that. */
function publishedOf(values, row, above) {
  if (values[0] !== "control") return UNDECIDED.test(values.at(-1)) ? published.get(values[0]) : undefined;
  const next = above?.nextElementSibling;
  return next?.cells[1].textContent === row.cells[1].textContent ? next : undefined;
}

/** Let what few starts show stand under what all have shown, which alone decides. */
function standUnder(whole, row) {
  for (const column of [2, row.cells.length - 1]) {
    if (row.cells[column].textContent === whole.cells[column].textContent) continue;
    const here = make("div", { className: "here" });
    here.append(_("here:"), " ", ...row.cells[column].childNodes);
    const both = whole.cells[column].cloneNode(true);
    both.append(here);
    row.cells[column].replaceWith(both);
  }
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
