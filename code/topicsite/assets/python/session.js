/**
 * Python in the page: one session, which loads nothing before somebody wishes to run something.
 *
 *     const session = python();
 *     const result = await session.run("1 + 1", { name: "cell 1", output: (piece) => … });
 *
 * Pieces are `{kind: "stdout" | "stderr", text}`, `{kind: "figure", svg}`, `{kind: "value", text, html?}`
 * and `{kind: "error", …}`; a result is `{status: "done" | "error" | "stopped", error?, time}` with
 * the error's `type`, `message`, `traceback`, `cell` and `line`, and the time in milliseconds. Every
 * text in them comes from the code that ran: show it, and never take it for markup.
 *
 * While Python is loaded there are events "progress", whose `detail` says what is done (`step`), how
 * far the fetching is (`loaded` and `total` bytes), and both in words (`size` and `amount`).
 *
 * `stop` is answered at once, whatever Python does: a run that is stopped is `stopped`, puts nothing
 * more out, and the next one waits until Python is there again.
 */
import { _, number } from "../page/words.js";
import { keepOffline } from "./offline.js";
import { PythonFiles } from "./files.js";
import { Interpreter } from "./interpreter.js";
import { Sandbox } from "./sandbox.js";

const NEEDED = ["WebAssembly", "DecompressionStream"];
const STOPPED = { status: "stopped" };
const SPARE_AFTER = 1000; // milliseconds before a spare interpreter is started
const SPARE_MEMORY = 4; // gigabytes that a device must have for one
const PATIENCE = 3000; // milliseconds that an interrupted run has to end by itself, on a busy machine too

const megabytes = (bytes) => number(bytes / 1e6, 1);

let session;

/** The page's session; the same one for everybody. */
export function python() {
  return (session ??= new Session());
}

class Session extends EventTarget {
  /** "asleep", "loading", "ready", "running" or "lost"; each change is an event "state". */
  state = "asleep";
  #files;
  #sandbox;
  #interpreter;
  #spare;
  #starting;
  #ending = Promise.resolve();
  #last = Promise.resolve();
  #era = 0;
  #stopping = new AbortController();
  #installed = [];
  #furnished = false;

  /** Get Python ready; rejects with an Error whose message is fit to show. */
  start() {
    // What is about to be closed is nothing to start in.
    this.#starting ??= this.#ending.then(() => this.#begin()).catch((error) => {
      this.#starting = undefined;
      if (!error.stopped) this.#abandon(); // else the next start goes on with what has come
      this.#become("asleep");
      throw error;
    });
    return this.#starting;
  }

  /** Run a cell in the page's one namespace, after what was asked for before. */
  run(source, { name = "cell", output = () => {}, display = true } = {}) {
    return this.#turn("run", [source, name, display], output);
  }

  /**
   * Call `main(value)` of a module with this source, outside the reader's namespace.
   *
   * What goes in and comes out is JSON; NaN and infinities come out as null. Throws an Error with
   * the message of Python's, and its `type` and `traceback`.
   */
  async call(source, value) {
    const result = await this.#turn("call", [source, JSON.stringify(value)]);
    if (result.status === "done") return result.value;
    const { message = _("Python was stopped."), ...more } = result.error ?? {};
    throw Object.assign(new Error(message), more);
  }

  /** The names that cells have defined; none while Python is asleep or busy. */
  async names() {
    const names = this.state === "ready" ? await this.#interpreter.ask("names", []) : [];
    return Array.isArray(names) ? names : [];
  }

  /** Stop what is fetched and what runs, and what waits for its turn. */
  async stop() {
    this.#halt();
    const interpreter = this.#interpreter;
    if (!interpreter?.busy) return;
    if (globalThis.crossOriginIsolated) {
      interpreter.interrupt();
      const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE));
      await Promise.race([interpreter.busy, patience]);
      if (!interpreter.busy || interpreter !== this.#interpreter) return;
    }
    await this.#replace();
  }

  /** Forget everything that cells have defined, and whatever they did to Python. */
  async reset() {
    this.#halt();
    if (this.#interpreter) await this.#replace();
  }

  #halt() {
    this.#era += 1;
    this.#stopping.abort();
    this.#stopping = new AbortController();
    this.#files?.stop();
  }

  async #begin() {
    this.#become("loading");
    const lacking = NEEDED.find((name) => !(name in globalThis));
    if (lacking) throw new Error(_("This browser cannot run Python: it has no %(lacking)s.", { lacking }));
    if (!this.#furnished) await this.#furnish();
    this.#furnished = true;
    this.#interpreter = this.#spare ?? this.#interpret();
    this.#spare = undefined;
    await this.#interpreter.ready;
    this.#interpreter.onlost = (message) => this.#lose(message);
    this.#become("ready");
    setTimeout(() => this.#prepareSpare(), SPARE_AFTER);
    setTimeout(keepOffline, SPARE_AFTER);
  }

  /** Set the sandbox up and hand it the files, the first worker starting meanwhile. */
  async #furnish() {
    const files = (this.#files ??= new PythonFiles());
    const sandbox = (this.#sandbox ??= new Sandbox());
    files.onprogress = () => this.#progress(_("Fetching Python"));
    if (!this.#spare) {
      const open = async () => sandbox.open(await files.beside("frame.js"));
      const [manifest, worker] = await Promise.all([files.open(), files.beside("worker.js"), open()]);
      sandbox.keep("manifest.json", manifest);
      sandbox.keep("worker.js", worker);
      this.#spare = this.#interpret();
      this.#spare.onstep = (name) => this.#progress(_("Loading %(name)s", { name }));
    }
    await files.fetch(files.manifest.start, (name, bytes) => sandbox.keep(name, bytes));
    this.#progress(_("Starting Python"));
  }

  #interpret() {
    return new Interpreter(this.#sandbox);
  }

  async #turn(task, given, output = () => {}) {
    const { signal } = this.#stopping;
    const over = new AbortController();
    const stopped = new Promise((resolve) =>
      signal.addEventListener("abort", () => resolve(STOPPED), { signal: over.signal }),
    );
    const take = (piece) => signal.aborted || output(piece);
    const era = this.#era;
    const turn = this.#last.then(() => (era === this.#era ? this.#work(era, task, given, take) : STOPPED));
    this.#last = turn.catch(() => {});
    try {
      return await Promise.race([turn, stopped]);
    } finally {
      over.abort();
    }
  }

  async #work(era, task, given, output) {
    await this.start();
    if (era !== this.#era) return STOPPED;
    const install = await this.#install(given[0]);
    if (!Array.isArray(install)) return install; // Python broke down
    if (era !== this.#era) return STOPPED;
    const began = performance.now();
    const answer = this.#interpreter.ask(task, given, { install, output });
    this.#become("running"); // now there is something to stop
    const result = await answer;
    const time = performance.now() - began;
    if (install.length && this.#spare) this.#equip(this.#spare, install);
    if (this.state === "running") this.#become("ready");
    return { ...result, time };
  }

  /** Fetch the packages that a source imports for the first time; gives their names. */
  async #install(source) {
    const files = this.#files;
    const sandbox = this.#sandbox;
    const { packages } = files.manifest;
    const available = Object.keys(packages).filter((name) => source.includes(name));
    if (!available.length) return [];
    const wanted = await this.#interpreter.ask("wanted", [source, JSON.stringify(available)]);
    if (!Array.isArray(wanted)) return wanted;
    for (const name of wanted) {
      files.onprogress = () => this.#progress(_("Fetching %(name)s", { name }));
      await files.fetch(packages[name], (file, bytes) => sandbox.keep(file, bytes));
      if (!this.#installed.includes(name)) this.#installed.push(name);
      this.#progress(_("Loading %(name)s", { name }));
    }
    return wanted;
  }

  #prepareSpare() {
    const { deviceMemory = SPARE_MEMORY } = navigator;
    const interruptible = globalThis.crossOriginIsolated;
    if (this.#spare || interruptible || deviceMemory < SPARE_MEMORY || !this.#interpreter) return;
    this.#spare = this.#interpret();
    this.#equip(this.#spare);
  }

  /** Load into the spare interpreter what the first one needed: it may have to run the same. */
  #equip(spare, install = this.#installed) {
    const equipped = spare.ready.then(() => spare.ask("warm", [], { install }));
    equipped.catch(() => (this.#spare = undefined));
  }

  /** End the interpreter, and go on with the spare one or a new one. */
  async #replace(result = STOPPED) {
    const { id } = this.#interpreter;
    this.#interpreter.finish(result);
    this.#interpreter = undefined;
    this.#starting = undefined;
    // A frame that does not answer is lost with all that is in it.
    this.#ending = this.#sandbox.end(id).then((answered) => answered || this.#abandon());
    this.dispatchEvent(new Event("forgotten"));
    this.start().catch(() => {});
    await this.#ending;
  }

  #lose(message) {
    this.#era += 1;
    this.#become("lost");
    const told = _("Python broke down (%(message)s). What the cells had defined is gone; run them again.", { message });
    const error = { type: "Lost", message: told, traceback: told, cell: null, line: null };
    this.#replace({ status: "error", error });
  }

  #abandon() {
    this.#sandbox?.close();
    this.#files = this.#sandbox = this.#spare = this.#interpreter = undefined;
    this.#installed = [];
    this.#furnished = false;
  }

  #become(state) {
    if (this.state === state) return;
    this.state = state;
    this.dispatchEvent(new Event("state"));
  }

  #progress(step) {
    const { loaded = 0, total = 0 } = this.#files ?? {};
    const size = _("%(total)s MB", { total: megabytes(total) });
    const amount = _("%(loaded)s of %(total)s MB", { loaded: megabytes(loaded), total: megabytes(total) });
    const detail = { loaded, total, size, amount, step };
    this.dispatchEvent(new CustomEvent("progress", { detail }));
  }
}
