/**
 * The words of a language as the index has them: folded, and spelled in one way.
 *
 * It does the same as `search/spelling.py` did when the index was made, with the same tables, which
 * come with the index.
 */
const WORD = /\p{Nd}+(?:\.\p{Nd}+)+|[\p{L}\p{N}]+/gu;
const UNSPACED = /[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+/g;
const GREEK = /(?<![\u0370-\u03ff])[\u03b1-\u03c9](?![\u0370-\u03ff])/g;
const SHORTEST = 3;

export class Spelling {
  /** @param tables what the index says of its language. */
  constructor(tables) {
    this.tables = tables;
    this.common = new Set(tables.common.split(" "));
  }

  words(text) {
    const { greek, letters } = this.tables;
    let plain = text.normalize("NFKC").toLowerCase();
    plain = plain.replace(GREEK, (letter) => (greek[letter] ? ` ${greek[letter]} ` : letter));
    plain = plain.replace(/\P{ASCII}/gu, (letter) => letters[letter] ?? letter).replace(/\p{M}/gu, "");
    return (plain.match(WORD) ?? []).flatMap(pairs);
  }

  /** The words of a text, each with where what it is a part of stands. */
  *places(text) {
    for (const found of text.matchAll(/[^\s"“”„«»(),;:!?[\]{}]+/g)) {
      for (const word of this.words(found[0])) {
        yield { word, start: found.index, end: found.index + found[0].length };
      }
    }
  }

  /** The word in the one of two spellings that the index has. */
  spelled(word) {
    const { words, endings } = this.tables;
    if (Object.hasOwn(words, word)) return words[word];
    const found = endings.find(([ending]) => word.endsWith(ending) && word.length >= ending.length + SHORTEST);
    return found ? word.slice(0, -found[0].length) + found[1] : word;
  }
}

/** A word without accents. */
export function folded(word) {
  return word.normalize("NFKD").replace(/\p{M}/gu, "");
}

function pairs(word) {
  const found = [];
  let end = 0;
  for (const run of word.matchAll(UNSPACED)) {
    if (run.index > end) found.push(word.slice(end, run.index));
    for (let at = 0; at < Math.max(1, run[0].length - 1); at++) found.push(run[0].slice(at, at + 2));
    end = run.index + run[0].length;
  }
  return end < word.length ? [...found, word.slice(end)] : found;
}
