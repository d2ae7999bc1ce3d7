// Start Pyodide under Node.js, import what readers will import, and rewrite archives in there.
// Usage: node precompile.mjs JOB.json; precompile.py writes the job.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

async function run(job) {
  const { loadPyodide } = await import(pathToFileURL(`${job.runtime}/pyodide.mjs`));
  const python = await loadPyodide({
    indexURL: `${job.runtime}/`,
    lockFileURL: job.lock,
    // The order of a set in the bytecode follows the hashes.
    env: { PYTHONHASHSEED: "0", MPLBACKEND: "agg", HOME: "/home/pyodide" },
    packages: job.packages,
    stdout() {},
    stderr() {},
  });
  python.FS.writeFile("/home/pyodide/rewrite.py", readFileSync(job.program));
  const rewrite = python.pyimport("rewrite");
  for (const name of job.imports) python.pyimport(name);
  for (const name of job.attempts) attempt(python, name);
  for (const { source, target, root, keep } of job.archives) {
    python.FS.writeFile("/tmp/source", readFileSync(source));
    rewrite.rewrite_file("/tmp/source", "/tmp/target", root, keep);
    writeFileSync(target, python.FS.readFile("/tmp/target"));
  }
}

/** Import a package of the site's choice, some of which want a page around them. */
function attempt(python, name) {
  try {
    python.pyimport(name);
  } catch {
    // Its modules stay sources.
  }
}

try {
  await run(JSON.parse(readFileSync(process.argv[2], "utf8")));
} catch (error) {
  // Without this Node.js prints the line at fault, and a line of Pyodide is a megabyte long.
  console.error(String(error.stack).trim().slice(-2000));
  process.exit(1);
}
