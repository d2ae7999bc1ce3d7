/** The files of the index: each is fetched when it is asked for, once, and none before. */
import { Spelling } from "./spelling.js";

export class Files {
  /** @param address that of `index.json`. */
  constructor(address) {
    this.address = address;
  }

  /** Read `index.json`, which says how the others are cut. */
  async open() {
    // It names the others: one that a browser kept may name what is gone.
    const index = await json(this.address, { cache: "no-cache" });
    for (const name of ["terms", "forms", "backward"]) index[name] = index[name] ? index[name].split(" ") : [];
    this.index = index;
    this.spelling = new Spelling(index.spelling);
    this.kept = new Map();
    this.read = new Map();
    this.whole = undefined;
  }

  /** The content of a file. */
  get(name) {
    if (!this.kept.has(name)) {
      const asked = this.fetch(name);
      this.kept.set(name, asked);
      asked.then((content) => this.read.set(name, content), () => this.kept.delete(name));
    }
    return this.kept.get(name);
  }

  async fetch(name) {
    try {
      return await json(this.of(name));
    } catch (error) {
      // Without a network, what was kept whole has it too.
      if (error.status || !this.index.whole) throw error;
      return (await this.all())[name];
    }
  }

  /** All files in one, which a small site has. */
  all() {
    if (!this.whole) {
      this.whole = json(this.of("all"));
      this.whole.catch(() => (this.whole = undefined));
    }
    return this.whole;
  }

  of(name) {
    return new URL(`${this.index.version}/${name}.json`, this.address).href;
  }

  /** What takes the endings off words; most questions do without. */
  stem() {
    this.stemmer ??= stemmer(this.index.spelling.stemmer);
    return this.stemmer;
  }
}

async function stemmer(name) {
  if (!name) return (word) => word;
  const { default: Stemmer } = await import(`../snowball/${name}.js`);
  const made = new Stemmer();
  return (word) => made.stem(word);
}

async function json(address, options) {
  const answer = await fetch(address, options);
  if (!answer.ok) throw Object.assign(new Error(`${answer.status} ${address}`), { status: answer.status });
  return answer.json();
}
