"""Where the addresses in a page of Markdown stand, to the character.

markdown-it finds the blocks and cuts paragraphs into code, tags, brackets and text. What it does
not say, the column, is kept here while it reads: a rule of its grammar knows where it is. Each
address is then looked up in the page itself, and one that does not stand there as it was read has
no certain place. Pages are rendered by Python-Markdown: `containers` has what differs.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.reference import reference

from topicsite.reading import containers, paragraphs
from topicsite.reading.paragraphs import DEFINES, Link, destination
from topicsite.reading.tags import resolved, tags

SUFFIXES: Final = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
"""The names of pages end so, for MkDocs."""
ATTRIBUTES: Final = ("href", "src", "poster", "srcset")
"""Attributes of HTML whose values are addresses."""
_LINE_END: Final = re.compile(r"\r\n?|\n")
_FRONT_MATTER: Final = re.compile(
    r"-{3}[ \t]*\n(?:(?!(?:-{3}|\.{3})[ \t]*$).*\n)*(?:-{3}|\.{3})[ \t]*$", re.MULTILINE
)
_CANDIDATE: Final = re.compile(r"[^\s,]\S*")
_NESTING: Final = 60


def links(text: str) -> list[Link]:
    """Every address that a page links to or shows, in the order of the page.

    Those of links and images, definitions that links refer to, `<https://...>` and tags of HTML;
    not what is shown as code, commented out, or stands in the front matter. It takes no longer than
    in proportion to the text.

    Args:
        text: a page of Markdown, with whatever line ends.
    """
    if text.startswith("\ufeff"):  # a mark of the encoding, and no character of the page
        return [link._replace(start=link.start + 1, end=link.end + 1) for link in links(text[1:])]
    lines = Lines(text)
    page = _without_front_matter(_LINE_END.sub("\n", text).replace("\0", "\ufffd"))
    env: dict[str, Any] = {"tags": [], "searched": 0, "definitions": []}
    tokens: list[Any] = []
    parser = _parser()
    parser.block.parse(page, parser, env, tokens)
    same = Lines(page)
    found = [*_definitions(page, env["definitions"]), *_of_tags(page, env["tags"])]
    for token in tokens:
        if token.type == "inline" and token.map:
            found += _of_inline(parser, token.content, token.map[0], page, same)
    certain = [lines.moved(link, same) for link in found if link.address]
    return sorted(set(certain), key=lambda link: (link.start, link.end, link.address))


class Lines:
    """Where the lines of a text begin, and so which line and column an offset is."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def place(self, offset: int) -> tuple[int, int]:
        """The line and the column of an offset, both counted from zero."""
        line = bisect_right(self.starts, offset) - 1
        return line, offset - self.starts[line]

    def moved(self, link: Link, other: Lines) -> Link:
        """A link in a text that has the same lines, but other line ends."""
        start = self.offset(*other.place(link.start))
        return link._replace(start=start, end=start + link.end - link.start)

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and a column, both counted from zero."""
        return self.starts[line] + column


class AsWritten(MarkdownIt):
    """A parser that leaves addresses as they were written, and refuses none."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802  # as it is called there
        """The address as it is."""
        return url

    def validateLink(self, url: str) -> bool:  # noqa: N802  # as above
        """Any address will do; what is wrong with one is said elsewhere."""
        return True


@cache
def _parser() -> MarkdownIt:
    """CommonMark with the blocks of Python-Markdown; only what has to do with links is read."""
    parser = AsWritten("commonmark", {"maxNesting": _NESTING})
    containers.install(parser)
    parser.block.ruler.at("reference", _reference)
    paragraphs.install(parser)
    return parser


def _without_front_matter(page: str) -> str:
    """A page whose front matter is blank, line by line."""
    match = _FRONT_MATTER.match(page)
    return re.sub(r"[^\n]", " ", match[0]) + page[match.end() :] if match else page


def _of_inline(
    parser: MarkdownIt, content: str, first: int, page: str, lines: Lines
) -> Iterator[Link]:
    """The links in a paragraph, a heading or a cell, whose first line is given.

    A line of it stands in a line of the page as it is, but for what is around it.
    """
    env: dict[str, Any] = {"found": [], "open": [], "tags": []}
    parser.inline.parse(content, parser, env, [])
    if not env["found"] and not env["tags"]:
        return
    inner = Lines(content)
    shifts: dict[int, int] = {}
    for link in [*env["found"], *_of_tags(content, env["tags"])]:
        line, column = inner.place(link.start)
        begin = lines.starts[min(first + line, len(lines.starts) - 1)]
        if line not in shifts:
            part = _line(content, inner.starts[line])
            indent = len(part) - len(part.lstrip())
            shifts[line] = _line(page, begin).rfind(part.strip()) - indent
        start = begin + shifts[line] + column
        length = link.end - link.start
        if page[start : start + length] == content[link.start : link.end]:
            yield link._replace(start=start, end=start + length)
        else:
            yield link._replace(start=begin, end=begin)


def _line(page: str, begin: int) -> str:
    end = page.find("\n", begin)
    return page[begin:] if end < 0 else page[begin:end]


def _definitions(page: str, noted: list[tuple[int, int, str]]) -> Iterator[Link]:
    """The addresses of definitions: each stretch begins with a label in brackets."""
    for start, end, address in noted:
        at = start + 1
        while at < end and page[at] != "]":
            at += 2 if page[at] == "\\" else 1
        defines = DEFINES.match(page, at + 1, end)
        place = destination(page, defines.end(), end) if defines else None
        if place and unescapeAll(page[place[0] : place[1]]) == address:
            yield Link(address, *place[:2])
        else:
            yield Link(address, start, start)


def _of_tags(text: str, stretches: list[tuple[int, int]]) -> Iterator[Link]:
    """The addresses in tags of HTML, each of which is a stretch of the text."""
    for start, end in stretches:
        for tag in tags(text, start, end):
            given = [tag.attributes[name] for name in ATTRIBUTES if name in tag.attributes]
            if tag.name == "object" and "data" in tag.attributes:
                given.append(tag.attributes["data"])
            for name, _, first, last in given:
                if name == "srcset":
                    yield from _candidates(text, first, last)
                    continue
                written = text[first:last]
                first += len(written) - len(written.lstrip())
                written = written.strip()
                yield Link(resolved(written), first, first + len(written))


def _candidates(text: str, first: int, last: int) -> Iterator[Link]:
    """The addresses of a `srcset`: before each comma one, and what it is for."""
    while match := _CANDIDATE.search(text, first, last):
        end = match.end() - len(match[0]) + len(match[0].rstrip(","))
        yield Link(resolved(text[match.start() : end]), match.start(), end)
        comma = text.find(",", end, last)
        first = last if comma < 0 else comma + 1


def _reference(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    again = state.env.setdefault("duplicate_refs", [])
    count = len(again)
    if not reference(state, line, end, silent):
        return False
    if not silent:
        known = state.env["references"]
        address = (again[-1] if len(again) > count else known[next(reversed(known))])["href"]
        start = state.bMarks[line] + state.tShift[line]
        state.env["definitions"].append((start, state.eMarks[state.line - 1], address))
    return True
