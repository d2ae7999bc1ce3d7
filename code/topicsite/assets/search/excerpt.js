/** The sentence of a record that answers a question best, and what to mark in it. */
import { folded } from "./spelling.js";

const LONGEST = 220;

/**
 * @param record a record as the index shows it.
 * @param spelling of the index.
 * @param marks what `find` said is to be marked.
 * @returns {{ pieces: { text: string, marked: boolean }[], anchor: string }}
 */
export function excerpt(record, spelling, marks) {
  let best = { score: -1, text: "", anchor: "" };
  for (const [text, anchor = ""] of record.text) {
    for (const sentence of text.split(/\n|(?<=[.!?…])\s+/)) {
      const found = new Set();
      for (const { word } of spelling.places(sentence)) {
        if (isMarked(word, spelling, marks)) found.add(spelling.spelled(word));
      }
      if (found.size > best.score) best = { score: found.size, text: sentence, anchor };
    }
  }
  return { pieces: marked(around(best.text, spelling, marks), spelling, marks), anchor: best.score > 0 ? best.anchor : "" };
}

/** A text in pieces, of which some are to be marked. */
export function marked(text, spelling, marks) {
  const pieces = [];
  let end = 0;
  for (const place of spelling.places(text)) {
    if (place.start < end || !isMarked(place.word, spelling, marks)) continue;
    if (place.start > end) pieces.push({ text: text.slice(end, place.start), marked: false });
    pieces.push({ text: text.slice(place.start, place.end), marked: true });
    end = place.end;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), marked: false });
  return pieces;
}

function isMarked(word, spelling, { forms, begun }) {
  return forms.has(spelling.spelled(word)) || (begun !== "" && folded(word).startsWith(begun));
}

/** A sentence, or the part of a long one where the first word that is to be marked stands. */
function around(text, spelling, marks) {
  if (text.length <= LONGEST) return text;
  const first = [...spelling.places(text)].find(({ word }) => isMarked(word, spelling, marks));
  const from = Math.max(0, Math.min((first?.start ?? 0) - LONGEST / 3, text.length - LONGEST));
  const start = from > 0 ? text.indexOf(" ", from) + 1 : 0;
  const last = text.lastIndexOf(" ", start + LONGEST);
  const end = start + LONGEST < text.length && last > start ? last : text.length;
  return `${start > 0 ? "… " : ""}${text.slice(start, end)}${end < text.length ? " …" : ""}`;
}
