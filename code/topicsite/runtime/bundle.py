"""What lies on the site so that a page can run Python, under a name that changes with any of it."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from topicsite.runtime import precompile
from topicsite.runtime.assembly import assemble
from topicsite.runtime.imports import needed_packages
from topicsite.runtime.pinned import (
    CORE,
    FIRST,
    LOCK,
    PACKAGES,
    PYTHON,
    VERSION,
    chosen,
    closure,
    files_of,
    lock,
)
from topicsite.runtime.rewrite import add
from topicsite.runtime.sources import Source

MANIFEST: Final = "manifest.json"
SESSION: Final = "session.zip"
"""Our own side of Python in the page, which runs cells and grades exercises."""

_PACKAGE: Final = Path(__file__).parents[1]
_OURS: Final = (*sorted(_PACKAGE.glob("assets/python/*.py")), *sorted(_PACKAGE.glob("lesson/*.*")))
_BUILD_ONLY: Final = "pyodide.mjs"
"""How Node.js starts Pyodide; a page does it by `pyodide.js`."""


@dataclass(frozen=True)
class Bundle:
    """A runtime for one site.

    Attributes:
        version: a digest of everything in it, in 12 hexadecimal digits.
        files: what lies on the site beside one another, by name: contents, or where they are.
        precompiled: whether the reader is spared the compiling.
    """

    version: str
    files: Mapping[str, bytes | Path]
    precompiled: bool

    def write(self, folder: Path) -> None:
        """Put all files into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in self.files.items():
            read = content if isinstance(content, bytes) else content.read_bytes()
            (folder / name).write_bytes(read)


def make_bundle(
    cache: Path, packages: Sequence[Path], node: str | None, added: Sequence[str] = ()
) -> Bundle:
    """Make the runtime of a site.

    Args:
        cache: a folder in which all pinned files are; see `assembly`.
        packages: the folders of the site's own packages.
        node: the command of Node.js, if modules shall be compiled.
        added: packages of Pyodide's that the site has besides the usual ones.

    Raises:
        PrecompileError: if Node.js fails.
        UnknownPackageError: if Pyodide does not have a package.
    """
    names = chosen(added)
    packed = {f"{path.name}.zip": pack(path) for path in packages}
    packed[SESSION] = session()
    own: Mapping[str, bytes | Path] = packed
    files: dict[str, bytes | Path] = {file.name: cache / file.name for file in files_of(names)}
    del files[_BUILD_ONLY]
    if node is not None:
        files.update(precompile.compiled_release(cache, node, names))
        own = precompile.compiled_own(cache, node, packed)
    sums = {name: _sum(content) for name, content in files.items()}
    files[LOCK] = lock(sums, names)
    files.update(own)
    loaded = {
        module: _archives(closure(name))
        for name in names
        if name != FIRST
        for module in PACKAGES[name]["imports"]
    }
    for package in packages:
        # What it imports is loaded with it: a cell that imports the one need not name the other.
        loaded[package.name] = _archives(closure(*needed_packages(package, packages, names)))
    loaded = {module: archives for module, archives in sorted(loaded.items()) if archives}
    ours = [name for name in own if name != SESSION]
    manifest = _manifest(files, ours, loaded, precompiled=node is not None)
    text = json.dumps(manifest, indent=1).encode()
    files[MANIFEST] = text
    return Bundle(hashlib.sha256(text).hexdigest()[:12], files, node is not None)


def prepare(
    cache: Path, packages: Sequence[Path], sources: Iterable[Source], added: Sequence[str] = ()
) -> tuple[Bundle, list[str]]:
    """Bring the files together, compile what can be compiled, and make the runtime of a site.

    Args:
        cache: a folder that is worth keeping: with it, nothing is fetched or compiled twice.
        packages: the folders of the site's own packages.
        sources: where files may come from.
        added: packages of Pyodide's that the site has besides the usual ones.

    Returns:
        The runtime, and what had to be fetched for it, in a sentence each.

    Raises:
        IncompleteError: if files are missing.
        PrecompileError: if Node.js is there and fails.
        UnknownPackageError: if Pyodide does not have a package.
    """
    fetched = assemble(cache, sources, files_of(chosen(added)))
    return make_bundle(cache, packages, precompile.node(), added), fetched


def session() -> bytes:
    """Our own side of Python in the page, as a ZIP file."""
    return _archive(_OURS, _PACKAGE.parent)


def pack(package: Path) -> bytes:
    """A package as a ZIP file, to be unpacked where packages lie; no date is in it.

    Args:
        package: its folder.
    """
    files = (path for path in sorted(package.rglob("*")) if path.is_file())
    return _archive((path for path in files if "__pycache__" not in path.parts), package.parent)


def _archive(files: Iterable[Path], root: Path) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for file in files:
            add(archive, file.relative_to(root).as_posix(), file.read_bytes())
    return written.getvalue()


def _archives(packages: Iterable[str]) -> list[str]:
    """The files of packages, but for the first, which is there from the beginning."""
    return [PACKAGES[name]["file_name"] for name in packages if name != FIRST]


def _manifest(
    files: Mapping[str, bytes | Path],
    own: list[str],
    loaded: Mapping[str, list[str]],
    *,
    precompiled: bool,
) -> dict[str, object]:
    """What the page has to know about the files; see `docs/python.md`."""
    core = [file.name for file in CORE if file.name in files]
    return {
        "pyodide": VERSION,
        "python": PYTHON,
        "precompiled": precompiled,
        "files": {
            name: {"size": _size(content), "sha256": _sum(content)}
            for name, content in sorted(files.items())
        },
        "start": [*core, LOCK, PACKAGES[FIRST]["file_name"], SESSION, *own],
        "packages": loaded,
        "libraries": sorted(
            entry["file_name"]
            for entry in PACKAGES.values()
            if entry["file_name"] in files and entry["install_dir"] == "dynlib"
        ),
        "own": own,
        "session": SESSION,
    }


def _size(content: bytes | Path) -> int:
    return len(content) if isinstance(content, bytes) else content.stat().st_size


def _sum(content: bytes | Path) -> str:
    read = content if isinstance(content, bytes) else content.read_bytes()
    return hashlib.sha256(read).hexdigest()
