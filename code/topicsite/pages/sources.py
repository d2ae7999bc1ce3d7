"""The files of a project's folder of pages: which are pages, where these lie, and what stays."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from pathspec import GitIgnoreSpec

from topicsite.reading.pages import SUFFIXES

_HIDDEN: Final = (".*", "/templates/")
"""What is never published unless an owner says so, in the words of `exclude_docs`."""
_INDEX: Final = ("index", "README")


class Sources:
    """The files that are published.

    Attributes:
        folder: where they are.
        pages: the written pages, by name: their paths below the folder.
        others: the paths of all other files.
    """

    def __init__(self, folder: Path, settings: Mapping[str, object]) -> None:
        self.folder = folder
        left_out = GitIgnoreSpec.from_lines(
            [*_HIDDEN, *_lines(settings.get("exclude_docs")), *_lines(settings.get("draft_docs"))]
        )
        self.pages: dict[str, str] = {}
        self.others: list[str] = []
        for path in sorted(_below(folder), key=_rank):
            if left_out.match_file(path):
                continue
            if path.endswith(SUFFIXES):
                # Of an index and a README the index is the page.
                self.pages.setdefault(name_of(path), path)
            else:
                self.others.append(path)
        self._others = frozenset(self.others)

    def find(self, path: str) -> Path | None:
        """A file that is published and is no page."""
        return self.folder / path if path in self._others else None

    def known(self) -> list[str]:
        """The paths of files that may hold data."""
        return [path for path in self.others if path.endswith(".json")]


class Addresses:
    """Where pages lie: a `page_address`."""

    def __init__(self, pages: Mapping[str, str], *, in_folders: bool) -> None:
        self._pages = pages
        self._in_folders = in_folders

    def __call__(self, name: str) -> str:
        """The address of a page below the root."""
        path = self._pages.get(name)
        is_index = name == "" or (path is not None and PurePosixPath(path).stem in _INDEX)
        folder = f"{name}/" if name else ""
        if self._in_folders:
            return folder
        return f"{folder}index.html" if is_index else f"{name}.html"


def name_of(path: str) -> str:
    """What a page is called: `t/index.md`, `t/README.md` and `t.md` are all `t`."""
    pure = PurePosixPath(path)
    pure = pure.parent if pure.stem in _INDEX else pure.with_suffix("")
    return "" if pure == PurePosixPath() else pure.as_posix()


def relative(address: str, page: str) -> str:
    """An address below the root as a page uses it."""
    address, mark, anchor = address.partition("#")
    folder = page.rpartition("/")[0]
    way = posixpath.relpath(f"/{address}", f"/{folder}")
    if not address or address.endswith("/"):
        way += "/"
    return f"{way}{mark}{anchor}"


def _below(folder: Path) -> Iterable[str]:
    for place, folders, names in os.walk(folder, followlinks=True):
        folders.sort()
        for name in names:
            yield Path(place, name).relative_to(folder).as_posix()


def _rank(path: str) -> tuple[str, bool, str]:
    folder, _, name = path.rpartition("/")
    return folder, not name.startswith(_INDEX[0]), path


def _lines(patterns: object) -> list[str]:
    return patterns.splitlines() if isinstance(patterns, str) else []
