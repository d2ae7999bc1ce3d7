"""Python for the pages: whether a site's programs can run in it, and its files."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from topicsite import runtime
from topicsite.building.assets import OFFLINE, PACKAGE, PYTHON

_CODE: Final = re.compile(r'<div class="highlight">(.*?)</div>', re.DOTALL)
_WITHOUT_PYTHON: Final = (
    "Bring the files with `topicsite runtime{options}` where there is a network, or with "
    "`topicsite runtime{options} --from FOLDER`; or set `python: false` for topicsite in "
    "mkdocs.yml, and pages read as they do, without running."
)


class NoPythonError(Exception):
    """There is no Python for the pages; the message says why, and what to do."""


@dataclass(frozen=True)
class PythonSettings:
    """The setting `python` of the plugin.

    Attributes:
        runs: whether code can be run in the page.
        packages: Pyodide's packages that the site has besides the usual ones.
    """

    runs: bool = True
    packages: tuple[str, ...] = ()

    @classmethod
    def of(cls, value: Any) -> PythonSettings:
        """Read the setting: `true`, `false`, or `{packages: [...]}`.

        Raises:
            ValueError: if it is none of these, or names a package that Pyodide does not have.
        """
        if isinstance(value, bool):
            return cls(value)
        packages = value.get("packages") if isinstance(value, dict) else None
        if (
            not isinstance(packages, list)
            or not all(isinstance(name, str) for name in packages)
            or set(value) != {"packages"}
        ):
            raise ValueError(
                "`python` is true, false, or has a list of packages: `{packages: [pandas]}`"
            )
        try:
            runtime.chosen(packages)
        except runtime.UnknownPackageError as error:
            raise ValueError(str(error)) from None
        return cls(packages=tuple(dict.fromkeys(packages)))


def problems(
    examples: Sequence[Path], packages: Sequence[Path], settings: PythonSettings, root: Path
) -> list[str]:
    """The imports of examples that fail at readers, as `file:line:column: what is wrong`."""
    if not settings.runs:
        return []
    return [
        f"{Path(os.path.relpath(lack.file, root)).as_posix()}:{lack.place.line}:"
        f"{lack.place.column}: {lack.message}"
        for lack in runtime.lacking(examples, packages, settings.packages)
    ]


class Python(NamedTuple):
    """Python on the site.

    Attributes:
        manifest: the address of the list of its files, below the root.
        start: how many bytes it takes to run the first line.
        packages: how many bytes each file takes that a package needs, by the package's name.
    """

    manifest: str
    start: int
    packages: Mapping[str, Mapping[str, int]]

    def needed_for(self, html: str) -> int:
        """How many bytes are fetched until all code of a page has run, as the page decides it."""
        code = "".join(_CODE.findall(html))
        wanted: dict[str, int] = {}
        for name, files in self.packages.items():
            if name in code:
                wanted |= files
        return self.start + sum(wanted.values())


def python_of(
    cache: Path, packages: list[Path], added: Sequence[str], *, with_worker: bool
) -> tuple[Python, dict[str, bytes | Path], list[str]]:
    """Bring together Python for the pages.

    Args:
        cache: the folder of what Python is made of.
        packages: the folders of packages that code in pages imports.
        added: Pyodide's packages that the site has besides the usual ones.
        with_worker: whether a service worker keeps it for readers.

    Returns:
        What it is, its files by where they lie below the root, and what was fetched.

    Raises:
        NoPythonError: if it cannot be had.
    """
    try:
        made, fetched = runtime.prepare(cache, packages, runtime.online(), added)
    except (runtime.IncompleteError, runtime.PrecompileError) as error:
        options = "".join(f" --package {name}" for name in added)
        raise NoPythonError(
            f"there is no Python for the pages: {error}\n{_WITHOUT_PYTHON.format(options=options)}"
        ) from None
    folder = f"{PYTHON}/{made.version}"
    files: dict[str, bytes | Path] = {
        f"{folder}/{name}": content for name, content in made.files.items()
    }
    if with_worker:
        worker = (PACKAGE / "assets/python/service-worker.js").read_text(encoding="utf-8")
        files[OFFLINE] = f'const VERSION = "{made.version}";\n{worker}'.encode()
    manifest = made.files[runtime.MANIFEST]
    listed = json.loads(manifest if isinstance(manifest, bytes) else manifest.read_bytes())
    sizes = {name: file["size"] for name, file in listed["files"].items()}
    python = Python(
        f"{folder}/{runtime.MANIFEST}",
        sum(sizes[name] for name in listed["start"]),
        {
            package: {name: sizes[name] for name in files}
            for package, files in listed["packages"].items()
        },
    )
    return python, files, fetched
