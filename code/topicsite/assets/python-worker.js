/**
 * Python in its worker: starts Pyodide from files that are handed over, runs what the page sends.
 *
 * This text follows `pyodide.asm.js` and `pyodide.js` in one script; see `sandbox.js`. A worker has
 * no way to the network: `fetch` answers from what was handed over, and the policy forbids the rest.
 */
"use strict";

(() => {
  const TASKS = ["run", "call", "names", "wanted", "warm", "installed"]; // functions of `session.py`
  const PACKAGES = "/lib/python3.12/site-packages";
  // Files have addresses for Pyodide's sake; the name is reserved for what cannot be reached.
  const FOLDER = "https://python.invalid/";
  const later = () => {
    const promise = {};
    promise.value = new Promise((resolve) => (promise.resolve = resolve));
    return promise;
  };
  const OPTIONS = { indexURL: FOLDER, stdout: console.debug, stderr: console.debug };
  const files = new Map();
  const file = (name) => files.get(name) ?? files.set(name, later()).get(name);
  const module = later();
  const installed = new Set();
  let port;

  self.fetch = async (address) => {
    const url = String(address.url ?? address);
    if (!url.startsWith(FOLDER)) throw new TypeError("code in a page cannot reach the network");
    return new Response(await file(url.slice(FOLDER.length)).value);
  };
  WebAssembly.instantiateStreaming = async (_, imports) => {
    const compiled = await module.value;
    return { module: compiled, instance: await WebAssembly.instantiate(compiled, imports) };
  };

  self.onmessage = ({ data }) => {
    if (data.file) file(data.file).resolve(data.bytes);
    if (data.module) module.resolve(data.module);
    if (data.port) {
      port = data.port;
      start(data.interrupts).catch((error) => port.postMessage({ lost: String(error) }));
    }
  };

  async function start(interrupts) {
    const [description, pyodide] = await Promise.all([file("manifest.json").value, loadPyodide(OPTIONS)]);
    const manifest = JSON.parse(new TextDecoder().decode(description));
    port.postMessage({ step: "Loading NumPy" });
    await install(pyodide, manifest.start.filter((name) => name.endsWith(".whl")));
    for (const name of [...manifest.own, manifest.session]) {
      pyodide.unpackArchive(await file(name).value, "zip", { extractDir: PACKAGES });
    }
    const session = pyodide.pyimport("topicsite.assets.session");
    const functions = Object.fromEntries(TASKS.map((task) => [task, session[task]]));
    session.begin(JSON.stringify(manifest.own.map((name) => name.replace(/\.zip$/, ""))));
    if (interrupts) pyodide.setInterruptBuffer(interrupts);
    port.onmessage = ({ data }) => {
      interrupts?.fill(0);
      work(pyodide, functions, manifest.packages, data).catch((error) => port.postMessage({ lost: String(error) }));
    };
    port.postMessage({ ready: true });
  }

  /** Unpack wheels; a library in them is compiled when it is imported, and most never are. */
  async function install(pyodide, wheels) {
    for (const wheel of wheels.filter((name) => !installed.has(name))) {
      pyodide.unpackArchive(await file(wheel).value, "wheel");
      installed.add(wheel);
      files.delete(wheel);
    }
    pyodide.pyimport("importlib").invalidate_caches();
  }

  /** Do one task, named after the function of `session.py`, and answer it under its number. */
  async function work(pyodide, functions, packages, { id, task, given, install: added = [] }) {
    for (const name of added) {
      await install(pyodide, packages[name]);
      functions.installed(name);
    }
    const send = (piece) => port.postMessage({ id, piece: JSON.parse(piece) });
    port.postMessage({ id, result: JSON.parse(functions[task](...given, send)) });
  }
})();
