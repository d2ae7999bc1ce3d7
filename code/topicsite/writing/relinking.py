"""Links of written pages to something that gets another id.

A link is resolved against the page that it stands on, as MkDocs and a browser would resolve it; if
it leads to what is renamed, the name in it changes, and every other character stays. Links to other
hosts, and to other things of the same name, are nobody's concern.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple
from urllib.parse import urlsplit

from topicsite.reading.pages import links
from topicsite.reading.paragraphs import Link

_HOST: Final = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?//([^/?#]*)")
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_MARKER: Final = re.compile(r"<!--\s{0,99}topicsite:[^>]{0,500}-->")
_SOURCES: Final = (".md", ".py", ".ipynb")
"""Files as MkDocs knows them: links to those are resolved against the file, not the address."""
_INDEX: Final = ("index", "README")


class Step(NamedTuple):
    """One name on the way to a page, and where it begins in the link, if it stands there."""

    name: str
    start: int | None


@dataclass(frozen=True)
class Renaming:
    """What gets another name.

    Attributes:
        old: its id.
        new: the one it gets.
        kind: what it is.
        site_url: the site's own address, if known.
        topics: all topics: their pages show resources.
        showing: the written pages that may show resources, relative to the folder of pages.
        pages: all written pages.
    """

    old: str
    new: str
    kind: Literal["topic", "resource", "example"]
    site_url: str = ""
    topics: frozenset[str] = frozenset()
    showing: frozenset[str] = frozenset()
    pages: frozenset[str] = frozenset()


def shows_entries(text: str) -> bool:
    """Whether a page has a marker, in whose place entries may come."""
    return _MARKER.search(text) is not None


def relinked(
    text: str, page: str, renaming: Renaming, read: Callable[[str], list[Link]] = links
) -> tuple[str, list[str]]:
    """A page with its links and markers changed, and the links that could not be.

    Args:
        text: what the page says.
        page: its file, relative to the folder of pages.
        renaming: what gets another name.
        read: finds the links in the text; in an example they stand in comments.
    """
    pieces, at, left = [], 0, []
    for link in read(text):
        raw = text[link.start : link.end] if link.is_certain else link.address
        found = _named(raw, page, renaming)
        if found is None:
            continue
        if not link.is_certain or link.start + found < at:
            left.append(link.address)
            continue
        pieces += [text[at : link.start + found], renaming.new]
        at = link.start + found + len(renaming.old)
    return _marked("".join([*pieces, text[at:]]), renaming), left


def _marked(text: str, renaming: Renaming) -> str:
    """A text with the options of markers changed."""
    if renaming.kind == "resource":
        return text
    option = re.compile(rf"(?<=\b{renaming.kind}=){re.escape(renaming.old)}(?![\w-])")
    return _MARKER.sub(lambda marker: option.sub(renaming.new, marker[0]), text)


def _named(raw: str, page: str, renaming: Renaming) -> int | None:
    """Where in a link the old name stands, or None if the link leads elsewhere."""
    if renaming.old not in raw:
        return None
    host = _HOST.match(raw)
    if host is None and _SCHEME.match(raw):
        return None
    if host and (not host[1] or host[1].lower() != urlsplit(renaming.site_url).netloc.lower()):
        return None
    start = host.end() if host else 0
    end = min(at for at in (raw.find("?", start), raw.find("#", start), len(raw)) if at >= 0)
    fragment = raw.find("#", start) + 1
    for way in _ways(raw, start, end, page, renaming, has_host=host is not None):
        if renaming.kind == "resource":
            is_it = fragment and raw[fragment:] == renaming.old and _shows(way, renaming)
            found = fragment if is_it else None
        else:
            found = _of_way(way, renaming)
        if found is not None:
            return found
        if _file_of(way, renaming.pages):
            return None
    return None


def _of_way(way: list[Step], renaming: Renaming) -> int | None:
    """Where the old name of a topic or an example begins, if the way leads to it."""
    if renaming.kind == "topic":
        return way[0].start if way and way[0].name == renaming.old else None
    if len(way) < 2 or way[0].name != "examples":
        return None
    stem, dot, extension = way[1].name.partition(".")
    is_it = stem == renaming.old and (not dot or extension in ("py", "ipynb", "md", "html"))
    return way[1].start if is_it else None


def _ways(
    raw: str, start: int, end: int, page: str, renaming: Renaming, *, has_host: bool
) -> Iterator[list[Step]]:
    """The ways from the top of the site on which a link may lead, the likeliest first."""
    steps = []
    at = start
    for name in raw[start:end].split("/"):
        steps.append(Step(name, at))
        at += len(name) + 1
    is_source = steps[-1].name.endswith(_SOURCES)
    if has_host or raw.startswith("/", start):
        prefix = [name for name in urlsplit(renaming.site_url).path.split("/") if name]
        below = [step for step in steps if step.name not in ("", ".")]
        if [step.name for step in below[: len(prefix)]] == prefix:
            yield _walked([], below[len(prefix) :])
        if not has_host:  # as MkDocs means it: from the folder of pages
            yield _walked([], below)
        return
    folder = page.split("/")[:-1]
    stem = page.rpartition("/")[2].rpartition(".")[0]
    address = folder if stem in _INDEX else [*folder, stem]
    if start == end:
        yield [Step(name, None) for name in address]
        return
    # A link to a file is resolved by MkDocs, any other by a browser, or as MkDocs proposes it.
    for base in [folder] if is_source or address == folder else [address, folder]:
        yield _walked(base, steps)


def _walked(base: list[str], steps: list[Step]) -> list[Step]:
    """The way from a folder by the steps of a link; above the top of a site is its top."""
    way = [Step(name, None) for name in base]
    for step in steps:
        if step.name == "..":
            way = way[:-1]
        elif step.name not in ("", "."):
            way.append(step)
    return way


def _file_of(way: list[Step], pages: frozenset[str]) -> str:
    """The written page to which a way leads, or an empty string."""
    path = "/".join(step.name for step in way).removesuffix("index.html").rstrip("/")
    stem = path.removesuffix(".html")
    for name in (
        path,
        f"{stem}.md",
        f"{stem}/index.md".lstrip("/"),
        f"{stem}/README.md".lstrip("/"),
    ):
        if name in pages:
            return name
    return ""


def _shows(way: list[Step], renaming: Renaming) -> bool:
    """Whether the page to which a way leads may show a resource."""
    names = [step.name for step in way if step.name not in ("index.md", "index.html")]
    is_topic = len(names) == 1 and names[0].removesuffix(".html") in renaming.topics
    return is_topic or names[:1] == ["tags"] or _file_of(way, renaming.showing) != ""
