"""What a project links to, and where each address stands.

Entries are read as YAML and no further, so that the links of an entry that breaks a rule elsewhere
are checked too. Pages and the prose of examples are read as Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from topicsite.findings.diagnostics import Span
from topicsite.links.spelling import spelt
from topicsite.model import identity
from topicsite.reading import source
from topicsite.reading.pages import SUFFIXES, Lines, links
from topicsite.reading.paragraphs import Link
from topicsite.reading.source import Data, Location

_PROSE: Final = re.compile(r"# %%.*\[markdown\]")
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_UNREADABLE: Final = re.compile(r"[\ud800-\udfff]")
_EXTERNAL: Final = re.compile(r"(?:https?:)?//[^/\\]", re.IGNORECASE)
_BY_ID: Final = {"doi": identity.doi_address, "arxiv": identity.arxiv_address}


class Place(NamedTuple):
    """Where an address stands.

    Attributes:
        path: the file, relative to the project.
        where: the way to a value of an entry, or the stretch of a page.
        is_literal: whether the address itself stands there, and not only what it is made from.
    """

    path: str
    where: Location | Span
    is_literal: bool

    def span(self, texts: Mapping[str, str]) -> Span:
        """The stretch of the file, given the files' texts."""
        if isinstance(self.where, Span):
            return self.where
        return source.locate(texts[self.path], self.where)


Addresses = dict[str, list[Place]]


def find(
    root: Path,
    resources: str,
    docs: str,
    examples: str,
    unread: Callable[[str, OSError], None] = lambda path, error: None,
) -> tuple[Addresses, dict[str, str]]:
    """Every external address of a project with its places, and the texts of the files they are in.

    Args:
        root: the project's folder.
        resources: the folder of topics, with forward slashes.
        docs: the folder of pages; it may be absent.
        examples: the folder of examples; it may be absent.
        unread: told of each file that cannot be read, and so is left out.
    """
    found: Addresses = {}
    texts: dict[str, str] = {}
    kinds = (
        (resources, "*/*.yml", (".yml",)),
        (docs, "**/*", SUFFIXES),
        (examples, "*.py", (".py",)),
    )
    for folder, pattern, suffixes in kinds:
        for file in sorted((root / folder).glob(pattern)):
            if not file.name.endswith(suffixes) or file.is_symlink() or not file.is_file():
                continue
            path = Path(folder, file.relative_to(root / folder)).as_posix()
            try:
                text = text_of(file)
            except OSError as error:
                unread(path, error)
                continue
            places = list(in_file(path, text))
            if places:
                texts[path] = shown(text)
            for address, place in places:
                found.setdefault(address, []).append(place)
    return found, texts


def shown(text: str) -> str:
    """A text as it can be printed, in which every character keeps its place."""
    return text if text.isascii() else _UNREADABLE.sub("\ufffd", text)


def text_of(file: Path) -> str:
    """What a file says; bytes that are not UTF-8 are kept, as Python keeps them in names of files.

    Raises:
        OSError: if it cannot be read.
    """
    return file.read_bytes().decode("utf-8", "surrogateescape")


def in_file(path: str, text: str) -> Iterator[tuple[str, Place]]:
    """The addresses in one file; its name says of what kind it is."""
    if path.endswith(".yml"):
        return _in_entry(path, text)
    return _in_page(path, text)


def is_external(address: str, *, loopback: bool = False) -> bool:
    """Whether an address is one to ask; what is wrong with the others, `topicsite check` says."""
    return not why_not_asked(address, loopback=loopback)


def why_not_asked(address: str, *, loopback: bool = False) -> str:
    """Why an address is none that can be asked, in a few words; nothing if it can."""
    try:
        identity.check_address(address)
    except identity.AddressError as error:
        return "" if loopback and error.rule == "url-private" else str(error)
    return ""


def _in_entry(path: str, text: str) -> Iterator[tuple[str, Place]]:
    data = source.parse(path, text.encode(errors="surrogateescape")).data
    return _in_value(path, data, ()) if data is not None else iter(())


def _in_value(path: str, value: Data, way: Location) -> Iterator[tuple[str, Place]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _in_value(path, inner, (*way, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _in_value(path, inner, (*way, index))
    elif way and way[-1] == "url":
        yield spelt(value), Place(path, way, True)
    elif len(way) == 1 and (address_of := _BY_ID.get(str(way[0]))):
        yield spelt(address_of(value)), Place(path, way, False)
    elif value.startswith(("https://", "http://")) and len(value.split()) == 1:
        yield spelt(value), Place(path, way, True)  # a field of the site's own
    elif "//" in value:
        for link in links(value):
            if _EXTERNAL.match(link.address):
                yield spelt(link.address), Place(path, way, False)


def _in_page(path: str, text: str) -> Iterator[tuple[str, Place]]:
    lines = Lines(text)
    for link in in_prose(text) if path.endswith(".py") else links(text):
        if _EXTERNAL.match(link.address):
            line, column = lines.place(link.start)
            end = column + 1 + max(1, link.end - link.start)
            span = Span(line + 1, column + 1, line + 1, end)
            yield spelt(link.address), Place(path, span, link.is_certain)


def in_prose(program: str) -> list[Link]:
    """Every address that the Markdown of an example links to, with its place in the program."""
    prose, is_prose = [], False
    for line in _LINE.findall(program):
        end = line[len(line.rstrip("\r\n")) :]
        if line.startswith("# %%"):
            is_prose = _PROSE.match(line) is not None
            line = end
        # The comment's sign goes, so that indentation means what it means in a page.
        prose.append(line[2:] if is_prose and line.startswith("# ") else end)
    page, lines = "".join(prose), Lines(program)
    inner = Lines(page)
    found = []
    for link in links(page):
        line, column = inner.place(link.start)
        start = lines.offset(line, column + 2)
        found.append(link._replace(start=start, end=start + link.end - link.start))
    return found
