/**
 * Inside the frame that Python runs in: keeps the runtime's files, starts and ends workers.
 *
 * The frame has no origin of its own and a policy that forbids every request, and workers take both
 * over. All it can do is talk to its page, through the port that comes with the first message.
 * Messages in: `{file, bytes}`, `{start}` with a port for the worker, `{end}`, `{interrupt}`.
 * Messages out: `{ended}`, `{lost}` with a worker that broke down, `{broken}` when none can start.
 */
"use strict";

// Together these are the worker's script: a worker that may load no script has to bring all of it.
const SCRIPTS = ["pyodide.asm.js", "pyodide.js", "python-worker.js"];

const files = new Map();
const workers = new Map();
const waiting = [];
let page;
let program;
let module;

addEventListener("message", (event) => {
  if (page || event.source !== parent) return;
  [page] = event.ports;
  page.onmessage = ({ data, ports }) => {
    if (data.file) keep(data.file, data.bytes);
    if (data.start) start(data.start, ports[0]);
    if (data.end) end(data.end);
    if (data.interrupt) interrupt(data.interrupt);
  };
});

function keep(name, bytes) {
  if (name === "pyodide.asm.wasm") {
    // Compiled once, for every worker to come.
    module = WebAssembly.compile(bytes);
    module.catch((error) => page.postMessage({ broken: String(error) }));
    for (const { worker } of workers.values()) handModule(worker);
    return;
  }
  files.set(name, bytes);
  if (!SCRIPTS.includes(name)) {
    for (const { worker } of workers.values()) worker.postMessage({ file: name, bytes });
  } else if (SCRIPTS.every((script) => files.has(script))) {
    const parts = SCRIPTS.flatMap((script) => [files.get(script), "\n"]);
    program = URL.createObjectURL(new Blob(parts, { type: "text/javascript" }));
    for (const [id, port] of waiting.splice(0)) start(id, port);
  }
}

async function handModule(worker) {
  worker.postMessage({ module: await module });
}

function start(id, port) {
  if (!program) {
    waiting.push([id, port]);
    return;
  }
  const worker = new Worker(program);
  // Shared memory, by which a run can be interrupted, is there only where the page is isolated.
  const interrupts = self.crossOriginIsolated ? new Uint8Array(new SharedArrayBuffer(1)) : undefined;
  workers.set(id, { worker, interrupts });
  worker.onerror = (event) => {
    event.preventDefault();
    // The worker's own end of the port is gone with it.
    page.postMessage({ lost: id, message: event.message });
  };
  worker.postMessage({ port, interrupts }, [port]);
  for (const [name, bytes] of files) {
    if (!SCRIPTS.includes(name)) worker.postMessage({ file: name, bytes });
  }
  if (module) handModule(worker);
}

function end(id) {
  workers.get(id)?.worker.terminate();
  workers.delete(id);
  page.postMessage({ ended: id });
}

function interrupt(id) {
  const { interrupts } = workers.get(id) ?? {};
  if (interrupts) interrupts[0] = 2; // SIGINT
}
