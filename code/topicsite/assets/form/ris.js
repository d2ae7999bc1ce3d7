/** RIS, which reference managers exchange, as `exchange/ris.py` reads it. */

import { arxivIn, bareDoi, clean, day, kind, language, turned, unique } from "./wording.js";

const KINDS = {
  BOOK: "book", EBOOK: "book", CHAP: "book-chapter", ECHAP: "book-chapter", COMP: "code",
  DATA: "data-set", VIDEO: "video", MPCT: "video", SLIDE: "slides",
};

/** The items, each from `TY` to `ER` or to the next one. */
export function read(text, most) {
  const items = [];
  let record;
  const end = () => {
    if (record) items.push(itemOf(record));
    record = undefined;
  };
  for (const line of text.split("\n")) {
    const [, tag, said] = /^([A-Z][A-Z0-9]) {2}- ?(.*)$/.exec(line) ?? [];
    if (tag === "TY") {
      end();
      if (items.length >= most) break;
      record = new Map();
    }
    if (tag === "ER") end();
    else if (tag) record?.set(tag, [...(record.get(tag) ?? []), said.trim()].slice(0, 200));
  }
  end();
  return { items, broken: 0 };
}

function itemOf(record) {
  const first = (...tags) => clean(tags.flatMap((tag) => record.get(tag) ?? []).find(Boolean) ?? "");
  const fields = {
    title: first("TI", "T1", "ST"),
    authors: unique(["AU", "A1"].flatMap((tag) => record.get(tag) ?? []).map(named)),
    published: day(first("DA", "PY", "Y1").replace(/\/+$/, "")) || day(first("PY", "Y1")),
    venue: first("JO", "T2", "JF"),
    doi: bareDoi(first("DO")),
    arxiv: arxivIn(first("JO", "T2"), first("N1"), first("AN")),
    language: language(first("LA")),
  };
  const number = first("SN");
  const isLong = number.replace(/\D/g, "").length > 8;
  if (isLong && /^(?:97[89])?[\d -]{9,16}[\dXx]$/.test(number)) fields.isbn = number;
  const type = first("TY").toUpperCase();
  const kinds = [...kind(first("M3")), ...(Object.hasOwn(KINDS, type) ? [KINDS[type]] : [])];
  return { url: first("UR", "L1"), fields, kinds };
}

/** A name with the surname last; behind the comma of a group there is nothing. */
function named(name) {
  return name.endsWith(",") ? clean(name.slice(0, -1)) : turned(name);
}
