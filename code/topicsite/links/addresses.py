"""What a project links to, and where each address stands.

Entries are read as YAML and no further, so that the links of an entry that breaks a rule elsewhere
are checked too. In pages and examples the links of Markdown and HTML count, not those in code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from topicsite.findings.diagnostics import Span
from topicsite.model import identity
from topicsite.reading import source
from topicsite.reading.source import Data, Location

# An address where Markdown or HTML makes a link of it.
_LINK: Final = re.compile(
    r"(?P<before>\]\(\s*<?|<|^\s*\[[^\]]+\]:\s+<?|\b(?:href|src)\s*=\s*[\"']?)"
    r"(?P<address>https?://[^\s<>\"'`]+)",
    re.MULTILINE,
)
# What is shown as it stands: fenced and inline code, and comments.
_SHOWN: Final = re.compile(
    r"^(?P<fence> {0,3}(?:`{3,}|~{3,})).*?(?:^(?P=fence)[`~]*[ \t]*$|\Z)|(?P<ticks>`+)(?!`).+?"
    r"(?<!`)(?P=ticks)(?!`)|<!--.*?(?:-->|\Z)",
    re.MULTILINE | re.DOTALL,
)
_PROSE: Final = re.compile(r"# %%.*\[markdown\]")
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


def find(root: Path, resources: str, docs: str, examples: str) -> tuple[Addresses, dict[str, str]]:
    """Every external address of a project with its places, and the texts of the files they are in.

    Args:
        root: the project's folder.
        resources: the folder of topics, with forward slashes.
        docs: the folder of pages; it may be absent.
        examples: the folder of examples; it may be absent.
    """
    found: Addresses = {}
    texts: dict[str, str] = {}
    for folder, pattern in ((resources, "*/*.yml"), (docs, "**/*.md"), (examples, "*.py")):
        for file in sorted((root / folder).glob(pattern)):
            if file.is_symlink() or not file.is_file():
                continue
            path = file.relative_to(root).as_posix()
            text = file.read_bytes().decode("utf-8", "replace")
            places = list(in_file(path, text))
            if places:
                texts[path] = text
            for address, place in places:
                found.setdefault(address, []).append(place)
    return found, texts


def in_file(path: str, text: str) -> Iterator[tuple[str, Place]]:
    """The addresses in one file; its name says of what kind it is."""
    if path.endswith(".yml"):
        return _in_entry(path, text)
    return _in_prose(path, _prose_of(text) if path.endswith(".py") else text)


def is_external(address: str, *, loopback: bool = False) -> bool:
    """Whether an address is one to ask; what is wrong with the others, `topicsite check` says."""
    try:
        identity.check_address(address)
    except identity.AddressError as error:
        return loopback and error.rule == "url-private"
    return True


def _in_entry(path: str, text: str) -> Iterator[tuple[str, Place]]:
    data = source.parse(path, text.encode()).data
    return _in_value(path, data, ()) if data is not None else iter(())


def _in_value(path: str, value: Data, way: Location) -> Iterator[tuple[str, Place]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _in_value(path, inner, (*way, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _in_value(path, inner, (*way, index))
    elif way and way[-1] == "url":
        yield value, Place(path, way, True)
    elif len(way) == 1 and (address_of := _BY_ID.get(str(way[0]))):
        yield address_of(value), Place(path, way, False)
    elif "http" in value:
        for _, address in _links(value):
            yield address, Place(path, way, False)


def _in_prose(path: str, text: str) -> Iterator[tuple[str, Place]]:
    line, counted = 1, 0
    for start, address in _links(text):
        line += text.count("\n", counted, start)
        counted = start
        column = start - (text.rfind("\n", 0, start) + 1) + 1
        is_literal = text.startswith(address, start)
        yield address, Place(path, Span(line, column, line, column + len(address)), is_literal)


def _links(text: str) -> Iterator[tuple[int, str]]:
    """Each address that a text links to, with its offset."""
    bare = _SHOWN.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    for match in _LINK.finditer(bare):
        address = match["address"]
        if match["before"].startswith("](") and not match["before"].endswith("<"):
            address = _balanced(address)
        yield match.start("address"), address.replace("&amp;", "&")


def _balanced(address: str) -> str:
    """An address up to the bracket that closes the link: its own brackets come in pairs."""
    depth = 0
    for position, character in enumerate(address):
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return address[:position]
    return address


def _prose_of(program: str) -> str:
    """The Markdown of an example; all else is blank, so that places stay where they are."""
    lines, is_prose = [], False
    for line in program.split("\n"):
        if line.startswith("# %%"):
            is_prose = _PROSE.match(line) is not None
            line = ""
        lines.append(f"  {line[2:]}" if is_prose and line.startswith("# ") else "")
    return "\n".join(lines)
