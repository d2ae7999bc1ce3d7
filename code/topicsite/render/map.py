"""The map of topics: a band for each section, and arrows from prerequisites, left to right.

A topic stands to the right of everything that it builds on, so no arrow leads back. All measures
are whole numbers that follow from the catalog alone.
"""

from __future__ import annotations

import textwrap
from typing import Final, NamedTuple

from topicsite.model.catalog import Catalog, Entry, Group
from topicsite.model.entries import Topic

WIDTH: Final = 150
"""Of a box."""
LINE: Final = 18
_CHARACTERS: Final = 19
"""That fit into a line of a box, by the widths of the text face."""
_LINES: Final = 3
_ACROSS: Final = 48
_DOWN: Final = 14
_MARGIN: Final = 14
_HEAD: Final = 30
"""The height of a band's title."""
_ROWS: Final = 4
"""So many topics stand one below the other before the next one stands beside them."""


class Box(NamedTuple):
    """A topic on the map: its place, and its title in lines."""

    topic: Entry[Topic]
    x: int
    y: int
    height: int
    lines: list[str]


class Band(NamedTuple):
    """The ground of a section."""

    title: str
    y: int
    height: int


class Arrow(NamedTuple):
    """A prerequisite: from the edge of one box to the edge that faces it of another."""

    x1: int
    y1: int
    x2: int
    y2: int

    @property
    def bend(self) -> int:
        """How far the curve runs level at both ends; it is negative where it runs to the left."""
        level = max(_ACROSS // 2, min(120, abs(self.x2 - self.x1) // 2))
        return level if self.x2 > self.x1 else -level

    @property
    def tip(self) -> int:
        """Where the line ends, so that the head of the arrow does not lie on the box."""
        return self.x2 - 1 if self.x2 > self.x1 else self.x2 + 1


class Map(NamedTuple):
    """Everything that is drawn, how large the whole is, and where the titles of bands begin."""

    boxes: list[Box]
    bands: list[Band]
    arrows: list[Arrow]
    width: int
    height: int
    start: int = _MARGIN

    def mirrored(self) -> Map:
        """The same from right to left."""
        wide = self.width
        return self._replace(
            boxes=[box._replace(x=wide - box.x - WIDTH) for box in self.boxes],
            arrows=[
                arrow._replace(x1=wide - arrow.x1, x2=wide - arrow.x2) for arrow in self.arrows
            ],
            start=wide - self.start,
        )


def drawn(catalog: Catalog) -> Map:
    """Lay the topics of a catalog out."""
    depths = _depths(catalog)
    columns = [_columns(group, depths) for group in catalog.groups]
    starts = _starts(columns)
    boxes: dict[str, Box] = {}
    bands = []
    y = 0
    for group, band in zip(catalog.groups, columns, strict=True):
        top = y + (_HEAD if group.title else _MARGIN)
        rows = _rows(band)
        for depth, topics in band.items():
            for number, topic in enumerate(topics):
                column, row = divmod(number, _ROWS)
                lines = _lines(topic.model.title)
                high = _high(lines)
                x = _MARGIN + (starts[depth] + column) * (WIDTH + _ACROSS)
                # Boxes of a row share its middle, whatever they hold.
                above = top + sum(rows[:row]) + row * _DOWN
                boxes[topic.id] = Box(topic, x, above + (rows[row] - high) // 2, high, lines)
        height = top - y + sum(rows) + (len(rows) - 1) * _DOWN + _MARGIN
        bands.append(Band(group.title, y, height))
        y += height + 6
    arrows = [
        Arrow(
            boxes[before].x + WIDTH,
            boxes[before].y + boxes[before].height // 2,
            box.x,
            box.y + box.height // 2,
        )
        for box in boxes.values()
        for before in dict.fromkeys(box.topic.model.prerequisites)
        if before in boxes
    ]
    wide = max((box.x + WIDTH for box in boxes.values()), default=0) + _MARGIN
    return Map(list(boxes.values()), bands, arrows, wide, max(0, y - 6))


def _depths(catalog: Catalog) -> dict[str, int]:
    """For each topic the length of the longest way to it, without recursion.

    A catalog that is checked has no circle; what is in one would have no depth and stand first.
    """
    topics = catalog.topics
    waiting = {
        name: sum(before in topics for before in {*topic.model.prerequisites})
        for name, topic in topics.items()
    }
    depths = dict.fromkeys(topics, 0)
    ready = [name for name, number in waiting.items() if number == 0]
    for name in ready:
        for after in catalog.leads_to.get(name, ()):
            depths[after] = max(depths[after], depths[name] + 1)
            waiting[after] -= 1
            if waiting[after] == 0:
                ready.append(after)
    return depths


def _columns(group: Group, depths: dict[str, int]) -> dict[int, list[Entry[Topic]]]:
    """The topics of a section by their depth."""
    found: dict[int, list[Entry[Topic]]] = {}
    for topic in group.topics:
        found.setdefault(depths[topic.id], []).append(topic)
    return found


def _starts(columns: list[dict[int, list[Entry[Topic]]]]) -> dict[int, int]:
    """The first column of each depth, with room for the section that needs most."""
    needed: dict[int, int] = {}
    for band in columns:
        for depth, topics in band.items():
            needed[depth] = max(needed.get(depth, 0), -(-len(topics) // _ROWS))
    starts, at = {}, 0
    for depth in range(max(needed, default=-1) + 1):
        starts[depth] = at
        at += needed.get(depth, 0)
    return starts


def _rows(band: dict[int, list[Entry[Topic]]]) -> list[int]:
    """How high each row of a section has to be."""
    rows = [0] * min(_ROWS, max(map(len, band.values()), default=0))
    for topics in band.values():
        for number, topic in enumerate(topics):
            row = number % _ROWS
            rows[row] = max(rows[row], _high(_lines(topic.model.title)))
    return rows


def _high(lines: list[str]) -> int:
    return len(lines) * LINE + 12


def _lines(title: str) -> list[str]:
    """A title in lines that fit into a box; the last one says when there is more."""
    return textwrap.wrap(
        title, _CHARACTERS, max_lines=_LINES, placeholder=" …", break_on_hyphens=True
    ) or [title]
