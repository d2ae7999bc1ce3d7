"""Lists and pages of Markdown: links under headings, tables, front matter, frames."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from topicsite.exchange import front_matter, items, pieces
from topicsite.exchange.found import Found, Note, Place, Reading
from topicsite.exchange.items import After, Cells, Context
from topicsite.reading.pages import AsWritten, Lines

_LINE_END: Final = re.compile(r"\r\n?")
_NESTING: Final = 60
_BRACKET: Final = re.compile(r"[\[\]]")


@cache
def _parser() -> MarkdownIt:
    parser = AsWritten("commonmark", {"maxNesting": _NESTING}).enable("table")
    parser.core.ruler.before("inline", "brackets", _leave_brackets)
    return parser


def _leave_brackets(state: StateCore) -> None:
    """Leave out paragraphs in whose brackets the parser would look for links again and again."""
    path, above, notes = state.env["page"]
    for token in state.tokens:
        if token.type == "inline" and _depth(token.content) > _NESTING:
            token.content = ""
            line = (token.map[0] if token.map else 0) + above + 1
            reason = f"more than {_NESTING} brackets are open at once; the paragraph is not read"
            notes.append(Note("broken", Place(path, line), reason))


def _depth(text: str) -> int:
    """How many brackets are open at once, those that nothing closes too."""
    if text.count("[") <= _NESTING:
        return 0
    depth = deepest = 0
    for match in _BRACKET.finditer(text):
        depth = max(0, depth + (1 if match[0] == "[" else -1))
        deepest = max(deepest, depth)
    return deepest


def read(path: str, text: str, after: After = "summary", *, takes_prose: bool = True) -> Reading:
    """Everything that a page links to or frames, in its order.

    Args:
        path: how the source is named.
        text: what it says.
        after: what stands behind a link.
        takes_prose: whether links in sentences count, and not only those of lists, tables and
            lines of their own.
    """
    page = _LINE_END.sub("\n", text.removeprefix("\ufeff")).replace("\0", "\ufffd")
    front, body = front_matter.split(page)
    reading = Reading(path)
    about = front_matter.read(path, front, reading) if front else front_matter.Front()
    walk = _Walk(path, body, after, about, takes_prose)
    for token in _parser().parse(body, {"page": (path, about.lines, reading.notes)}):
        walk.see(token)
    reading.title = about.title or walk.title
    reading.items, reading.notes = walk.items, [*reading.notes, *walk.notes]
    return reading


class _Walk:
    """One way through the blocks of a page."""

    def __init__(
        self, path: str, page: str, after: After, about: front_matter.Front, takes_prose: bool
    ) -> None:
        self.takes_prose = takes_prose
        self.depth = 0
        self.path, self.page, self.after, self.about = path, page, after, about
        self.lines = Lines(page)
        self.items: list[Found] = []
        self.notes: list[Note] = []
        self.title = ""
        self.headings: list[tuple[int, str]] = []
        self.heading = 0
        self.cells: list[list[pieces.Piece]] = []
        self.names: list[str] = []
        self.in_head = False
        self.in_table = False
        self.line = 0
        self.at = 0

    def see(self, token: Token) -> None:
        """Take one token of the page."""
        if token.map and token.map[0] > self.line:
            self.line = token.map[0]
            self.at = max(self.at, self.lines.starts[min(self.line, len(self.lines.starts) - 1)])
        match token.type:
            case "heading_open":
                self.heading = int(token.tag[1:])
            case "heading_close":
                self.heading = 0
            case "table_open":
                self.in_table = True
            case "table_close":
                self.in_table, self.names = False, []
            case "thead_open" | "thead_close":
                self.in_head = token.nesting > 0
            case "list_item_open" | "list_item_close":
                self.depth += token.nesting
            case "tr_open":
                self.cells = []
            case "tr_close":
                self._row()
            case "inline":
                self._inline(pieces.of_inline(token.children or []))
            case "html_block":
                for run in pieces.of_html(token.content):
                    self._take(run, {})

    def _inline(self, run: list[pieces.Piece]) -> None:
        if self.in_table:
            self.cells.append(run)
            return
        if self.heading:
            said = pieces.plain(run)
            if said:
                self.headings = [one for one in self.headings if one[0] < self.heading]
                self.headings.append((self.heading, said))
                if self.heading == 1 and not self.title:
                    self.title = said
        for part in pieces.at_breaks(run):
            if self.takes_prose or self.depth or not pieces.is_prose(part):
                self._take(part, {})

    def _row(self) -> None:
        """A row of a table is one item, whose columns may have names that say what they hold."""
        if self.in_head:
            self.names = [pieces.plain(cell) for cell in self.cells]
        run: list[pieces.Piece] = []
        for cell in self.cells:
            run += [*cell, pieces.BREAK]
        columns = dict(zip(self.names, map(pieces.plain, self.cells), strict=False))
        self._take(run, {} if self.in_head else columns)

    def _take(self, run: list[pieces.Piece], columns: Cells) -> None:
        context = Context(self._above(), self.about.title, tuple(self.about.tags), self.after)
        for item in items.of_run(run, columns, context, self._place_of):
            if isinstance(item, Note):
                self.notes.append(item)
            else:
                self.items.append(item)

    def _above(self) -> tuple[str, ...]:
        """The headings above, but for the one that is the page's own title."""
        return tuple(said for level, said in self.headings if level > 1 or said != self.title)

    def _place_of(self, address: str) -> Place:
        found = self.page.find(address, self.at, self.at + 20_000)
        if found >= 0:
            self.at = found + len(address)
        else:
            found = self.at
        line, column = self.lines.place(found)
        return Place(self.path, line + 1 + self.about.lines, column + 1)


def links_of(reading: Reading) -> Iterator[str]:
    """Every address that was found, for those who count."""
    for item in reading.items:
        yield item.url
        yield from (url for _, url in item.others)
