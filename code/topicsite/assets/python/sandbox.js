import { _ } from "../page/words.js";

/**
 * The page's end of the sandbox: a frame without an origin, and a port to each worker in it.
 *
 * Code in a page may be somebody else's. Hence it runs where there is no storage, no network and no
 * page to reach: in a worker of a frame whose policy allows nothing but its own script. See
 * `frame.js` for what runs in the frame.
 */
const PATIENCE = 1000; // milliseconds that the frame has to end a worker
const PATIENCE_TO_OPEN = 10_000; // and to say that it is there, on a machine that is busy
const CLOSED = _("Python cannot start here: the frame that it runs in does not answer. A content blocker, or a rule of this host, may forbid its script.");

export class Sandbox {
  #frame = document.createElement("iframe");
  #port;
  #ended = new Map();
  #watchers = new Map();
  #workers = 0;
  #opened;

  /** Put the frame with its script, as bytes, into the page, once; rejects if it does not come to life. */
  open(script) {
    return (this.#opened ??= this.#open(new TextDecoder().decode(script)));
  }

  async #open(script) {
    const nonce = crypto.getRandomValues(new Uint32Array(4)).join("-");
    const policy = `default-src 'none'; script-src 'nonce-${nonce}' 'wasm-unsafe-eval'; worker-src blob:`;
    Object.assign(this.#frame, { hidden: true, title: "Python", sandbox: "allow-scripts", allow: "cross-origin-isolated" });
    this.#frame.srcdoc =
      `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">` +
      `<script nonce="${nonce}">${script}</script>`;
    const loaded = new Promise((resolve) => this.#frame.addEventListener("load", resolve, { once: true }));
    document.body.append(this.#frame);
    await loaded;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const open = new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error(CLOSED)), PATIENCE_TO_OPEN);
      port1.addEventListener("message", ({ data }) => data.open && resolve());
    });
    port1.onmessage = ({ data }) => {
      if (data.ended) this.#ended.get(data.ended)?.();
      if (data.lost) this.#watchers.get(data.lost)?.(data.message);
      if (data.broken) for (const watcher of this.#watchers.values()) watcher(data.broken);
    };
    // The frame has no origin to name. Nothing but what is above can have loaded in it.
    this.#frame.contentWindow.postMessage(null, "*", [port2]);
    await open;
  }

  /** Hand a file over; the frame keeps it for every worker. */
  keep(file, bytes) {
    this.#port.postMessage({ file, bytes }, [bytes]);
  }

  /** Start a worker; gives its number and a port to it. */
  start() {
    const { port1, port2 } = new MessageChannel();
    const id = ++this.#workers;
    this.#port.postMessage({ start: id }, [port2]);
    return { id, port: port1 };
  }

  /** Be told when a worker breaks down. */
  watch(id, watcher) {
    this.#watchers.set(id, watcher);
  }

  /** Ask a worker to stop a task, begun or not; it may not be able to. */
  interrupt(id, task) {
    this.#port.postMessage({ interrupt: id, task });
  }

  /** End a worker at once; gives false if the frame itself does not answer. */
  async end(id) {
    const answer = new Promise((resolve) => {
      this.#ended.set(id, () => resolve(true));
      setTimeout(resolve, PATIENCE, false);
    });
    this.#port.postMessage({ end: id });
    return answer;
  }

  close() {
    this.#port?.close();
    this.#frame.remove();
  }
}
