/**
 * Run and edit the code of an example where it stands.
 *
 * Without this script the page reads as it was built. With it each cell gets a button; Python itself
 * is loaded when a reader first runs something, and the editor when one first edits.
 */
import { make } from "../page/make.js";
import { _, ngettext, number } from "../page/words.js";
import { Cell, notice } from "./cell.js";
import { forgetEdit, keepEdit, keptEdits, watchEdits } from "./edits.js";

const WARM_UP = 150; // milliseconds that a pointer rests on a button before Python is loaded

// What is drawn at random, and from how many starts; see `lesson/trials.py`.
const SET = `
import os


def main(settings):
    os.environ.update(settings)
`;

class TopicsiteNotebook extends HTMLElement {
  starts = 0; // the base of all draws
  every = false; // whether all starts are run where the code has said that few will do at first
  #session;
  #last = Promise.resolve();
  #stopping = new AbortController();
  #known; // the settings that Python knows of, as JSON
  #live;
  #said;

  connectedCallback() {
    if (this.cells) return;
    this.cells = [...this.querySelectorAll(".cell")].map((element, index) => new Cell(element, index + 1, this));
    this.#live = make("p", { className: "ts-sr" });
    this.#live.setAttribute("role", "status");
    this.append(this.#live);
    this.#restore();
    watchEdits((id, edit) => this.#follow(id, edit));
    addEventListener("hashchange", () => this.#receive());
    this.#receive();
  }

  /** Run a cell, after those above it whose names are not there. */
  runThrough(cell) {
    const missing = (other) => other.number < cell.number && !other.ran && !other.exercise && other.state === "rest";
    const above = cell.exercise ? [] : this.cells.filter(missing);
    if (above.length) this.say(ngettext("Running the %(number)s cell above first.", "Running the %(number)s cells above first.", above.length));
    return this.run([...above, cell]);
  }

  /** Run cells in order, after those that wait; an error ends it, unless the page means it. */
  run(cells) {
    const wanted = cells.filter((cell) => cell.state === "rest");
    for (const cell of wanted) cell.wait();
    const { signal } = this.#stopping;
    this.#last = this.#last.then(async () => {
      let failed;
      for (const cell of wanted) {
        if (signal.aborted || failed) cell.rest(failed && !signal.aborted ? _("not run: cell %(number)s failed", failed) : _("not run"));
        else if (!(await this.#runOne(cell, signal))) failed = cell;
      }
    });
    return this.#last;
  }

  /** Stop what runs, what is loaded for it, and what waits. */
  async stop() {
    this.#halt();
    this.say(_("Stopping."));
    await this.#session?.stop();
  }

  /** Forget what the cells have defined. */
  async reset() {
    this.#halt();
    await this.#session?.reset();
    this.say(_("Everything that the cells had defined is forgotten."));
  }

  #halt() {
    this.#stopping.abort();
    this.#stopping = new AbortController();
  }

  /** Run cells with all draws moved to a base; the page itself was made from base 0. */
  async runFrom(base, cells) {
    this.starts = base;
    this.tell(
      base ? _("All random draws are moved (starts %(base)s). What the text says of single numbers is about the page's own.", { base }) : "",
      [[_("Back to the page's starts"), () => this.runFrom(0, cells)]],
    );
    await this.#runAnew(cells);
  }

  /** Run cells with every start that the page was made from, or with few of them again. */
  async runStarts(every, cells) {
    this.every = every;
    await this.#runAnew(cells);
  }

  /** Run cells again, all of them: what runs or waits meanwhile began otherwise, and is given up. */
  async #runAnew(cells) {
    if (this.running) await this.stop();
    await this.#last;
    await this.run(cells);
  }

  names() {
    return this.#session?.names() ?? [];
  }

  /** Load Python for a pointer that stays; a reader who saves data is left alone. */
  warmUp() {
    if (this.#session || navigator.connection?.saveData) return;
    setTimeout(() => {
      if (this.querySelector(".cell-run:hover")) this.#connect().then((session) => session.start()).catch(() => {});
    }, WARM_UP);
  }

  async openMenu(cell, opener) {
    const { openMenu } = await import("./menu.js");
    openMenu(this, cell, opener);
  }

  /** Tell those who do not see the page, once. */
  say(words) {
    if (words === this.#said) return;
    this.#said = words;
    this.#live.textContent = words;
  }

  async #runOne(cell, signal) {
    cell.tell();
    cell.run(this.#session?.state === "ready" ? _("running") : _("starting"));
    this.running = cell;
    // Whatever does not come, such as a script on a network that stands still, a reader can stop.
    const stopped = new Promise((resolve) =>
      signal.addEventListener("abort", () => resolve({ status: "stopped" }), { once: true }),
    );
    const run = { source: cell.source };
    try {
      const result = await Promise.race([this.#execute(cell, run, signal), stopped]);
      const ended = result.status !== "stopped" && result.error?.type !== "Lost";
      run.output?.finish(ended);
      if (ended || run.output?.begun) cell.outputsOf = run.source;
      return this.#conclude(cell, result, run);
    } catch (error) {
      cell.rest();
      cell.tell(error.message, [[_("Try again"), () => this.runThrough(cell)]]);
      this.say(error.message);
      return false;
    } finally {
      this.running = undefined;
    }
  }

  async #execute(cell, run, signal) {
    const scripts = [import("./output.js"), import("./starts.js")];
    const [session, { Output }, { fewOf }] = await Promise.all([this.#connect(), ...scripts]);
    await this.#set(session);
    if (signal.aborted) return { status: "stopped" };
    const alternatives = cell.edited
      ? cell.alternatives.map((text) => _("The code was edited. Before, the figure showed: %(text)s", { text }))
      : cell.alternatives;
    run.few = this.every ? undefined : fewOf(run.source);
    run.output = new Output(cell.outputs, { alternatives, name: _("cell %(number)s", cell) });
    return session.run(run.source, { name: cell.name, output: (piece) => run.output.take(piece) });
  }

  /** Let Python know which starts are to be run, unless it does. */
  async #set(session) {
    const settings = { TOPICSITE_STARTS: String(this.starts), TOPICSITE_FEW: this.every ? "" : "1" };
    const known = JSON.stringify(settings);
    if (known !== this.#known) await session.call(SET, settings);
    this.#known = known;
  }

  #conclude(cell, { status, error, time }, { output, few }) {
    if (status === "stopped") {
      cell.rest(_("stopped"));
      this.say(_("Cell %(number)s was stopped.", cell));
      return false;
    }
    const meant = cell.raises && error?.type !== "Lost";
    cell.ran = status === "done" || meant;
    const ran = status === "done" ? _("ran in %(time)s", { time: seconds(time) }) : _("failed");
    cell.rest(cell.edited ? `${_("edited")}, ${ran}` : ran);
    if (error?.type === "Lost") cell.tell(error.message, [[_("Run again"), () => this.runThrough(cell)]]);
    if (error?.type.includes("MemoryError")) {
      cell.tell(_("The page's Python has no memory left."), [[_("Forget everything"), () => this.reset()]]);
    }
    if (status === "done" && !this.every) cell.took = time;
    if (status === "done" && few) this.#tellOfFew(cell, few);
    const done = status === "done" ? _("Cell %(number)s is done", cell) : _("Cell %(number)s failed", cell);
    this.say(`${[done, output.summary].filter(Boolean).join(": ")}.`);
    return cell.ran;
  }

  #tellOfFew(cell, { few, planned }) {
    const all = this.cells.filter((one) => !one.exercise);
    const times = Math.ceil(planned / few);
    cell.tell(
      _("%(few)s of %(planned)s starts ran here. The published outcome is that of all, which take up to %(times)s times as long.", {
        ...{ few, planned, times },
      }),
      [[_("Run all starts"), () => this.runStarts(true, all)]],
    );
  }

  async #connect() {
    const { python } = await import("../python/session.js");
    if (this.#session) return this.#session;
    const session = (this.#session = python());
    session.addEventListener("progress", ({ detail }) => this.#progress(detail));
    session.addEventListener("state", () => {
      if (session.state === "running") this.running?.run();
    });
    session.addEventListener("forgotten", () => {
      for (const cell of this.cells) cell.ran = false;
      this.#known = undefined;
    });
    return session;
  }

  #progress({ loaded, total, size, amount, step }) {
    const fetching = loaded < total;
    this.running?.progress(fetching ? `${step}: ${amount}` : step, total ? loaded / total : 0);
    if (this.running) this.say(fetching ? `${step}, ${size}.` : `${step}.`);
  }

  /** Bring back what the reader wrote, also where cells have moved or changed since. */
  #restore() {
    for (const { id, digest, source } of keptEdits()) {
      const same = this.cells.find((cell) => cell.id === id);
      const cell = same?.digest === digest ? same : (this.cells.find((other) => other.digest === digest) ?? same);
      if (!cell) continue;
      if (cell !== same) {
        forgetEdit(id);
        keepEdit(cell.id, digest, source);
      }
      cell.show(source);
      if (cell.digest !== digest && source !== cell.original) this.#tellOfChange(cell);
    }
  }

  #tellOfChange(cell) {
    cell.tell(_("You edited an earlier version of this code, which has changed since. You see yours."), [
      [_("Keep mine"), () => cell.keep()],
      [_("Show the new one"), () => cell.revert()],
    ]);
  }

  /** Follow an edit in another tab, unless the reader is at work on the same cell here. */
  #follow(id, edit) {
    const cell = this.cells.find((other) => other.id === id);
    if (cell && !cell.element.contains(document.activeElement)) cell.show(edit?.source ?? cell.original);
  }

  async #receive() {
    if (!location.hash.startsWith("#code=")) return;
    const { receive } = await import("./share.js");
    await receive(this, location.hash.slice("#code=".length));
  }

  /** Show a message above everything. */
  tell(words, actions = []) {
    this.banner?.remove();
    if (!words) return;
    this.banner = notice(words, actions);
    this.prepend(this.banner);
    this.say(words);
  }
}

const seconds = (time) => _("%(seconds)s s", { seconds: number(time / 1000, time < 950 ? 2 : 1) });

customElements.define("topicsite-notebook", TopicsiteNotebook);
