// What the browser's scripts make of texts and words: JSON comes in, JSON goes out.
import { readFile } from "node:fs/promises";

const { assets, tables, texts, words } = JSON.parse(await readFile("/dev/stdin", "utf8"));
const { Spelling, folded } = await import(`${assets}/search/spelling.js`);
const { default: Stemmer } = await import(`${assets}/snowball/${tables.stemmer}.js`);
const spelling = new Spelling(tables);
const stemmer = new Stemmer();
process.stdout.write(
  JSON.stringify({
    words: texts.map((text) => spelling.words(text)),
    terms: words.map((word) => (spelling.common.has(word) ? spelling.spelled(word) : folded(stemmer.stem(spelling.spelled(word))))),
  }),
);
