/** Code as it comes from elsewhere, made what Python reads: without prompts, and without signs that a page sets for looks. */
import { TOKENS } from "./highlight.js";

// Spaces that are none to Python: no-break, of a fixed width, ideographic; see Unicode, category Zs.
const SPACES = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
// Signs without a width, among them the mark of byte order and the soft hyphen.
const NOTHING = /[\u00ad\u200b\u200e\u200f\u2060\ufeff]/g;
const MINUS = /[\u2010-\u2013\u2212]/g;
const DOUBLE = /[\u201c-\u201f\u2033]/g;
const SINGLE = /[\u2018-\u201b\u2032]/g;

const PROMPT = /^\s*(?:>>>|In \[\d*\]:) ?/;
const CONTINUED = /^\s*\.{3,}:? ?/;

/** The text that is put in the place of what was pasted. */
export function cleaned(text) {
  const lines = text.replace(/^\ufeff/, "").split(/\r\n?|\n|\u2028|\u2029/);
  return plain(withoutPrompts(lines).join("\n"));
}

/** A session with an interpreter as the code in it: what was answered to it is no code. */
function withoutPrompts(lines) {
  const first = lines.find((line) => line.trim());
  const inner = lines.map((line) => line.replace(SPACES, " "));
  if (!first || !PROMPT.test(first.replace(SPACES, " "))) return lines;
  return lines.flatMap((line, index) => {
    const prompt = PROMPT.exec(inner[index]) ?? CONTINUED.exec(inner[index]);
    return prompt ? [line.slice(prompt[0].length)] : [];
  });
}

/** Outside of texts and comments, where such signs may be meant. */
function plain(code) {
  let end = 0;
  let made = "";
  for (const { 0: token, index, groups } of code.matchAll(TOKENS)) {
    if (groups.s === undefined && groups.sd === undefined && groups.c === undefined) continue;
    made += straight(code.slice(end, index)) + token;
    end = index + token.length;
  }
  return made + straight(code.slice(end));
}

function straight(code) {
  return code
    .replace(SPACES, " ")
    .replace(NOTHING, "")
    .replace(MINUS, "-")
    .replace(DOUBLE, '"')
    .replace(SINGLE, "'");
}
