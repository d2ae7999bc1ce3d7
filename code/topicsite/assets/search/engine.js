/**
 * Finds records: which files of the index a question needs, and what comes out best.
 *
 * A question is a list of units: a word, or words that the site has synonyms for. A unit knows in
 * which records it is found and how much it counts there; a record's score is the sum over the
 * units, lowered for each that it lacks.
 */
import { folded } from "./spelling.js";

export const AHEAD = 6; // so many are shown at once

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const VALUE = new Map([...DIGITS].map((digit, value) => [digit, value]));
const HIGHEST = 24; // grades, as `search/index.py` gives them
const BEGUN = 0.75; // what a match is worth of a word that somebody has only begun
const MISTYPED = 0.7;
const JOINED = 0.95; // "data set" for "dataset"
const SYNONYM = 0.7;
const FACET = 2.5;
const CLOSE = 0.6; // what is added where words stand side by side as in the question
const MOST = 60;
const ENOUGH = 30; // whoever scores less than this part of the best is left out
const COMPLETIONS = 5;

/**
 * What a question finds.
 *
 * @param files the index, opened.
 * @param question what somebody typed.
 * @returns {{ found: number[], forms: Set<string>, begun: string, corrected: Map<string, string> }}
 *   the records, the best first; the words to mark in them, as the index spells them, and how
 *   others begin that are to be marked too; which words were taken for others.
 */
export async function find(files, question) {
  const { spelling, index } = files;
  const marks = { terms: new Set(), begun: "", corrected: new Map() };
  const words = spelling.words(question);
  const isOpen = /[\p{L}\p{N}]$/u.test(question);
  const [exact, ...terms] = await Promise.all([titled(words, files), ...words.map((word) => termOf(word, files))]);
  const units = await Promise.all(unitsOf(words, terms, files, isOpen).map((unit) => resolve(unit, files, marks)));
  const asked = units.filter((unit) => unit.weight);
  const whole = asked.reduce((sum, unit) => sum + unit.weight, 0);
  const onlyFacets = asked.length > 0 && asked.every((unit) => unit.facets.length);
  const candidates = onlyFacets ? Array(index.records).keys() : new Set(asked.flatMap((unit) => [...unit.records.keys()]));
  const scores = new Map();
  for (const record of candidates) {
    let score = 0;
    let covered = 0;
    for (const unit of asked) {
      const is = unit.facets.length > 0 && facetsOf(record, index).some((facet) => unit.facets.includes(facet));
      const counts = Math.max(unit.records.get(record) ?? 0, is ? FACET : 0);
      score += counts;
      // Somebody who asks for videos wants videos, and not pages that speak of them.
      if (counts) covered += unit.weight * (unit.facets.length && !is ? 0.5 : 1);
    }
    if (covered) scores.set(record, score * (covered / whole) ** 2);
  }
  const best = ranked(scores, new Set(exact), index);
  await closer(best, words, files);
  return { found: best.map(([record]) => record), forms: formsOf(marks.terms, files), begun: marks.begun, corrected: marks.corrected };
}

/** What a word is a form of, if some record has it as it is. */
async function termOf(word, files) {
  const spelled = files.spelling.spelled(word);
  if (files.spelling.common.has(word)) return spelled;
  const entry = await entryOf(spelled, files);
  return entry === undefined ? undefined : (entry.split("=")[1] ?? spelled);
}

/** The same of a word that records have in other forms only. */
async function stemOf(word, files) {
  const stem = await files.stem();
  const term = folded(stem(files.spelling.spelled(word)));
  return (await entryOf(term, files)) === undefined ? undefined : term;
}

/** The units of a question: words that say something, and phrases that the site has synonyms for. */
function unitsOf(words, terms, files, isOpen) {
  const { spelling, index } = files;
  const says = (word) => !spelling.common.has(word);
  const telling = words.some(says);
  const phrases = new Map(index.synonyms);
  const longest = Math.max(0, ...index.synonyms.map(([phrase]) => phrase.split(" ").length));
  const units = [];
  for (let at = 0; at < words.length; ) {
    let length = Math.min(longest, words.length - at);
    while (length > 0 && !phrases.has(terms.slice(at, at + length).join(" "))) length--;
    const end = at + Math.max(1, length);
    if (length) {
      units.push({ group: phrases.get(terms.slice(at, end).join(" ")), terms: terms.slice(at, end) });
    } else if (says(words[at]) || !telling) {
      const next = words[end] !== undefined && says(words[end]) ? words[end] : "";
      units.push({ word: words[at], terms: [terms[at]], next, isOpen: isOpen && end === words.length });
    }
    at = end;
  }
  return units;
}

/** Look up in which records a unit is found, and what it weighs. */
async function resolve(unit, files, marks) {
  const { spelling, index } = files;
  const alternatives = new Map(); // of terms, what a match is worth
  const add = (term, worth) => term !== undefined && alternatives.set(term, Math.max(worth, alternatives.get(term) ?? 0));
  let phrases = [];
  if (unit.group !== undefined) {
    phrases = index.synonyms.filter(([, group]) => group === unit.group).map(([phrase]) => phrase);
    for (const phrase of phrases) phrase.split(" ").forEach((term) => spelling.common.has(term) || marks.terms.add(term));
    const isWord = unit.terms.length === 1;
    add(`~${unit.group}`, isWord ? SYNONYM : 1);
    if (isWord) add(unit.terms[0], 1);
  } else {
    const [term] = unit.terms;
    add(term, 1);
    if (unit.next) add(await termOf(unit.word + unit.next, files), JOINED);
    if (unit.isOpen && unit.word.length > 1) {
      marks.begun = folded(unit.word);
      for (const begun of await completions(unit.word, files)) add(begun, BEGUN);
    }
    if (!alternatives.size) {
      const { slips, meant } = await corrections(unit.word, files);
      // What is far from all forms may be one itself. Otherwise the stemmer need not be loaded.
      if (slips > 1) add(await stemOf(unit.word, files), 1);
      if (!alternatives.size) {
        for (const form of meant) add(await termOf(form, files), MISTYPED);
        if (meant.length) marks.corrected.set(unit.word, meant[0]);
      }
    }
  }
  unit.records = new Map();
  unit.weight = 0;
  for (const [term, worth] of alternatives) {
    const { count, records } = await postings(term, files);
    if (!count) continue;
    if (!term.startsWith("~")) marks.terms.add(term);
    const rarity = worth * Math.log(1 + index.records / count);
    unit.weight = Math.max(unit.weight, rarity);
    for (const [record, grade] of records) {
      const counts = (rarity * grade) / HIGHEST;
      if (counts > (unit.records.get(record) ?? 0)) unit.records.set(record, counts);
    }
  }
  const named = [...alternatives.keys(), ...phrases].filter((term) => Object.hasOwn(index.facets, term));
  unit.facets = [...new Set(named.flatMap((term) => index.facets[term]))];
  if (unit.facets.length) unit.weight = Math.max(unit.weight, FACET);
  return unit;
}

/** What the index says of a word or a term: see `_with_forms` in `search/index.py`. */
async function entryOf(key, files) {
  const file = place(files.index.terms, key);
  if (file < 0) return undefined;
  const entries = await files.get(`terms-${file}`);
  return Object.hasOwn(entries, key) ? entries[key] : undefined;
}

/** How many records a term is in, and how much it counts in those where it counts most. */
async function postings(term, files) {
  const [text = ""] = (await entryOf(term, files))?.split("=") ?? [];
  const [count, ...rest] = numbers(text);
  const records = [];
  for (let at = 0; at < rest.length; ) {
    const grade = rest[at++];
    let left = rest[at++];
    for (let record = 0; left > 0; left--) records.push([(record += rest[at++]), grade]);
  }
  return { count, records };
}

/** The terms of words that begin like one that is being typed, those first that most records have. */
async function completions(word, files) {
  const firsts = files.index.terms;
  const from = Math.max(0, place(firsts, word));
  const next = firsts[from + 1]?.startsWith(word) ? [from + 1] : [];
  const read = await Promise.all([from, ...next].map((file) => (firsts.length ? files.get(`terms-${file}`) : {})));
  const entries = new Map(read.flatMap(Object.entries));
  const counts = new Map();
  for (const [key, entry] of entries) {
    if (!key.startsWith(word)) continue;
    const term = entry.split("=")[1] ?? key;
    const [count = 0] = numbers(entries.get(term)?.split("=")[0] ?? "");
    counts.set(term, count);
  }
  return [...counts].sort(([a, x], [b, y]) => y - x || compare(a, b)).slice(0, COMPLETIONS).map(([term]) => term);
}

/** The words that somebody may have meant: those that fewest slips are away, the most frequent ones. */
async function corrections(word, files) {
  const typed = folded(word);
  const most = typed.length < 4 ? 0 : typed.length < 8 ? 1 : 2;
  const right = Math.min(4, typed.length >> 1); // so many letters at one of its ends are taken for right
  const turned = [...typed].reverse().join("");
  const forms = await Promise.all([near("forms", typed, right, files), near("backward", turned, right, files)]);
  let best = new Map();
  let least = most + 1;
  for (const entry of forms.flat()) {
    const form = entry.slice(1);
    const plain = folded(form);
    const slips = Math.abs(plain.length - typed.length) > least ? Infinity : distance(typed, plain, least);
    if (slips > Math.min(least, most)) continue;
    if (slips < least) best = new Map();
    least = slips;
    best.set(form, Number(entry[0]) + (plain[0] === typed[0] ? 1 : 0));
  }
  const meant = [...best].sort(([a, x], [b, y]) => y - x || compare(a, b)).slice(0, 2).map(([form]) => form);
  return { slips: least, meant };
}

/** The words that begin like another with so many letters, as far as they stand near it: those of two files. */
async function near(name, word, letters, files) {
  const firsts = files.index[name];
  const start = word.slice(0, letters);
  const at = Math.max(0, place(firsts, word));
  const next = firsts[at + 1]?.startsWith(start) ? at + 1 : firsts[at]?.startsWith(start) ? at - 1 : at;
  const wanted = [...new Set([at, next])].filter((file) => firsts[file] !== undefined);
  const texts = await Promise.all(wanted.map((file) => files.get(`${name}-${file}`)));
  return texts.flatMap((text) => text.split(" "));
}

/** How many letters are wrong, missing, too many, or swapped with the next one; beyond `most`, more than that. */
function distance(a, b, most) {
  let [before, last] = [[], Array.from({ length: b.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= a.length; i++) {
    const now = [i];
    for (let j = 1; j <= b.length; j++) {
      now[j] = Math.min(last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) now[j] = Math.min(now[j], before[j - 2] + 1);
    }
    if (Math.min(...now) > most) return most + 1;
    [before, last] = [last, now];
  }
  return last[b.length];
}

/** The records of which a question is the whole title. */
async function titled(words, files) {
  if (!words.length) return [];
  const bytes = new TextEncoder().encode(words.map((word) => files.spelling.spelled(word)).join(" "));
  const hash = bytes.reduce((value, byte) => Math.imul(value ^ byte, 0x01000193) >>> 0, 0x811c9dc5);
  const found = await files.get(`titles-${hash % files.index.titles}`);
  return found[hash.toString(16)] ?? [];
}

/**
 * The records with their scores, the best first; of a group the best one, then others further down;
 * those of equal score as they stand. Whoever has typed a whole title wants what is called so.
 */
function ranked(scores, exact, index) {
  index.groupOf ??= groupsOf(index);
  const times = new Map();
  const better = ([a, x], [b, y]) => y - x || a - b;
  const sorted = [...scores].sort(better).slice(0, 5 * MOST);
  const lowered = sorted.map(([record, score]) => {
    const group = index.groupOf.get(record);
    const before = group === undefined ? 0 : (times.get(group) ?? 0);
    times.set(group, before + 1);
    return [record, score / 2 ** before];
  });
  const best = sorted[0]?.[1] ?? 0;
  const rest = lowered.filter(([record, score]) => score > best / ENOUGH && !exact.has(record)).sort(better);
  return [...[...exact].map((record) => [record, Infinity]), ...rest].slice(0, MOST);
}

/** Among the records that are shown first, those go ahead in which words stand side by side as in the question. */
async function closer(best, words, files) {
  const telling = (all) => all.filter((word) => !files.spelling.common.has(word)).map((word) => nearly(word, files));
  const asked = telling(words);
  if (asked.length < 2) return;
  const first = best.splice(0, AHEAD);
  const records = await shown(files, first.map(([record]) => record));
  const scored = first.map(([record, score], at) => {
    const pairs = new Set();
    for (const line of [records[at].title, ...records[at].text.map(([passage]) => passage)]) {
      const there = telling(files.spelling.words(line));
      there.slice(1).forEach((term, one) => pairs.add(`${there[one]} ${term}`));
    }
    const close = asked.slice(1).filter((term, one) => pairs.has(`${asked[one]} ${term}`)).length;
    return [record, score * (1 + (CLOSE * close) / (asked.length - 1))];
  });
  best.unshift(...scored.sort(([a, x], [b, y]) => (x === y ? a - b : y - x)));
}

/** What a word is a form of, as far as what was read already says. */
function nearly(word, files) {
  const spelled = files.spelling.spelled(word);
  const entries = files.read.get(`terms-${place(files.index.terms, spelled)}`);
  return (entries && Object.hasOwn(entries, spelled) && entries[spelled].split("=")[1]) || spelled;
}

/** The forms of terms, as far as what was read already says. */
function formsOf(terms, files) {
  const forms = new Set(terms);
  for (const [name, entries] of files.read) {
    if (!name.startsWith("terms-")) continue;
    for (const [key, entry] of Object.entries(entries)) {
      if (terms.has(entry.split("=")[1])) forms.add(key);
    }
  }
  return forms;
}

function groupsOf(index) {
  const groups = new Map();
  const steps = [...numbers(index.groups)];
  let at = 0;
  for (let one = 0; one < steps.length; one += 2) {
    at += steps[one];
    for (let left = steps[one + 1]; left > 0; left--) groups.set(at++, one);
  }
  return groups;
}

/** What a record can be chosen by: those with the same facets stand side by side. */
function facetsOf(record, index) {
  if (!index.ends) {
    let end = 0;
    index.ends = index.runs.map((run) => (end += run.at(-1)));
  }
  let [low, high] = [0, index.ends.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (index.ends[middle] > record) high = middle;
    else low = middle + 1;
  }
  return index.runs[low].slice(0, -1).map((number) => index.kinds[number]);
}

/** The last of the first keys that does not come behind a key; -1 if all do. */
function place(firsts, key) {
  let [low, high] = [0, firsts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(firsts[middle], key) <= 0) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** By code points, as Python sorts, and not by JavaScript's halves of them. */
function compare(a, b) {
  const [x, y] = [[...a], [...b]];
  const at = x.findIndex((letter, one) => letter !== y[one]);
  if (at < 0) return x.length - y.length;
  return at < y.length ? x[at].codePointAt(0) - y[at].codePointAt(0) : 1;
}

/** The inverse of `_numbers` in `search/index.py`. */
function* numbers(text) {
  let [number, shift] = [0, 0];
  for (const digit of text) {
    const value = VALUE.get(digit);
    number |= (value & 31) << shift;
    shift += 5;
    if (value < 32) {
      yield number;
      [number, shift] = [0, 0];
    }
  }
}

/** What a result shows of records. */
export function shown(files, records) {
  const { per_file } = files.index;
  return Promise.all(records.map(async (record) => (await files.get(`records-${Math.floor(record / per_file)}`))[record % per_file]));
}
