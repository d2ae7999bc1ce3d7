/** BibTeX and BibLaTeX, as `exchange/bibtex.py` reads them. */

import { entries, plain as decoded } from "../bibtex/bibtex.js";
import { arxivIn, bareArxiv, bareDoi, clean, day, kind, language, unique } from "./wording.js";

const KINDS = {
  book: "book", mvbook: "book", collection: "book",
  inbook: "book-chapter", incollection: "book-chapter", bookinbook: "book-chapter",
  software: "code", dataset: "data-set", video: "video", movie: "video", manual: "documentation",
};
const VENUES = ["journal", "journaltitle", "booktitle", "maintitle", "howpublished", "school"];
const LANGUAGES = {
  english: "en", american: "en", british: "en", german: "de", ngerman: "de", french: "fr",
  spanish: "es", italian: "it", portuguese: "pt", dutch: "nl", russian: "ru", japanese: "ja",
  chinese: "zh", polish: "pl",
};
const LONGEST_STRING = 1000;
const LONGEST_VALUE = 100_000;
const URL_IN = /\\url\{([^{}]*)\}|(https?:\/\/[^\s{}]+)/;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** The items of a bibliography, and how many entries are not whole. */
export function read(text, most) {
  // An entry that is not whole spoils no other: each begins on a line of its own.
  const pieces = text.split(/\n(?=[^\S\n]*@[^\S\n]*[A-Za-z]+[^\S\n]*[{(])/).slice(0, most);
  const isString = (piece) => /^\s*@\s*string\b/i.test(piece);
  let strings = "";
  for (const piece of pieces.filter(isString).slice(0, 50)) {
    const name = /[{(]\s*([^\s=]+)/.exec(piece)?.[1];
    // One that is joined with itself grows fast.
    const [made] = parsed(`${strings}${piece}\n@misc{a, title = ${name}}`) ?? [];
    if (made && String(made.properties.title).length <= LONGEST_STRING) strings += `${piece}\n`;
  }
  const found = [];
  let broken = 0;
  for (const piece of pieces) {
    const read_ = isString(piece) ? [] : parsed(strings + piece);
    if (read_) found.push(...read_.map(itemOf));
    else broken += 1;
  }
  return { items: found, broken };
}

function parsed(text) {
  try {
    return entries(text);
  } catch {
    return undefined;
  }
}

function itemOf({ type, properties }) {
  const of = (name) => {
    const value = Object.hasOwn(properties, name) ? String(properties[name]) : "";
    return value.length > LONGEST_VALUE ? "" : value;
  };
  const fields = {};
  const title = plain(of("title"));
  const subtitle = plain(of("subtitle"));
  fields.title = title && subtitle ? `${title}: ${subtitle}` : title;
  fields.authors = [of("author"), of("editor")].map(names).find((found) => found.length) ?? [];
  fields.published = published(of);
  const venue = VENUES.map((name) => plain(of(name))).find(Boolean) ?? "";
  if (!URL_IN.test(venue) && !arxivIn(venue)) fields.venue = venue;
  fields.doi = bareDoi(unescaped(of("doi")));
  fields.arxiv = arxivOf(of);
  fields.isbn = of("isbn").split(/[,;]|(?<=[\dXx])\s(?=97[89])/)[0].trim();
  const said = (of("langid") || of("language")).trim();
  const known = said.toLowerCase();
  fields.language = Object.hasOwn(LANGUAGES, known) ? LANGUAGES[known] : language(said);
  // No style prints the subtype: it is the word of who wrote the file.
  const kinds = [...kind(of("entrysubtype")), ...(Object.hasOwn(KINDS, type) ? [KINDS[type]] : [])];
  return { url: addressOf(of), fields, kinds };
}

function addressOf(of) {
  for (const name of ["url", "howpublished", "note", "journal"]) {
    const match = URL_IN.exec(unescaped(of(name)));
    if (match) return (match[1] ?? match[2]).trim().replace(/[.,;\\]+$/, "");
  }
  return unescaped(of("url")).trim();
}

function unescaped(text) {
  return text.replace(/\{\\?([&%$#_~])\}|\\([&%$#_])/g, (all, braced, bare) => braced ?? bare);
}

function arxivOf(of) {
  const kind = (of("archiveprefix") || of("eprinttype")).toLowerCase();
  if (of("eprint") && ["arxiv", ""].includes(kind)) {
    const found = bareArxiv(of("eprint"));
    if (kind || /^(?:\d{4}\.\d{4,5}|[a-z-]+\/\d{7})/.test(found)) return found;
  }
  return arxivIn(...["journal", "note", "volume", "number"].map(of));
}

function published(of) {
  const date = day(of("date"));
  if (date) return date;
  const year = day(plain(of("year")));
  const month = of("month").trim().toLowerCase();
  const named = MONTHS.indexOf(month.slice(0, 3)) + 1;
  const written = /^(0?[1-9]|1[0-2])(?!\d)/.exec(month)?.[1];
  const found = written ?? (named ? String(named) : "");
  if (year.length !== 4 || !found) return year;
  const dated = /^(?:0?[1-9]|[12]\d|3[01])$/.exec(of("day").trim())?.[0];
  return [year, found.padStart(2, "0"), ...(dated ? [dated.padStart(2, "0")] : [])].join("-");
}

/** Persons and groups, each with the surname last. */
function names(text) {
  const persons = parts(text, /\s+and\s+/iy).map((name) => name.trim());
  const isNobody = (name) => /^(?:others|et al)$/.test(name.toLowerCase().replace(/[{}.]/g, ""));
  return unique(persons.filter((name) => name && !isNobody(name)).map(nameOf));
}

function nameOf(name) {
  const pieces = parts(name.replace(/[,\s]+$/, ""), /,/y);
  if (pieces.length === 1) return plain(name);
  const [last, ...more] = pieces.map(plain);
  const [suffix, first] = more.length > 1 ? more : ["", more[0]];
  return `${first} ${last}${suffix ? `, ${suffix}` : ""}`;
}

/** The parts of a text between separators that stand in no braces. */
function parts(text, separator) {
  const found = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === "{") depth += 1;
    else if (text[at] === "}") depth -= 1;
    else if (depth === 0 && (text[at] === "," || (/\s/.test(text[at]) && !/\s/.test(text[at - 1] ?? "")))) {
      separator.lastIndex = at;
      const match = separator.exec(text);
      if (!match) continue;
      found.push(text.slice(start, at));
      start = at + match[0].length;
      at = start - 1;
    }
  }
  return [...found, text.slice(start)];
}

/** A text without the commands of LaTeX. */
function plain(text) {
  const line = text.split(/\s+/u).filter(Boolean).join(" ");
  if (!/[\\{}$~%]|--|``|''/.test(line)) return clean(line);
  const bare = line.replace(/[{}]/g, "");
  if (line.length > 20000) return clean(bare);
  try {
    const said = decoded(line, "").replace(/\u0131(?=[\u0300-\u036f])/g, "i").normalize("NFC");
    // An accent over nothing, and a command that is not known, are no words.
    return said.includes("undefined") ? clean(bare) : clean(said.replace(/\\\s/g, " ").replace(/\\[A-Za-z]+\s?/g, ""));
  } catch {
    return clean(bare);
  }
}
