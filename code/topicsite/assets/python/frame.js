/**
 * Inside the frame that Python runs in: keeps the runtime's files, starts and ends workers.
 *
 * The frame has no origin of its own and a policy that forbids every request, and workers take both
 * over. All it can do is talk to its page, through the port that comes with the first message.
 * Messages in: `{file, bytes}`, `{start}` with a port for the worker, `{end}`, and `{interrupt}` with the
 * number of the `task`.
 * Messages out: `{open}` when it can be talked to, `{ended}`, `{lost}` with a worker that broke down
 * and a message where the browser gives one, `{broken}` when none can start.
 */
"use strict";

// Together these are the worker's script: a worker that may load no script has to bring all of it.
const SCRIPTS = ["pyodide.asm.js", "pyodide.js", "worker.js"];

const STANDARD_LIBRARY = "python_stdlib.zip"; // which Python reads as it is

const scripts = new Map();
const files = new Map();
const workers = new Map();
const waiting = [];
let page;
let program;

addEventListener("message", (event) => {
  if (page || event.source !== parent) return;
  [page] = event.ports;
  page.onmessage = ({ data, ports }) => {
    if (data.file) keep(data.file, data.bytes);
    if (data.start) start(data.start, ports[0]);
    if (data.end) end(data.end);
    if (data.interrupt) interrupt(data.interrupt, data.task);
  };
  page.postMessage({ open: true });
});

function keep(name, bytes) {
  if (SCRIPTS.includes(name)) {
    scripts.set(name, bytes);
    if (scripts.size === SCRIPTS.length) assemble();
    return;
  }
  const content = prepared(name, bytes);
  content.catch((error) => page.postMessage({ broken: String(error) }));
  files.set(name, content);
  for (const { worker } of workers.values()) hand(worker, name);
}

/** What workers are given of a file: made once, for every worker to come. */
async function prepared(name, bytes) {
  if (name.endsWith(".wasm")) return WebAssembly.compile(bytes);
  return /\.(zip|whl)$/.test(name) && name !== STANDARD_LIBRARY ? unzip(bytes) : bytes;
}

async function hand(worker, name) {
  worker.postMessage({ file: name, content: await files.get(name) });
}

function assemble() {
  const parts = SCRIPTS.flatMap((name) => [scripts.get(name), "\n"]);
  program = URL.createObjectURL(new Blob(parts, { type: "text/javascript" }));
  for (const [id, port] of waiting.splice(0)) start(id, port);
}

function start(id, port) {
  if (!program) {
    waiting.push([id, port]);
    return;
  }
  let worker;
  try {
    worker = new Worker(program);
  } catch (error) {
    page.postMessage({ lost: id, message: error.message });
    return;
  }
  // Shared memory, by which a run can be interrupted, is there only where the page is isolated.
  const interrupts = self.crossOriginIsolated ? new Int32Array(new SharedArrayBuffer(8)) : undefined;
  workers.set(id, { worker, interrupts });
  worker.onerror = (event) => {
    event.preventDefault();
    // The worker's own end of the port is gone with it.
    page.postMessage({ lost: id, message: event.message });
  };
  worker.postMessage({ port, interrupts }, [port]);
  for (const name of files.keys()) hand(worker, name);
}

function end(id) {
  workers.get(id)?.worker.terminate();
  workers.delete(id);
  page.postMessage({ ended: id });
}

function interrupt(id, task) {
  const { interrupts } = workers.get(id) ?? {};
  if (!interrupts) return;
  // In this order: a worker that has yet to begin the task clears the signal, then looks here.
  Atomics.store(interrupts, 1, task);
  Atomics.store(interrupts, 0, 2); // SIGINT
}

/** The files in an archive, as pairs of path and content; the browser is faster at this than Python. */
async function unzip(archive) {
  const view = new DataView(archive);
  const short = (at) => view.getUint16(at, true);
  const long = (at) => view.getUint32(at, true);
  let end = archive.byteLength - 22;
  while (long(end) !== 0x06054b50) end -= 1;
  const found = [];
  // Entries of the central directory; see APPNOTE.TXT of PKWARE, 4.3.12 and 4.3.16.
  for (let at = long(end + 16); at < end; at += 46 + short(at + 28) + short(at + 30) + short(at + 32)) {
    const path = new TextDecoder().decode(new Uint8Array(archive, at + 46, short(at + 28)));
    const local = long(at + 42);
    const start = local + 30 + short(local + 26) + short(local + 28);
    const packed = new Uint8Array(archive, start, long(at + 20));
    if (!path.endsWith("/")) found.push(inflated(packed, short(at + 10)).then((content) => [path, content]));
  }
  return Promise.all(found);
}

async function inflated(packed, method) {
  if (method === 0) return packed.slice();
  const stream = new Response(packed).body.pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
