"""Small pages at old addresses, put where the finished site leaves room for them.

They come last, when everything else is written, whoever wrote it: so nothing that a site has is
replaced, and an old address that nobody can reach is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from topicsite.checking.former import misspelt
from topicsite.checking.places import finding
from topicsite.findings.diagnostics import START, Diagnostic, Span
from topicsite.reading import source
from topicsite.reading.load import Loaded
from topicsite.reading.source import Location
from topicsite.render import Redirect, Site, file_at, redirects

Blame = Callable[[str], Diagnostic]
"""Makes a finding at the place of one old address, from what is wrong with it."""

_RULE: Final = "bad-former-address"
_FRONT_MATTER: Final = re.compile(r"---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)


class WrittenPage(NamedTuple):
    """A page that somebody wrote.

    Attributes:
        path: its file, as its author knows it.
        address: where it lies below the root.
        title: its title.
        source: what the file says.
    """

    path: str
    address: str
    title: str
    source: str


class FormerAddresses:
    """The redirects of a build."""

    def __init__(self) -> None:
        self._wanted: list[tuple[Redirect, Blame]] = []

    def start(self, site: Site, loaded: Loaded) -> None:
        """Take those of the catalog, and forget those of the last build."""
        settings = loaded.site.path if loaded.site else ""
        self._wanted = [
            (one, partial(_blame_entry, loaded, one.path, one.place))
            for one in redirects(site, settings)
        ]

    def add(self, meta: Mapping[str, Any], page: WrittenPage) -> list[Diagnostic]:
        """Take those that a written page asks for in its front matter.

        Args:
            meta: what that says.
            page: the page.

        Returns:
            What is wrong with them.
        """
        given = meta.get("formerly")
        if given is None:
            return []
        asked = [given] if isinstance(given, str) else given
        if not isinstance(asked, list) or not all(isinstance(one, str) for one in asked):
            message = "`formerly` is a list of old addresses, such as [old.html]"
            return [_blame_page(page, None, message)]
        found = []
        for index, old in enumerate(asked):
            blame = partial(_blame_page, page, index if asked is given else None)
            if wrong := misspelt(old):
                found.append(blame(wrong))
                continue
            place = ("formerly", index)
            redirect = Redirect(old, file_at(old), page.address, page.title, page.path, place)
            self._wanted.append((redirect, blame))
        return found

    def write(self, folder: Path) -> list[Diagnostic]:
        """Write the pages into the finished site.

        Returns:
            What is wrong with those for which there is no room.
        """
        found = []
        written: dict[Path, Redirect] = {}
        for redirect, blame in self._wanted:
            file = folder / redirect.file
            known = written.get(file)
            if known is not None:
                if known.target != redirect.target:
                    problem = f"`{redirect.old}` already redirects to {known.target}"
                    found.append(blame(f"{problem}, says {known.path}"))
                continue
            if (reason := _no_room(folder, redirect)) is not None:
                found.append(blame(reason))
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(redirect.html, encoding="utf-8", newline="\n")
            written[file] = redirect
        return found


def _no_room(folder: Path, redirect: Redirect) -> str | None:
    """Why a page cannot be put where readers would look for it."""
    file = folder / redirect.file
    if file.is_dir():
        return f"`{redirect.old}` is a folder of the site itself; a page cannot take its place"
    # A preview that builds only what changed finds what it wrote the last time.
    if file.exists() and file.read_text("utf-8", "replace") != redirect.html:
        return f"`{redirect.old}` is a page or file of the site itself; remove it from `formerly`"
    for parent in _below(folder, file):
        if parent.is_file():
            name = parent.relative_to(folder).as_posix()
            return f"`{redirect.old}` would lie below `{name}`, which is a file of the site itself"
    return None


def _below(folder: Path, file: Path) -> Iterable[Path]:
    return (parent for parent in file.parents if parent != folder and folder in parent.parents)


def _blame_entry(loaded: Loaded, path: str, place: Location, message: str) -> Diagnostic:
    return finding(loaded, _RULE, message, path, place)


def _blame_page(page: WrittenPage, index: int | None, message: str) -> Diagnostic:
    front = _FRONT_MATTER.match(page.source)
    if front is None:
        return Diagnostic(_RULE, message, page.path, START)
    way = ("formerly",) if index is None else ("formerly", index)
    line, column, end_line, end_column = source.locate(front[1], way)
    return Diagnostic(_RULE, message, page.path, Span(line + 1, column, end_line + 1, end_column))
