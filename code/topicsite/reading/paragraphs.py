"""Addresses in a paragraph of Markdown, as rules for markdown-it that keep where they are.

Brackets are matched as they come, so that a paragraph is read once, however many there are; whether
a link may stand in the text of another is not asked.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.helpers import parseLinkDestination, parseLinkTitle
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.autolink import autolink
from markdown_it.rules_inline.html_inline import html_inline

from topicsite.reading.tags import resolved

DEFINES: Final = re.compile(r":[ \t]*(?:\n[ \t]*)?(?=\S)")
"""What stands between the label of a definition and its address."""
_LINE_START: Final = re.compile(r"(?:.*\n)?[ ]{0,3}", re.DOTALL)
_ODD_AUTOLINK: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]{0,30}://[^<>\n]*>")
"""With a space in it, which only Python-Markdown takes."""
_SPACES: Final = re.compile(r"[ \t\n]*")
_LONGEST: Final = 4096
"""Characters in which a link that CommonMark does not know has to end."""


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


def install(parser: MarkdownIt) -> None:
    """Let a parser note links: its `env` needs the lists `found`, `open` and `tags`."""
    inline = parser.inline.ruler
    inline.disable(["emphasis", "entity"])
    inline.at("link", _opening)
    inline.at("image", _closing)
    inline.at("autolink", _autolink)
    inline.at("html_inline", _html)


def destination(text: str, at: int, end: int) -> tuple[int, int, int] | None:
    """Where an address begins and ends, without its brackets, and where what follows begins."""
    found = parseLinkDestination(text, at, end)
    if not found.ok:
        return None
    angle = text[at] == "<"
    return at + angle, found.pos - angle, found.pos


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
    elif text.startswith(":", at) and _LINE_START.fullmatch(text, max(0, opened - 4), opened):
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
    place = destination(text, at, end) if at < end else None
    if place is None:
        return None
    first, last, at = place
    behind = _after_spaces(text, at, end)
    if behind < end and (behind > at or text[at - 1] == ">"):
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
    defines = DEFINES.match(text, at, end)
    place = destination(text, defines.end(), end) if defines else None
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
        odd = _ODD_AUTOLINK.match(state.src, start, state.posMax)
        if odd is None:
            return False
        state.pos = odd.end()
    written = state.src[start + 1 : state.pos - 1]
    if ":" in written:
        state.env["found"].append(Link(resolved(written), start + 1, state.pos - 1))
    return True


def _html(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if not html_inline(state, silent):
        return False
    state.env["tags"].append((start, state.pos))
    return True
