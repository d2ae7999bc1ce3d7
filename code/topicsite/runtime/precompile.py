"""Compile modules ahead of the reader: most of the time until Python answers is compiling sources.

Bytecode fits one version of Python, the reader's; so it is made inside Pyodide, which runs under
Node.js as well. Where there is no Node.js, readers compile for themselves, as Pyodide ships it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from topicsite.runtime.assembly import INCOMING, sweep
from topicsite.runtime.pinned import (
    CORE,
    LOCK,
    PACKAGES,
    PYTHON,
    USUAL,
    closure,
    digest,
    lock,
)

OLDEST: Final = 18
"""The first version of Node.js in which Pyodide runs."""

IMPORTS: Final = (
    *("ast", "codeop", "collections", "contextlib", "copy", "dataclasses", "functools", "io"),
    *("itertools", "json", "linecache", "math", "pathlib", "pprint", "random", "re", "time"),
    *("traceback", "types", "typing", "warnings"),
    *("numpy", "numpy.fft", "numpy.polynomial", "numpy.random", "numpy.typing"),
    *("matplotlib.pyplot", "matplotlib.backends.backend_svg", "matplotlib.animation"),
    "mpl_toolkits.mplot3d",
)
"""What examples, readers and the page's own session import; other modules stay as they are."""

SITE_PACKAGES: Final = f"/lib/python{PYTHON}/site-packages"
_PATIENCE: Final = 1800
"""Seconds that compiling may take: a hundred times as long as it does."""

_STDLIB: Final = "python_stdlib.zip"
_COMPILED: Final = "compiled-"
_SUMS: Final = "sums.json"
_PROGRAMS: Final = (
    Path(__file__).with_name("precompile.mjs"),
    Path(__file__).with_name("rewrite.py"),
)


@dataclass(frozen=True)
class Archive:
    """A ZIP file that is to be rewritten; see `rewrite`.

    Attributes:
        content: the file.
        root: where its modules will be imported from.
        keep: whether all its modules are compiled and their sources kept.
    """

    content: bytes
    root: str
    keep: bool = False


class PrecompileError(Exception):
    """Node.js is there, but did not do it; the message says why."""


def node() -> str | None:
    """The command `node`, if it is there and not too old."""
    command = shutil.which("node")
    if command is None:
        return None
    try:
        done = subprocess.run(  # noqa: S603  # found on the PATH
            [command, "--version"], capture_output=True, text=True, check=False, timeout=60
        )
    except OSError:
        return None
    found = re.match(r"v(\d+)", done.stdout)
    return command if found and int(found[1]) >= OLDEST else None


def compiled_release(cache: Path, command: str, packages: Sequence[str] = USUAL) -> dict[str, Path]:
    """The standard library and the wheels, with the modules that readers import compiled.

    Args:
        cache: the folder of the pinned files; the result is kept in it, and found again.
        command: Node.js.
        packages: those of the site; of the ones that are not usual, what importing them imports.

    Returns:
        The new archives, by the name of the file whose place they take.

    Raises:
        PrecompileError: if Node.js fails.
    """
    added = closure(*(name for name in packages if name not in USUAL))
    loaded = list(dict.fromkeys([*closure("matplotlib"), *added]))
    wheels = [name for name in loaded if PACKAGES[name]["install_dir"] == "site"]
    roots = {
        _STDLIB: f"/lib/python{PYTHON.replace('.', '')}.zip",
        **{PACKAGES[name]["file_name"]: SITE_PACKAGES for name in wheels},
    }
    archives = {name: Archive((cache / name).read_bytes(), root) for name, root in roots.items()}
    modules = [module for name in added for module in PACKAGES[name]["imports"]]
    return _compiled(cache, command, archives, loaded, IMPORTS, modules)


def compiled_own(cache: Path, command: str, archives: Mapping[str, bytes]) -> dict[str, Path]:
    """Archives of a site's own packages, with compiled modules beside their sources.

    Raises:
        PrecompileError: if Node.js fails.
    """
    kept = {name: Archive(content, SITE_PACKAGES, keep=True) for name, content in archives.items()}
    return _compiled(cache, command, kept)


def _compiled(
    cache: Path,
    command: str,
    archives: Mapping[str, Archive],
    packages: Sequence[str] = (),
    imports: Sequence[str] = (),
    attempts: Sequence[str] = (),
) -> dict[str, Path]:
    job: dict[str, object] = {"packages": packages, "imports": imports, "attempts": attempts}
    known = hashlib.sha256(json.dumps([job, [file.sha256 for file in CORE]]).encode())
    for program in _PROGRAMS:
        known.update(program.read_bytes())
    for name, archive in archives.items():
        known.update(f"{name} {archive.root} {archive.keep}\0".encode())
        known.update(hashlib.sha256(archive.content).digest())
    kept = cache / f"{_COMPILED}{known.hexdigest()[:16]}"
    if not _is_whole(kept):
        sweep(cache, _COMPILED)
        with tempfile.TemporaryDirectory(prefix=INCOMING, dir=cache) as temporary:
            folder = Path(temporary) / "compiled"
            folder.mkdir()
            _run(cache.resolve(), command, Path(temporary), job, archives)
            (folder / _SUMS).write_text(
                json.dumps({name: digest(folder / name) for name in archives})
            )
            shutil.rmtree(kept, ignore_errors=True)
            # Another process may have been faster; what it made is the same.
            with contextlib.suppress(OSError):
                folder.rename(kept)
    os.utime(kept)
    return {name: kept / name for name in archives}


def _run(
    cache: Path,
    command: str,
    folder: Path,
    job: Mapping[str, object],
    archives: Mapping[str, Archive],
) -> None:
    """Let Node.js do a job.

    Raises:
        PrecompileError: with the last line of what it complained of.
    """
    tasks: list[dict[str, str | bool]] = []
    for number, (name, archive) in enumerate(archives.items()):
        source = folder / str(number)
        source.write_bytes(archive.content)
        tasks.append(
            {
                "source": str(source),
                "target": str(folder / "compiled" / name),
                "root": archive.root,
                "keep": archive.keep,
            }
        )
    lock_file = folder / LOCK
    lock_file.write_bytes(lock({}, {*USUAL, *cast("Sequence[str]", job["packages"])}))
    written = folder / "job.json"
    paths = {"runtime": str(cache), "lock": str(lock_file), "program": str(_PROGRAMS[1])}
    written.write_text(json.dumps({**job, **paths, "archives": tasks}), encoding="utf-8")
    try:
        done = subprocess.run(  # noqa: S603  # our own program
            [command, str(_PROGRAMS[0]), str(written)],
            capture_output=True,
            text=True,
            check=False,
            timeout=_PATIENCE,
        )
    except subprocess.TimeoutExpired:
        raise PrecompileError(f"`{command}` did not end in {_PATIENCE} seconds") from None
    if done.returncode or not all((folder / "compiled" / name).exists() for name in archives):
        complaint = done.stderr.strip() or done.stdout.strip() or f"exit code {done.returncode}"
        raise PrecompileError(f"`{command}` failed: {complaint}")


def _is_whole(folder: Path) -> bool:
    """Whether a folder of compiled archives is as it was made."""
    try:
        sums = json.loads((folder / _SUMS).read_bytes())
        return all(digest(folder / name) == known for name, known in sums.items())
    except (OSError, ValueError):
        return False
