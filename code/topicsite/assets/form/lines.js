/** What people write by hand: addresses, links of Markdown, and citations that name a DOI. */

import { clean, day, unique } from "./wording.js";

const DOI = /(?:https?:\/\/(?:dx\.)?doi\.org\/|\bdoi:?\s*)(10\.\d{4,9}\/[^\s"<>{}|\\^`]+)/i;
const LINK = /\[([^[\]\n]{1,500})\]\(\s*<?(https?:\/\/(?:[^\s<>()]|\([^\s<>()]*\))+)>?(?:\s+"[^"\n]*")?\s*\)/i;
const ADDRESS = /https?:\/\/[^\s<>"`{}|\\^]+/gi;
const FRINGE = /^[\s\-\u2013\u2014:;,.\u00b7\u2022|*_~[({]+|[\s\-\u2013\u2014:;,.\u00b7\u2022|*_~[({]+$/gu;
const CITED = /^(.{2,2000}?)\s\((\d{4})[a-z]?(?:,\s*[^()]{1,40})?\)\.\s+(.+)$/u;
// The end of a sentence: not behind an initial, nor behind a short form.
const SENTENCE = /^(.*?[\p{L}\p{N})\]"\u201d]{2}[.?!])\s+(.*)$/u;
const VENUE = /^([^,]{2,200}), (?:vol\. ?)?\d/iu;
const QUOTED = /["\u201c]([^"\u201c\u201d]{4,300}?)[,.]?["\u201d]/u;
// `Surname, I. I.`, as APA writes each person.
const PERSON = /^[^,.&]{2,60}, (?:\p{Lu}\.[ -]?)+(?:, (?:[JS]r\.|I{2,3}|IV))?$/u;

/** The items of a text, line by line; a citation may be broken over several lines. */
export function read(text, most) {
  const blocks = text.split(/\n\s*\n/).map((block) => clean(block)).filter(Boolean);
  const isCited = (block) => CITED.test(block.slice(0, 3000)) && DOI.test(block.slice(0, 3000));
  if (blocks.length <= most && blocks.length && blocks.every(isCited)) {
    const perBlock = blocks.map((block) => cited(block.slice(0, 3000)));
    const perLine = lines(text).filter((line) => DOI.test(line));
    if (perLine.length <= blocks.length) return { items: perBlock, broken: 0 };
  }
  const items = [];
  for (const line of lines(text)) {
    if (items.length >= most) break;
    items.push(...itemsOf(line, most - items.length));
  }
  return { items, broken: 0 };
}

function lines(text) {
  return text.split("\n").map((line) => clean(line.slice(0, 5000))).filter(Boolean);
}

function itemsOf(line, most) {
  const work = DOI.exec(line);
  const link = LINK.exec(line);
  if (link) {
    const title = clean(link[1].replace(/[*_`]/g, ""));
    return [item(balanced(link[2]), /\p{L}{2}/u.test(title) && !/^https?:/i.test(title) ? { title } : {})];
  }
  const urls = [...line.matchAll(ADDRESS)].slice(0, most);
  if (work && (urls.length === 0 || (urls.length === 1 && /doi\.org\/10\./i.test(urls[0][0])))) {
    const rest = line.replace(work[0], "").trim();
    if (/\p{L}{2}.*\p{L}{2}/u.test(rest.replace(FRINGE, ""))) return [cited(line)];
    return [item("", { doi: trimmed(work[1]) })];
  }
  return urls.map((match, index) => {
    const before = line.slice(index ? urls[index - 1].index + urls[index - 1][0].length : 0, match.index).slice(-500);
    const bare = before.replace(/^\s*(?:[0-9]{1,3}[.)]|[-*+\u2022])\s+/u, "").replace(FRINGE, "");
    const title = clean(bare.replace(FRINGE, ""));
    return item(trimmed(match[0]), urls.length === 1 && /\p{L}{2}/u.test(title) ? { title } : {});
  });
}

/** What a citation says: where it does not hold to a form, its DOI only. */
function cited(text) {
  const doi = trimmed(DOI.exec(text)[1]);
  const before = text.slice(0, text.search(DOI)).replace(/(?:https?:\/\/|doi:)?\s*$/i, "").trim();
  const fields = { doi };
  const [, persons, year, rest] = CITED.exec(before) ?? [];
  if (persons) {
    fields.published = day(year);
    const authors = apa(persons);
    if (authors) fields.authors = unique(authors);
    const [, title, behind] = SENTENCE.exec(`${rest} `) ?? [];
    if (title) {
      fields.title = title.replace(/\.$/, "");
      const venue = VENUE.exec(behind)?.[1];
      if (venue && !/^In\s/.test(venue)) fields.venue = venue;
    }
  } else {
    const [, title] = QUOTED.exec(before) ?? [];
    if (title) fields.title = title;
    const years = day(before.replace(/\b\d+\s*[\u2013-]\s*\d+\b/gu, ""));
    if (title && years) fields.published = years;
  }
  return item("", fields);
}

/** The persons of a citation, with their surnames last; nothing if they are written otherwise. */
function apa(text) {
  const people = text.replace(/,?\s*(?:&|\u2026|\. \. \.)\s+/gu, ", ").match(/[^,]+, [^,]+(?:, (?:[JS]r\.|I{2,3}|IV)(?=,|$))?(?=, |$)/gu) ?? [];
  const whole = people.map((name) => name.replace(/^,?\s*/, "").trim());
  if (!whole.length || !whole.every((name) => PERSON.test(name))) return undefined;
  return whole.map((name) => {
    const [surname, first, suffix] = name.split(", ");
    return `${first} ${surname}${suffix ? `, ${suffix}` : ""}`;
  });
}

function item(url, fields) {
  return { url, fields, kinds: [] };
}

/** An address or a DOI without the signs of the sentence around it. */
function trimmed(text) {
  const bare = text.replace(/[.,;:!?'\u201d\u2019*_]+$/u, "");
  return balanced(bare);
}

/** A closing bracket at the end belongs to the sentence, unless it was opened within. */
function balanced(text) {
  let bare = text;
  for (const [open, close] of ["()", "[]"]) {
    while (bare.endsWith(close) && bare.split(open).length < bare.split(close).length) {
      bare = bare.slice(0, -1).replace(/[.,;:!?]+$/, "");
    }
  }
  return bare;
}
