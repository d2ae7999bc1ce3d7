"""Links of a finished site that lead nowhere: to no file, or to no place on a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

from topicsite.render.targets import Targets, targets

_PAGES: Final = (".html", ".htm")
_SCHEME: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
# What scripts make of an address, and what the theme's own switches are called.
_NOT_AN_ANCHOR: Final = ("__", "/", "!", "code=")


class Lost(NamedTuple):
    """A link that leads nowhere.

    Attributes:
        page: the file of the page that has it, below the root.
        link: the link as it stands there.
        reason: what is missing.
    """

    page: str
    link: str
    reason: str


class Surroundings(NamedTuple):
    """What has to be known of a site to tell its own addresses from others'.

    Attributes:
        address: the site's address; empty if it is not known.
        elsewhere: how addresses begin that others publish beside the site, such as `/de/`.
        has_siblings: whether links may lead out of the site, to other versions of it.
        with_anchors: whether to look for the places on pages too.
    """

    address: str = ""
    elsewhere: Collection[str] = ()
    has_siblings: bool = False
    with_anchors: bool = True


def lost_links(
    pages: Iterable[str], files: Collection[str], read: Callable[[str], str], site: Surroundings
) -> list[Lost]:
    """Follow every link of some pages within the site.

    Args:
        pages: the files of the pages whose links are followed, below the root.
        files: all files of the site.
        read: gives the text of a file.
        site: what surrounds it.
    """
    known = files if isinstance(files, (set, frozenset)) else set(files)
    tops = {"", *map(_first, known)}
    found: list[Lost] = []
    seen: dict[str, Targets] = {}
    to_anchors: list[tuple[str, str, str, str]] = []
    for page in pages:
        here = seen[page] = targets(read(page))
        for link in here.links:
            place = _place(link, page, here.base, site, tops)
            if place is None:
                continue
            path, anchor = place
            if path is None:
                if not site.has_siblings:
                    found.append(Lost(page, link, "it leads out of the site"))
                continue
            file = _file(path, known)
            if file is None:
                found.append(Lost(page, link, f"the site has no `{path}`"))
            elif anchor and site.with_anchors and file in known and file.endswith(_PAGES):
                to_anchors.append((page, link, file, anchor))
    for page, link, file, anchor in to_anchors:
        if file not in seen:
            seen[file] = targets(read(file))
        there = seen[file]
        # A browser takes the fragment as it is first, then decoded.
        if not there.is_redirect and not {anchor, unquote(anchor)} & there.anchors:
            found.append(Lost(page, link, f"`{file}` has no anchor `{anchor}`"))
    return found


def told(found: Iterable[Lost], sources: Mapping[str, str]) -> list[str]:
    """A sentence for each place that links do not find, with the page or the first of the pages.

    Args:
        found: the links.
        sources: what a page is made from, by its file, for those that somebody wrote.
    """
    pages: dict[tuple[str, str], list[str]] = {}
    for lost in found:
        pages.setdefault((lost.link, lost.reason), []).append(sources.get(lost.page, lost.page))
    return [
        f"{names[0]}{_others(len(names) - 1)}: the link `{link}` leads nowhere: {reason}"
        for (link, reason), names in pages.items()
    ]


def _others(number: int) -> str:
    return f" and {number} other page{'s' if number > 1 else ''}" if number else ""


def _place(
    link: str, page: str, base: str | None, site: Surroundings, tops: Collection[str]
) -> tuple[str | None, str] | None:
    """Where a link leads within the site: a path (None for out of it) and an anchor.

    None for what is not the site's: other hosts, other schemes, what others publish beside it.
    `tops` are the files and folders at the site's root.
    """
    if base is not None and (base.startswith("/") or _SCHEME.match(base)):
        return None
    if link.startswith(tuple(site.elsewhere)):
        return None
    home = site.address.rstrip("/") + "/"
    if site.address and link.startswith(home):
        link = _root(site.address) + link[len(home) :]
    elif _SCHEME.match(link):
        return None
    path, _, fragment = link.partition("#")
    path = path.partition("?")[0]
    anchor = _anchor(fragment)
    if not path and base is None:
        return page, anchor
    if path.startswith("/"):
        root = _root(site.address)
        # The page of errors starts at the root. Elsewhere, what begins like nothing on this site is
        # taken for another one on the same host.
        if page != "404.html" and (not site.address or not path.startswith(root)):
            return None
        below = _joined("", path[len(root) :])
        return None if page != "404.html" and _first(below or "") not in tops else (below, anchor)
    folder = page.rpartition("/")[0]
    if base is not None:
        folder = _joined(folder, base.rpartition("/")[0]) or ""
    return _joined(folder, path), anchor


def _first(path: str) -> str:
    return path.partition("/")[0]


def _anchor(fragment: str) -> str:
    """What a fragment looks for on a page; empty if that is nothing, or left to a script."""
    anchor = fragment.partition(":~:")[0]
    if anchor.lower() == "top" or anchor.startswith(_NOT_AN_ANCHOR):
        return ""
    return anchor


@lru_cache
def _root(address: str) -> str:
    """The path at which a site begins on its host."""
    return urlsplit(address).path.rstrip("/") + "/" if address else "/"


@lru_cache(maxsize=65536)
def _joined(folder: str, path: str) -> str | None:
    """A relative path from a folder as one from the root; None if it leads out."""
    parts = folder.split("/") if folder else []
    for part in unquote(path).split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    end = "/" if path.endswith("/") or path.rpartition("/")[2] in (".", "..") else ""
    return "/".join(parts) + (end if parts else "")


def _file(path: str, files: Collection[str]) -> str | None:
    """The file that a server sends for a path."""
    if any(part.startswith(".") for part in path.split("/")):
        return path  # what is hidden stays when a site is replaced, and is not seen here
    if path in files:
        return path
    index = f"{path.rstrip('/')}/index.html".lstrip("/")
    return index if index in files else None
