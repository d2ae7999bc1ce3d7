/** Values as sources write them, and as entries do; `exchange/wording.py` says the same. */

import { visible as clean } from "./entry.js";

export { clean };

const DAY = /^\s*([12]\d{3})(?:[-/.](0?[1-9]|1[0-2])(?:[-/.](0?[1-9]|[12]\d|3[01]))?)?(?![\d/-])/;
const YEAR = /(?<!\d)(?:1[5-9]\d\d|20\d\d)(?!\d)/g;
const ARXIV =
  /arxiv(?:\.org\/abs\/|\s*[:.]\s*|\s+preprint\s+)(?:arxiv\s*:\s*)?((?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?\/\d{7})(?:v\d+)?)(?!\d)/i;
const LANGUAGE = /^([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?$/;
const SUFFIX = /^(?:[JS]r|I{2,3}|IV|Ph\.?D|M\.?D|Inc|Ltd|LLC|GmbH)\.?$/;
const NAMES_BELOW = 40;

/** A date as exactly as a text says it; a lone year in it, or nothing. */
export function day(text) {
  const bare = text.trim();
  if (/^[12]\d{7}$/.test(bare)) return `${bare.slice(0, 4)}-${bare.slice(4, 6)}-${bare.slice(6)}`;
  const match = DAY.exec(text);
  if (match) {
    return [match[1], ...match.slice(2).filter(Boolean).map((part) => part.padStart(2, "0"))].join("-");
  }
  const years = new Set(text.match(YEAR));
  return years.size === 1 ? [...years][0] : "";
}

/** The arXiv id that texts name as one. */
export function arxivIn(...texts) {
  return texts.map((text) => ARXIV.exec(text)?.[1]).find(Boolean) ?? "";
}

/** A code as BCP 47 spells it; what is none stays as it is. */
export function language(text) {
  const [, code, script = "", region = ""] = LANGUAGE.exec(text.trim()) ?? [];
  if (!code) return text.trim();
  const written = script && script[0].toUpperCase() + script.slice(1).toLowerCase();
  return [code.toLowerCase(), written, region.toUpperCase()].filter(Boolean).join("-");
}

/** A name with the surname last. */
export function turned(name) {
  const [surname, ...rest] = name.split(",");
  const first = rest.join(",").trim();
  if (!first || rest.length > 1 || SUFFIX.test(first)) return clean(name);
  return clean(`${first} ${surname}`);
}

/** Each of some names once, and no more than an entry can have. */
export function unique(names) {
  return [...new Set(names.map(clean).filter(Boolean))].slice(0, NAMES_BELOW);
}

/** A DOI without what people write before it. */
export function bareDoi(text) {
  return text.replace(/^\s*(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:?\s*)/i, "").trim();
}

/** An arXiv id without what people write before it. */
export function bareArxiv(text) {
  return text.replace(/^\s*(?:https?:\/\/arxiv\.org\/(?:abs|pdf)\/|arxiv:?\s*)/i, "").trim();
}

/** The kind that a source's word may be called, if it says any. */
export function kind(text) {
  const plain = (text.toLowerCase().match(/[a-z0-9]+/g) ?? []).join("-");
  return plain ? [plain] : [];
}
