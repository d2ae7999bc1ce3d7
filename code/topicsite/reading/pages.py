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
from typing import Any, Final, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.helpers import parseLinkDestination, parseLinkTitle
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.reference import reference
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.autolink import autolink
from markdown_it.rules_inline.html_inline import html_inline

from topicsite.reading import containers
from topicsite.reading.tags import resolved, tags

ATTRIBUTES: Final = ("href", "src", "poster", "srcset")
"""Attributes of HTML whose values are addresses."""
_LINE_END: Final = re.compile(r"\r\n?|\n")
_FRONT_MATTER: Final = re.compile(
    r"\ufeff?-{3}[ \t]*\n(?:(?!(?:-{3}|\.{3})[ \t]*$).*\n)*(?:-{3}|\.{3})[ \t]*$", re.MULTILINE
)
_SPACES: Final = re.compile(r"[ \t\n]*")
_DEFINES: Final = re.compile(r":[ \t]*(?:\n[ \t]*)?(?=\S)")
_ODD_TAG: Final = re.compile(r"</?[A-Za-z][^<>]*>")
_CANDIDATE: Final = re.compile(r"[^\s,]\S*")
_LONGEST: Final = 4096
"""Characters in which a link that CommonMark does not know has to end."""
_NESTING: Final = 60


class Link(NamedTuple):
    """An address in a page.

    Attributes:
        address: what it leads to, with escapes and character references resolved.
        start: where it begins in the text; of one without a certain place, the line.
        end: where it ends; without a certain place, the same as `start`.
    """

    address: str
    start: int
    end: int

    @property
    def is_certain(self) -> bool:
        """Whether exactly these characters of the text are the address."""
        return self.end > self.start


def links(text: str) -> list[Link]:
    """Every address that a page links to or shows, in the order of the page.

    Those of links and images, definitions that links refer to, `<https://...>` and tags of HTML;
    not what is shown as code, commented out, or stands in the front matter. It takes no longer than
    in proportion to the text.

    Args:
        text: a page of Markdown, with whatever line ends.
    """
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


class _Reader(MarkdownIt):
    """A parser that leaves addresses as they were written."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802  # as it is called there
        return url

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return True


@cache
def _parser() -> MarkdownIt:
    """CommonMark with the blocks of Python-Markdown; only what has to do with links is read."""
    parser = _Reader("commonmark", {"maxNesting": _NESTING})
    containers.install(parser)
    parser.block.ruler.at("reference", _reference)
    inline = parser.inline.ruler
    inline.disable(["emphasis", "entity"])
    inline.at("link", _opening)
    inline.at("image", _closing)
    inline.at("autolink", _autolink)
    inline.at("html_inline", _html)
    return parser


def _without_front_matter(page: str) -> str:
    """A page whose front matter is blank, line by line, and its byte order mark a space."""
    match = _FRONT_MATTER.match(page)
    if match:
        return re.sub(r"[^\n]", " ", match[0]) + page[match.end() :]
    return " " + page[1:] if page.startswith("\ufeff") else page


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
        defines = _DEFINES.match(page, at + 1, end)
        place = _destination(page, defines.end(), end) if defines else None
        if place and unescapeAll(page[place[0] : place[1]]) == address:
            yield Link(address, *place[:2])
        else:
            yield Link(address, start, start)


def _destination(text: str, at: int, end: int) -> tuple[int, int, int] | None:
    """Where an address begins and ends, without its brackets, and where what follows begins."""
    found = parseLinkDestination(text, at, end)
    if not found.ok:
        return None
    angle = text[at] == "<"
    return at + angle, found.pos - angle, found.pos


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


# Rules for blocks. They note where they are, in the text of the page.


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


# Rules for what stands in a paragraph. They note where they are, in the text of the paragraph.


def _opening(state: StateInline, silent: bool) -> bool:
    """A bracket that may be the first of a link."""
    if state.src[state.pos] != "[":
        return False
    state.env["open"].append(state.pos)
    state.pos += 1
    return True


def _closing(state: StateInline, silent: bool) -> bool:
    """A bracket that ends the text of a link: its address follows, or it is a definition."""
    if state.src[state.pos] != "]" or not state.env["open"]:
        return False
    opened = state.env["open"].pop()
    text, at, end = state.src, state.pos + 1, state.posMax
    link = None
    if text.startswith("(", at):
        link = _tail(text, at + 1, end) or _odd_tail(text, at + 1, end)
    elif text.startswith(":", at) and not text[text.rfind("\n", 0, opened) + 1 : opened].strip():
        link = _late_definition(text, at, end)
    if link is None:
        state.pos = at
        return True
    first, last, state.pos = link
    state.env["found"].append(Link(unescapeAll(text[first:last]), first, last))
    return True


def _tail(text: str, at: int, end: int) -> tuple[int, int, int] | None:
    """What stands behind the text of a link: an address and perhaps a title, in brackets."""
    at = _after_spaces(text, at, end)
    place = _destination(text, at, end) if at < end else None
    if place is None:
        return None
    first, last, at = place
    behind = _after_spaces(text, at, end)
    if behind > at and behind < end:
        title = parseLinkTitle(text, behind, end, None)
        if title.ok:
            behind = _after_spaces(text, title.pos, end)
    return (first, last, behind + 1) if text.startswith(")", behind, end) else None


def _odd_tail(text: str, at: int, end: int) -> tuple[int, int, int] | None:
    """The same as only Python-Markdown takes it: with spaces in the address."""
    depth = 1
    for position in range(at, min(end, at + _LONGEST)):
        depth += (text[position] == "(") - (text[position] == ")")
        if depth == 0:
            written = text[at:position]
            quote = written.rstrip()[-1:]
            if quote in ("'", '"') and written.count(quote) > 1:
                written = written[: written.rstrip()[:-1].index(quote)]
            first = at + len(written) - len(written.lstrip())
            last = first + len(written.strip())
            is_odd = last == first or "\n" in text[first:last] or text[first] == "<"
            return None if is_odd else (first, last, position + 1)
        if depth > 32 or text[position] in "[<`":
            return None
    return None


def _late_definition(text: str, at: int, end: int) -> tuple[int, int, int] | None:
    """A definition in the middle of a paragraph, which only Python-Markdown knows."""
    defines = _DEFINES.match(text, at, end)
    place = _destination(text, defines.end(), end) if defines else None
    if place is None:
        return None
    first, last, at = place
    line_end = text.find("\n", at, end)
    rest = text[at : end if line_end < 0 else line_end].strip()
    is_whole = not rest or (rest[0] in "\"'(" and rest[-1] in "\"')" and len(rest) > 1)
    return (first, last, at) if is_whole else None


def _after_spaces(text: str, at: int, end: int) -> int:
    match = _SPACES.match(text, at, end)
    return match.end() if match else at


def _autolink(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if not autolink(state, silent):
        return False
    written = state.src[start + 1 : state.pos - 1]
    if ":" in written:
        state.env["found"].append(Link(resolved(written), start + 1, state.pos - 1))
    return True


def _html(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if not html_inline(state, silent):
        # Python-Markdown, like browsers, takes `<a href=https://example.org/?a=b>` for a tag too.
        odd = _ODD_TAG.match(state.src, start, state.posMax)
        if odd is None:
            return False
        state.pos = odd.end()
    state.env["tags"].append((start, state.pos))
    return True
