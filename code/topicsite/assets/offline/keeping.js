/** Pages, and all that they load, in a cache that stays until the reader empties it. */
const LIST = "kept.json"; // which paths are kept, in the cache itself
const FILES = new URL("../files.json", import.meta.url); // all that scripts may load, as the build wrote it
const LOADED = "script[src], link[rel~=stylesheet][href], link[rel~=preload][href], link[rel~=icon][href], img[src]";

export class Keeping {
  #stopping = new AbortController();
  #texts = new Map(); // of the pages that were measured

  /** `worker`: the address of the service worker, which serves what lies beside and below it. */
  constructor(worker) {
    this.scope = new URL(".", worker);
    this.name = `topicsite ${this.scope.pathname}`; // as the worker names its caches
  }

  stop() {
    this.#stopping.abort();
    this.#stopping = new AbortController();
  }

  /** What is kept of a path: its `bytes`, and whether it `isOld`, as its Python is there no more. */
  async kept(path) {
    const found = (await this.#list())[path];
    if (!found) return undefined;
    const isOld = found.python.length > 0 && !(await caches.has(this.#pythonCache(found.python[0])));
    return { bytes: found.bytes, isOld };
  }

  /** How many bytes pages take with what they load, and beside that the Python of their code. */
  async measure(pages) {
    const { files, python } = await this.#needs(pages);
    return { size: sum(files), python: sum(python) };
  }

  /** Keep pages under the name of a path; `told` gets the bytes that have come, and all. */
  async keep(path, pages, withPython, told) {
    const { signal } = this.#stopping;
    const needs = await this.#needs(pages);
    const python = withPython ? needs.python : new Map();
    const total = sum(needs.files) + sum(python);
    let loaded = 0;
    const fetched = async (files, cacheOf) => {
      for (const [url, size] of files) {
        signal.throwIfAborted();
        const cache = await caches.open(cacheOf(url));
        if (cacheOf(url) === this.#cache || !(await cache.match(url))) await cache.put(url, await this.#fetch(url));
        told((loaded += size), total);
      }
    };
    try {
      await fetched(needs.files, () => this.#cache);
      await fetched(python, (url) => this.#pythonCache(url));
      const list = await this.#list();
      list[path] = { files: [...needs.files.keys()], python: [...python.keys()], bytes: total };
      await this.#write(list);
    } catch (error) {
      await this.#sweep(); // a part of a path is of no use, and takes room
      throw error;
    }
  }

  /** Remove what no other path has; Python stays as long as it would without. */
  async remove(path) {
    const list = await this.#list();
    delete list[path];
    await this.#write(list);
    await this.#sweep();
  }

  /** Remove what no path has that is listed. */
  async #sweep() {
    const list = await this.#list();
    if (!Object.keys(list).length) {
      await caches.delete(this.#cache);
      return;
    }
    const cache = await caches.open(this.#cache);
    const needed = new Set([new URL(LIST, this.scope).href, ...Object.values(list).flatMap(({ files }) => files)]);
    for (const { url } of await cache.keys()) if (!needed.has(url)) await cache.delete(url);
  }

  get #cache() {
    return `${this.name} kept`;
  }

  #pythonCache(url) {
    return `${this.name} python ${new URL(url).pathname.split("/").at(-2)}`;
  }

  async #list() {
    if (!(await caches.has(this.#cache))) return {};
    const found = await (await caches.open(this.#cache)).match(new URL(LIST, this.scope));
    return found ? found.json() : {};
  }

  async #write(list) {
    await (await caches.open(this.#cache)).put(new URL(LIST, this.scope), Response.json(list));
  }

  async #fetch(url) {
    const answer = await fetch(url, { cache: "no-cache", signal: this.#stopping.signal });
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    return answer;
  }

  async #text(url) {
    if (!this.#texts.has(url)) this.#texts.set(url, await (await this.#fetch(url)).text());
    return this.#texts.get(url);
  }

  /** All files of pages and of Python with their sizes, those of unknown size with 0. */
  async #needs(pages) {
    const files = new Map(JSON.parse(await this.#text(FILES.href)).map(([below, size]) => [new URL(below, this.scope).href, size]));
    files.set(FILES.href, 0);
    const python = new Map();
    for (const url of pages) {
      const text = await this.#text(url);
      files.set(url, new Blob([text]).size);
      const page = new DOMParser().parseFromString(text, "text/html");
      for (const one of page.querySelectorAll(LOADED)) {
        const loaded = new URL(one.getAttribute("src") ?? one.getAttribute("href"), url);
        loaded.hash = "";
        if (loaded.href.startsWith(this.scope) && !files.has(loaded.href)) files.set(loaded.href, 0);
      }
      const manifest = page.querySelector('meta[name="topicsite-python"]')?.content;
      if (manifest) await this.#addPython(new URL(manifest, url), [...page.querySelectorAll(".highlight")].map((one) => one.textContent).join(), python);
    }
    return { files, python };
  }

  /** The files of Python that code needs; a package is wanted when its name is in the code, as when it runs. */
  async #addPython(manifest, code, files) {
    const { start, packages, files: listed } = JSON.parse(await this.#text(manifest.href));
    const wanted = Object.keys(packages).filter((name) => code.includes(name));
    files.set(manifest.href, 0);
    for (const name of [...start, ...wanted.flatMap((one) => packages[one])]) files.set(new URL(name, manifest).href, listed[name].size);
  }
}

const sum = (files) => [...files.values()].reduce((all, size) => all + size, 0);
