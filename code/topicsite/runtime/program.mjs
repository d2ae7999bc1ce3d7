// Run a program in Pyodide under Node.js, as the page's Python would, and pass on what it prints.
// Usage: node program.mjs JOB.json PROGRAM.py; on_node.py writes the job.
import { readFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";

async function run(job, program) {
  const { loadPyodide } = await import(pathToFileURL(`${job.runtime}/pyodide.mjs`));
  const python = await loadPyodide({
    indexURL: `${job.runtime}/`,
    lockFileURL: job.lock,
    env: { ...job.env, HOME: "/home/pyodide" },
    packages: job.packages,
    stdout() {},
  });
  python.setStdout({ write: (bytes) => writeSync(1, bytes) });
  python.setStderr({ write: (bytes) => writeSync(2, bytes) });
  const extractDir = python.runPython("import site; site.getsitepackages()[0]");
  for (const archive of job.archives) {
    python.unpackArchive(new Uint8Array(readFileSync(archive)), "zip", { extractDir });
  }
  // The program finds the files beside it under the path that they have here.
  const folder = dirname(program);
  python.FS.mkdirTree(folder);
  python.FS.mount(python.FS.filesystems.NODEFS, { root: folder }, folder);
  python.pyimport("runpy").run_path.callKwargs(program, { run_name: "__main__" });
}

const [job, program] = process.argv.slice(2);
try {
  await run(JSON.parse(readFileSync(job, "utf8")), program);
} catch (error) {
  // Without this Node.js prints the line at fault, and a line of Pyodide is a megabyte long.
  console.error(String(error.message ?? error).trim().slice(-2000));
  process.exitCode = 1;
}
