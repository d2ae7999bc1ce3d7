import { _ } from "../page/words.js";

const BLOCKED = _("the browser does not let its worker run, and does not say why. A content blocker, or a rule of this host, may forbid workers");

/** One Python: a worker in the sandbox, which does one task after the other. */
export class Interpreter {
  #sandbox;
  #port;
  #asked = new Map();
  #questions = 0;
  #fail;
  onstep = () => {};
  onlost = () => {};

  constructor(sandbox) {
    const { id, port } = sandbox.start();
    this.#sandbox = sandbox;
    /** Its number in the sandbox. */
    this.id = id;
    /** Settles when it can be asked, or cannot start. */
    this.ready = new Promise((resolve, reject) => {
      this.#fail = reject;
      port.onmessage = ({ data }) => {
        if (data.ready) resolve();
        if (data.step) this.onstep(data.step);
        if (data.lost) this.#lose(data.lost);
        for (const piece of data.pieces ?? []) this.#asked.get(data.id)?.output(piece);
        if ("result" in data) this.#answer(data.id, data.result);
      };
    });
    this.ready.catch(() => {}); // who waits for it is told
    // Where browsers have this event, it tells of a worker whose process is gone.
    port.addEventListener("close", () => this.#lose(_("it went away")));
    this.#port = port;
    // Once it works, an error that nobody caught is one of the reader's own callbacks.
    sandbox.watch(id, (message) => this.#fail(unstarted(message || BLOCKED)));
  }

  /** What is being done, as a promise; undefined when it rests. */
  get busy() {
    return [...this.#asked.values()].at(-1)?.answer;
  }

  /** Do a task, a function of `session.py`; gives what it returns. */
  ask(task, given, { install = [], output = () => {} } = {}) {
    const id = ++this.#questions;
    const question = { output };
    question.answer = new Promise((resolve) => (question.resolve = resolve));
    this.#asked.set(id, question);
    this.#port.postMessage({ id, task, given, install });
    return question.answer;
  }

  /** Ask it to stop what it was asked last. */
  interrupt() {
    this.#sandbox.interrupt(this.id, this.#questions);
  }

  /** Answer all that was asked, because nothing more will come. */
  finish(result) {
    this.onlost = () => {};
    this.#port.onmessage = null;
    for (const id of this.#asked.keys()) this.#answer(id, result);
  }

  #lose(message) {
    this.#fail(unstarted(message));
    this.onlost(message);
  }

  #answer(id, result) {
    this.#asked.get(id)?.resolve(result);
    this.#asked.delete(id);
  }
}

function unstarted(reason) {
  return new Error(_("Python does not start: %(reason)s.", { reason }));
}
