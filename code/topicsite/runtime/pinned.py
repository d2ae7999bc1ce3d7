"""Which files Python in the page is made of: name, size and SHA-256 of each.

`pinned.json` holds Pyodide's own files and, from the `pyodide-lock.json` that its release carries,
the entries of NumPy, Matplotlib and what they need. A file is taken from wherever it comes; what
makes it the right one is its hash.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

_PINNED: Final[dict[str, Any]] = json.loads(
    Path(__file__).with_name("pinned.json").read_text(encoding="utf-8")
)
VERSION: Final[str] = _PINNED["info"]["version"]
"""The version of Pyodide."""

PACKAGES: Final[Mapping[str, Mapping[str, Any]]] = _PINNED["packages"]
"""The lock's entries, each with a `size`, by the name of the package."""

FIRST: Final = "numpy"
"""The package that is there before the first cell runs; others come when a cell imports them."""

UNUSED: Final = frozenset({"fonttools", "matplotlib-pyodide", "pytz"})
"""What Matplotlib gets from the lock and a page does not need: PDF, a document to draw into, time
zones. It is there for a cell that imports it; nothing else waits for these 1.6 MB."""

LOCK: Final = "pyodide-lock.json"


@dataclass(frozen=True)
class Pinned:
    """A file and what it has to be.

    Attributes:
        name: its name, which is the same in every source and on the site.
        size: in bytes.
        sha256: in hexadecimal digits.
    """

    name: str
    size: int
    sha256: str

    def found_in(self, path: Path) -> bool:
        """Whether the file at `path` is there, and is this one to the last byte."""
        try:
            return path.stat().st_size == self.size and digest(path) == self.sha256
        except FileNotFoundError:
            return False


CORE: Final = tuple(
    Pinned(entry["file_name"], entry["size"], entry["sha256"]) for entry in _PINNED["core"]
)
WHEELS: Final = tuple(
    Pinned(entry["file_name"], entry["size"], entry["sha256"]) for entry in PACKAGES.values()
)
FILES: Final = (*CORE, *WHEELS)


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def closure(package: str) -> list[str]:
    """A package and all that it needs, by name, in the order in which they are to be loaded."""
    found: list[str] = []

    def visit(name: str) -> None:
        for needed in _needs(name):
            visit(needed)
        if name not in found:
            found.append(name)

    visit(package)
    return found


def lock(replaced: Mapping[str, str], packages: Iterable[str] = PACKAGES) -> bytes:
    """Pyodide's lock file for the packages that are there.

    Args:
        replaced: the SHA-256 of files that are not as shipped, by file name.
        packages: the packages' names.
    """
    chosen: Collection[str] = sorted(packages)
    entries = {
        name: {key: value for key, value in PACKAGES[name].items() if key != "size"}
        for name in chosen
    }
    for name, entry in entries.items():
        entry["depends"] = _needs(name)
        entry["sha256"] = replaced.get(entry["file_name"], entry["sha256"])
    text = json.dumps({"info": _PINNED["info"], "packages": entries}, separators=(",", ":"))
    return text.encode()


def _needs(package: str) -> list[str]:
    return [name for name in PACKAGES[package]["depends"] if name not in UNUSED]
