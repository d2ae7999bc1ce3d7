"""The text of a page by its headings, as Markdown made it: no marker is filled, no formula set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from topicsite.search.tex import untexed

_HEADINGS: Final = frozenset({"h1", "h2", "h3"})
_UNREAD: Final = frozenset({"script", "style", "svg", "template", "textarea", "select", "math"})
_VOID: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track"}
    | {"wbr"}
)
_IN_LINES: Final = frozenset(
    {"a", "abbr", "b", "bdi", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s"}
    | {"samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"}
)


@dataclass
class Section:
    """What stands below a heading.

    Attributes:
        title: the heading; of what stands before the first one, nothing.
        anchor: its id.
        level: from 1 to 3; 0 before the first heading.
        lines: its paragraphs and the like.
    """

    title: str = ""
    anchor: str = ""
    level: int = 0
    lines: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, *, with_code: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.sections = [Section()]
        self._unread = _UNREAD if with_code else _UNREAD | {"pre"}
        self._pieces: list[str] = []
        self._heading = ""
        # The element that is left out, and how often one of its name was opened inside.
        self._skipped = ""
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._skipped:
            self._depth += tag == self._skipped
            return
        given = dict(attrs)
        is_out = tag in self._unread or "data-search-exclude" in given
        is_out = is_out or given.get("aria-hidden") == "true"
        if tag not in _VOID and (is_out or given.get("class") == "headerlink"):
            self._skipped, self._depth = tag, 1
        elif tag in _HEADINGS and given.get("id"):
            self._end_line()
            self._heading = tag
            self.sections.append(Section("", given["id"] or "", int(tag[1])))
        elif tag not in _IN_LINES:
            self._end_line()

    def handle_endtag(self, tag: str) -> None:
        if self._skipped:
            self._depth -= tag == self._skipped
            if not self._depth:
                self._skipped = ""
        elif tag == self._heading:
            self.sections[-1].title = self._line()
            self._heading = ""
        elif tag not in _IN_LINES:
            self._end_line()

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self._pieces.append(data)

    def close(self) -> None:
        super().close()
        self._end_line()

    def _line(self) -> str:
        line = " ".join("".join(self._pieces).split())
        self._pieces.clear()
        return untexed(line)

    def _end_line(self) -> None:
        if not self._heading and (line := self._line()):
            self.sections[-1].lines.append(line)


def sections_of(html: str, *, with_code: bool = True) -> Iterator[Section]:
    """The sections of a page that have a heading or a text.

    Args:
        html: the page's content.
        with_code: whether blocks of code are part of the text.
    """
    reader = _Reader(with_code=with_code)
    reader.feed(html)
    reader.close()
    return (section for section in reader.sections if section.title or section.lines)
