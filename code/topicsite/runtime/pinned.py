"""Which files Python in the page is made of: name and SHA-256 of each.

`pinned.json` holds Pyodide's own files and, from the `pyodide-lock.json` that its release carries,
the entries of all packages; `pin.py` writes it. A file is taken from wherever it comes; what makes
it the right one is its hash.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

PINNED: Final = Path(__file__).with_name("pinned.json")
_PINNED: Final[dict[str, Any]] = json.loads(PINNED.read_text(encoding="utf-8"))
VERSION: Final[str] = _PINNED["info"]["version"]
"""The version of Pyodide."""

PYTHON: Final[str] = ".".join(_PINNED["info"]["python"].split(".")[:2])
"""The version of Python, such as `3.12`."""

MODULES: Final[frozenset[str]] = frozenset(_PINNED["modules"])
"""The modules of the standard library that are there without a package."""

PACKAGES: Final[Mapping[str, Mapping[str, Any]]] = _PINNED["packages"]
"""The lock's entries, some with a `size`, by the name of the package."""

FIRST: Final = "numpy"
"""The package that is there before the first cell runs; others come when a cell imports them."""

UNUSED: Final = {"matplotlib": frozenset({"fonttools", "matplotlib-pyodide", "pytz"})}
"""What packages get from the lock and a page does not need: PDF, a document to draw into, time
zones. It is there for a cell that imports it; nothing else waits for these 1.6 MB."""

LOCK: Final = "pyodide-lock.json"


class UnknownPackageError(ValueError):
    """A package that Pyodide does not have; the message says so, and what may have been meant."""


@dataclass(frozen=True)
class Pinned:
    """A file and what it has to be.

    Attributes:
        name: its name, which is the same in every source and on the site.
        size: in bytes, if it is known.
        sha256: in hexadecimal digits.
    """

    name: str
    size: int | None
    sha256: str

    def __str__(self) -> str:
        return self.name if self.size is None else f"{self.name} ({self.size:,} bytes)"

    def found_in(self, path: Path) -> bool:
        """Whether the file at `path` is there, and is this one to the last byte."""
        try:
            is_as_long = self.size in (None, path.stat().st_size)
            return is_as_long and digest(path) == self.sha256
        except FileNotFoundError:
            return False


def closure(*packages: str, whole: bool = False) -> list[str]:
    """Packages and all that they need, by name, in the order in which they are to be loaded.

    Args:
        packages: their names.
        whole: with what is unused, too.
    """
    found: dict[str, None] = {}
    visited: set[str] = set()

    def visit(name: str) -> None:
        if name in visited:
            return
        visited.add(name)
        for needed in _needs(name, whole=whole):
            visit(needed)
        found[name] = None

    for package in packages:
        visit(package)
    return list(found)


def _needs(package: str, *, whole: bool = False) -> list[str]:
    unused = frozenset() if whole else UNUSED.get(package, frozenset())
    needed = map(_canonical, PACKAGES[package]["depends"])
    return [name for name in needed if name not in unused]


def _canonical(name: str) -> str:
    """A package's name as the lock has it: some write it otherwise where they need it."""
    return name if name in PACKAGES else re.sub(r"[-_.]+", "-", name).lower()


def chosen(packages: Iterable[str]) -> list[str]:
    """The names of all packages of a site, sorted: the usual ones, its own, and what these need.

    Raises:
        UnknownPackageError: for names that Pyodide does not have.
    """
    known = {name: _canonical(name) for name in packages}
    problems = [_unknown(name) for name, found in known.items() if found not in PACKAGES]
    if problems:
        raise UnknownPackageError("; ".join(problems))
    return sorted({*USUAL, *closure(*known.values())})


def version_of(package: str) -> str:
    """The version in which Pyodide has a package."""
    version: str = PACKAGES[package]["version"]
    return version


def package_of(module: str) -> str | None:
    """The package that brings a module, if there is one."""
    return next((name for name, entry in PACKAGES.items() if module in entry["imports"]), None)


def _unknown(name: str) -> str:
    said = f"Pyodide {VERSION} has no package `{name}`"
    meant = package_of(name)
    near = difflib.get_close_matches(_canonical(name), PACKAGES, n=1, cutoff=0.75)
    if meant is not None:
        return f"{said}; `{name}` is a module of `{meant}`"
    if near:
        return f"{said}; did you mean `{near[0]}`?"
    return (
        f"{said}; those it has are listed at "
        f"https://pyodide.org/en/{VERSION}/usage/packages-in-pyodide.html"
    )


def files_of(packages: Iterable[str]) -> tuple[Pinned, ...]:
    """The files of Pyodide and of packages."""
    wheels = (PACKAGES[name] for name in packages)
    return (
        *CORE,
        *(Pinned(entry["file_name"], entry.get("size"), entry["sha256"]) for entry in wheels),
    )


CORE: Final = tuple(
    Pinned(entry["file_name"], entry["size"], entry["sha256"]) for entry in _PINNED["core"]
)
USUAL: Final = tuple(sorted(closure("numpy", "matplotlib", whole=True)))
"""The packages that every site has."""

FILES: Final = files_of(USUAL)


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def lock(replaced: Mapping[str, str], packages: Iterable[str] = USUAL) -> bytes:
    """Pyodide's lock file for the packages that are there.

    Args:
        replaced: the SHA-256 of files that are not as shipped, by file name.
        packages: the packages' names.
    """
    entries = {
        name: {
            **{key: value for key, value in PACKAGES[name].items() if key != "size"},
            "depends": _needs(name),
            "sha256": replaced.get(PACKAGES[name]["file_name"], PACKAGES[name]["sha256"]),
        }
        for name in sorted(packages)
    }
    text = json.dumps({"info": _PINNED["info"], "packages": entries}, separators=(",", ":"))
    return text.encode()
