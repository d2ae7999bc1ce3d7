/**
 * Python in its worker: starts Pyodide from files that are handed over, runs what the page sends.
 *
 * This text follows `pyodide.asm.js` and `pyodide.js` in one script; see `frame.js`. A worker has
 * no way to the network: `fetch` answers from what was handed over, and the policy forbids the rest.
 */
"use strict";

(() => {
  const TASKS = ["run", "call", "names", "wanted", "warm", "installed"]; // functions of `session.py`
  const LIBRARIES = "/usr/lib"; // where the linker looks for those that packages share
  // Files have addresses for Pyodide's sake; the name is reserved for what cannot be reached.
  const FOLDER = "https://python.invalid/";
  const later = () => {
    const promise = {};
    promise.value = new Promise((resolve) => (promise.resolve = resolve));
    return promise;
  };
  const OPTIONS = { indexURL: FOLDER, stdout: console.debug, stderr: console.debug };
  // A reader may take these away, by Python's `js` module.
  const { parse, stringify } = JSON;
  const files = new Map();
  const file = (name) => files.get(name) ?? files.set(name, later()).get(name);
  const installed = new Set();
  let post;

  self.fetch = async (address) => {
    const url = String(address.url ?? address);
    if (!url.startsWith(FOLDER)) throw new TypeError("code in a page cannot reach the network");
    return new Response(await file(url.slice(FOLDER.length)).value);
  };
  WebAssembly.instantiateStreaming = async (_, imports) => {
    const compiled = await file("pyodide.asm.wasm").value;
    return { module: compiled, instance: await WebAssembly.instantiate(compiled, imports) };
  };

  self.onmessage = ({ data }) => {
    if (data.file) file(data.file).resolve(data.content);
    if (data.port) {
      post = data.port.postMessage.bind(data.port);
      start(data.port, data.interrupts).catch((error) => post({ lost: lastLine(error) }));
    }
  };

  async function start(port, interrupts) {
    const [description, pyodide] = await Promise.all([file("manifest.json").value, loadPyodide(OPTIONS)]);
    const manifest = parse(new TextDecoder().decode(description));
    post({ step: "NumPy" });
    const wheels = manifest.start.filter((name) => name.endsWith(".whl"));
    await install(pyodide, manifest, [...wheels, ...manifest.own, manifest.session]);
    const session = pyodide.pyimport("topicsite.assets.python.session");
    const functions = Object.fromEntries(TASKS.map((task) => [task, session[task]]));
    session.begin(stringify(manifest.own.map((name) => name.replace(/\.zip$/, ""))));
    if (interrupts) pyodide.setInterruptBuffer(interrupts);
    const { PythonError } = pyodide.ffi; // which is out of reach once Python has broken down
    port.onmessage = ({ data }) => {
      if (isStopped(interrupts, data.id)) post({ id: data.id, result: { status: "stopped" } });
      else work(pyodide, functions, manifest, data).catch((error) => fail(PythonError, data, error));
    };
    post({ ready: true });
  }

  /** Whether a task was stopped before it began; what was meant for one before it is forgotten. */
  function isStopped(interrupts, id) {
    if (!interrupts) return false;
    Atomics.store(interrupts, 0, 0);
    return Atomics.load(interrupts, 1) === id;
  }

  /** Put packages into their place; a library in them is compiled when it is imported, if it is. */
  async function install(pyodide, manifest, archives) {
    const packages = `/lib/python${manifest.python}/site-packages`;
    for (const archive of archives.filter((name) => !installed.has(name))) {
      const isLibrary = manifest.libraries.includes(archive);
      const folder = isLibrary ? LIBRARIES : packages;
      for (const [path, content] of await file(archive).value) {
        const place = `${folder}/${path}`;
        pyodide.FS.mkdirTree(place.slice(0, place.lastIndexOf("/")));
        pyodide.FS.writeFile(place, content, { canOwn: true });
        // The packages that share it ask for it by its name, and are not told where it is.
        if (isLibrary) await pyodide._api.loadDynlib(place, false, []);
      }
      installed.add(archive);
      files.delete(archive);
    }
    // `importlib.invalidate_caches` would read the standard library's directory again.
    pyodide.pyimport("sys").path_importer_cache.get(packages)?.invalidate_caches();
  }

  /** Do one task, named after the function of `session.py`, and answer it under its number. */
  async function work(pyodide, functions, manifest, { id, task, given, install: added = [] }) {
    for (const name of added) {
      await install(pyodide, manifest, manifest.packages[name]);
      functions.installed(name);
    }
    const send = (pieces) => post({ id, pieces: parse(pieces) });
    post({ id, result: parse(functions[task](...given, send)) });
  }

  /** Answer a task that our own side of Python could not do; the names are still there, if Python is. */
  function fail(PythonError, { id, task }, error) {
    if (!(error instanceof PythonError)) {
      post({ lost: lastLine(error) });
      return;
    }
    const told = `The page cannot tell what came of this: ${lastLine(error)}.`;
    const failed = { type: error.type, message: told, traceback: told, cell: null, line: null };
    const result = error.type === "KeyboardInterrupt" ? { status: "stopped" } : { status: "error", error: failed };
    post({ id, result: ["run", "call"].includes(task) ? result : [] });
  }

  /** An error in a line, without the calls that led to it. */
  function lastLine(error) {
    const line = String(error.message ?? error).trim().split("\n").at(-1);
    return line.slice(0, 300).replace(/\.$/, "");
  }
})();
