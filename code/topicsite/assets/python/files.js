import { _ } from "../page/words.js";

/**
 * The files that Python is made of: found by the page's meta tag, fetched with progress, verified.
 */
const ATTEMPTS = ["default", "reload"]; // the second one goes past every cache

export class PythonFiles {
  #taken = new Set();
  #wanted = new Set();
  #stopping = new AbortController();

  /** Addresses come from the page: `<meta name="topicsite-python" content="…/manifest.json">`. */
  constructor() {
    const meta = document.querySelector('meta[name="topicsite-python"]');
    if (!meta) throw new Error(_("This page comes without Python."));
    this.address = new URL(meta.content, document.baseURI);
    this.loaded = 0;
    this.onprogress = () => {};
  }

  /** Bytes of all that was ever wanted. */
  get total() {
    return [...this.#wanted].reduce((total, name) => total + this.manifest.files[name].size, 0);
  }

  /** End what is being fetched; it rejects with an Error that is `stopped`. What has come is kept. */
  stop() {
    this.#stopping.abort();
    this.#stopping = new AbortController();
  }

  /** A file that belongs to this script, such as `frame.js`. */
  beside(name) {
    return download(new URL(name, import.meta.url), { signal: this.#stopping.signal });
  }

  /** Read the list of files, whose folder is named after its hash; gives its bytes. */
  async open() {
    const version = this.address.pathname.split("/").at(-2);
    const bytes = await this.#verified("manifest.json", (hash) => hash.startsWith(version));
    this.manifest = JSON.parse(new TextDecoder().decode(bytes));
    return bytes;
  }

  /** Fetch files that the list names, all at once and each once; `take(name, bytes)` gets it as it comes. */
  async fetch(names, take) {
    const wanted = names.filter((name) => !this.#taken.has(name));
    for (const name of wanted) this.#wanted.add(name);
    await Promise.all(
      wanted.map(async (name) => {
        take(name, await this.#listed(name));
        this.#taken.add(name);
      }),
    );
  }

  #listed(name) {
    const { size, sha256 } = this.manifest.files[name];
    return this.#verified(name, (hash, bytes) => hash === sha256 && bytes.byteLength === size, (more) => {
      this.loaded += more;
      this.onprogress();
    });
  }

  /** Fetch a file that passes a test of its hash; a damaged one is fetched again, past every cache. */
  async #verified(name, isRight, count = () => {}) {
    const { signal } = this.#stopping;
    for (const cache of ATTEMPTS) {
      let counted = 0;
      let right = false;
      const counting = (more) => {
        counted += more;
        count(more);
      };
      try {
        const bytes = await download(new URL(name, this.address), { cache, counting, signal });
        const hash = await digest(bytes);
        right = hash === undefined || isRight(hash, bytes);
        if (right) return bytes;
      } finally {
        if (!right) count(-counted);
      }
    }
    throw new Error(_("%(name)s, a part of Python, came damaged, twice. Reload the page to try again.", { name }));
  }
}

async function download(address, { cache = "default", counting = () => {}, signal }) {
  const name = address.pathname.split("/").pop();
  try {
    const response = await fetch(address, { cache, signal });
    if (!response.ok) throw new Error(_("the site answers %(status)s", response));
    const pieces = [];
    const reader = response.body.getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      pieces.push(piece.value);
      counting(piece.value.length);
    }
    return joined(pieces);
  } catch (error) {
    if (signal.aborted) throw Object.assign(new Error(_("Python was stopped.")), { stopped: true });
    const values = { name, reason: error.message };
    throw new Error(_("%(name)s, a part of Python, cannot be loaded: %(reason)s. Are you connected?", values));
  }
}

/** Pieces as one; a Blob would send them to another process and back. */
function joined(pieces) {
  const whole = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
  let end = 0;
  for (const piece of pieces) {
    whole.set(piece, end);
    end += piece.length;
  }
  return whole.buffer;
}

/** The SHA-256 of bytes in hexadecimal; `undefined` where a page cannot know, being unsecured. */
async function digest(bytes) {
  if (!globalThis.crypto?.subtle) return undefined;
  const hash = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
