"""Pin another version of Pyodide: `python -m topicsite.runtime.pin 0.27.8 [FOLDER]`.

The version is all that has to be chosen: what its files are, which packages it has and which
modules its Python has is read from the release itself, as npm has it. Of packages whose files lie
in the folder it is written down too how large they are.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from topicsite.runtime import precompile, sources
from topicsite.runtime.pinned import LOCK, PINNED, digest

CORE: Final = (
    *("pyodide.asm.wasm", "pyodide.asm.js", "pyodide.js", "pyodide.mjs"),
    "python_stdlib.zip",
)
"""What Pyodide itself is made of. Since version 314 a module stands in for `pyodide.asm.js`."""

_KEPT: Final = ("depends", "file_name", "imports", "install_dir", "name", "package_type")
_ASK: Final = """
import { pathToFileURL } from "node:url";
const { loadPyodide } = await import(pathToFileURL(process.argv[1] + "/pyodide.mjs"));
const python = await loadPyodide({ indexURL: process.argv[1] + "/" });
console.log(python.runPython(`
import importlib.util, json, sys
def is_there(name):
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False
json.dumps(sorted(filter(is_there, sys.stdlib_module_names)))
`));
"""


def read_release(
    version: str, folder: Path, command: str, shelf: Path | None = None
) -> dict[str, Any]:
    """What is to be pinned of a release.

    Args:
        version: Pyodide's.
        folder: where its files are.
        command: Node.js, in which its Python is asked for the modules that it has.
        shelf: where files of packages are, if any.
    """
    lock = json.loads((folder / LOCK).read_bytes())
    asked = subprocess.run(  # noqa: S603  # our own program
        [command, "--input-type=module", "-e", _ASK, str(folder.resolve())],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    core = [
        {
            "file_name": name,
            "size": (folder / name).stat().st_size,
            "sha256": digest(folder / name),
        }
        for name in CORE
    ]
    packages = {
        name: {key: entry[key] for key in (*_KEPT, "sha256", "unvendored_tests", "version")}
        for name, entry in sorted(lock["packages"].items())
        if not name.endswith("-tests")
    }
    for entry in packages.values():
        file = shelf / entry["file_name"] if shelf else None
        if file is not None and file.is_file() and digest(file) == entry["sha256"]:
            entry["size"] = file.stat().st_size
    info = {**lock["info"], "version": version}
    return {
        "info": info,
        "core": core,
        "modules": json.loads(asked.stdout.strip().splitlines()[-1]),
        "packages": packages,
    }


def write(release: Mapping[str, Any], path: Path) -> None:
    """Write a release down, with a line for each package, so that a change can be read."""
    lines = [f'  "{name}": {json.dumps(entry)}' for name, entry in release["packages"].items()]
    head = {name: release[name] for name in ("info", "core")}
    text = json.dumps(head, indent=1).removesuffix("\n}")
    text += f',\n "modules": {json.dumps(release["modules"])},\n "packages": {{\n'
    path.write_text(text + ",\n".join(lines) + "\n }\n}\n", encoding="utf-8")


def main(version: str, shelf: str | None = None) -> None:
    """Fetch a release, and pin it."""
    command = precompile.node()
    if command is None:
        sys.exit("Node.js is needed to look into a release; it is not on the PATH, or too old.")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        sources.npm(version).fetch([*CORE, LOCK], folder)
        release = read_release(version, folder, command, Path(shelf) if shelf else None)
        write(release, PINNED)
    sys.stdout.write(
        f"Pyodide {version} is pinned in {PINNED}; run the tests, in the browser too.\n"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
