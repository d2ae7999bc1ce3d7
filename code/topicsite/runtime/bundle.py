"""What lies on the site so that a page can run Python, under a name that changes with any of it."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from topicsite.runtime import precompile
from topicsite.runtime.assembly import assemble
from topicsite.runtime.pinned import CORE, FILES, FIRST, LOCK, PACKAGES, VERSION, closure, lock
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


def make_bundle(cache: Path, packages: Iterable[Path], node: str | None) -> Bundle:
    """Make the runtime of a site.

    Args:
        cache: a folder in which all pinned files are; see `assembly`.
        packages: the folders of the site's own packages.
        node: the command of Node.js, if modules shall be compiled.

    Raises:
        PrecompileError: if Node.js fails.
    """
    packed = {f"{path.name}.zip": pack(path) for path in packages}
    packed[SESSION] = _archive(_OURS, _PACKAGE.parent)
    own: Mapping[str, bytes | Path] = packed
    files: dict[str, bytes | Path] = {file.name: cache / file.name for file in FILES}
    del files[_BUILD_ONLY]
    if node is not None:
        files.update(precompile.compiled_release(cache, node))
        own = precompile.compiled_own(cache, node, packed)
    sums = {name: _sum(content) for name, content in files.items()}
    files[LOCK] = lock(sums)
    files.update(own)
    names = [name for name in own if name != SESSION]
    manifest = _manifest(files, names, precompiled=node is not None)
    text = json.dumps(manifest, indent=1).encode()
    files[MANIFEST] = text
    return Bundle(hashlib.sha256(text).hexdigest()[:12], files, node is not None)


def prepare(
    cache: Path, packages: Iterable[Path], sources: Iterable[Source]
) -> tuple[Bundle, list[str]]:
    """Bring the files together, compile what can be compiled, and make the runtime of a site.

    Args:
        cache: a folder that is worth keeping: with it, nothing is fetched or compiled twice.
        packages: the folders of the site's own packages.
        sources: where files may come from.

    Returns:
        The runtime, and what had to be fetched for it, in a sentence each.

    Raises:
        IncompleteError: if files are missing.
        PrecompileError: if Node.js is there and fails.
    """
    fetched = assemble(cache, sources)
    return make_bundle(cache, packages, precompile.node()), fetched


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


def _manifest(
    files: Mapping[str, bytes | Path], own: list[str], *, precompiled: bool
) -> dict[str, object]:
    """What the page has to know about the files; see `docs/python.md`."""
    loaded = {
        module: [PACKAGES[name]["file_name"] for name in closure(package) if name != FIRST]
        for package, entry in PACKAGES.items()
        if package != FIRST
        for module in entry["imports"]
    }
    core = [file.name for file in CORE if file.name in files]
    return {
        "pyodide": VERSION,
        "precompiled": precompiled,
        "files": {
            name: {"size": _size(content), "sha256": _sum(content)}
            for name, content in sorted(files.items())
        },
        "start": [*core, LOCK, PACKAGES[FIRST]["file_name"], SESSION, *own],
        "packages": dict(sorted(loaded.items())),
        "own": own,
        "session": SESSION,
    }


def _size(content: bytes | Path) -> int:
    return len(content) if isinstance(content, bytes) else content.stat().st_size


def _sum(content: bytes | Path) -> str:
    read = content if isinstance(content, bytes) else content.read_bytes()
    return hashlib.sha256(read).hexdigest()
