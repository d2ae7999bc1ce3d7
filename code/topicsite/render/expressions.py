"""Small graphs of expressions as pictures: inputs on the left, each step right of what it uses."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final, NamedTuple

from topicsite.model.graphs import Node
from topicsite.model.questions import Graph

HIGH: Final = 46
"""Of a box."""
_CHARACTER: Final = 8.2
"""About as wide is a letter or a digit of the text face at the size of a box."""
_NARROWEST: Final = 64
_ACROSS: Final = 38
_DOWN: Final = 16
_MARGIN: Final = 2
_HEAD: Final = 5
_SIGNIFICANT: Final = 4
_IN_FULL: Final = 1e9


class Box(NamedTuple):
    """A node: its place, what it is, its value and its derivative as far as they are shown."""

    x: int
    y: int
    width: int
    name: str
    formula: str
    value: str
    derivative: str


class Arrow(NamedTuple):
    """From a node to a step that uses it: a path, and the point of its head."""

    path: str
    x: int
    y: int


class Drawing(NamedTuple):
    """All boxes and arrows, and how large the whole is."""

    boxes: list[Box]
    arrows: list[Arrow]
    width: int
    height: int


def shown(value: float) -> str:
    """A number as a drawing has it: whole ones in full, else four digits; a true minus."""
    is_whole = abs(value) < _IN_FULL and value == round(value)
    text = str(round(value)) if is_whole else f"{value:.{_SIGNIFICANT}g}"
    return text.replace("-", "\N{MINUS SIGN}")


def written(expression: str) -> str:
    """An expression as it is read: `x·y + a²`."""
    text = re.sub(r"\s*\*\*\s*2(?![\d.])", "\N{SUPERSCRIPT TWO}", expression)
    text = re.sub(r"\s*\*\*\s*3(?![\d.])", "\N{SUPERSCRIPT THREE}", text)
    text = re.sub(r"\s*\*\*\s*", "^", text)
    text = re.sub(r"\s*\*\s*", " \N{DOT OPERATOR} ", text)
    return text.replace("-", "\N{MINUS SIGN}")


def drawn(graph: Graph) -> Drawing:
    """Lay a graph out, in columns from left to right; an arrow past a column has a lane in it."""
    nodes = graph.nodes
    columns = _columns(nodes)
    boxes = {name: _box(graph, node) for name, node in nodes.items()}
    tallest = max(sum(map(_high, column)) + (len(column) - 1) * _DOWN for column in columns)
    places: dict[_Item, tuple[int, int, int]] = {}
    x = _MARGIN
    for column in columns:
        width = max(boxes[item.name].width for item in column if item.is_node)
        y = _MARGIN + (tallest - sum(map(_high, column)) - (len(column) - 1) * _DOWN) // 2
        for item in column:
            places[item] = (x, y, width)
            y += _high(item) + _DOWN
        x += width + _ACROSS
    arrows = [
        _arrow(nodes, columns, places, used, node, number)
        for node in nodes.values()
        for number, used in enumerate(node.uses)
    ]
    found = [
        boxes[item.name]._replace(x=left, y=top, width=width)
        for item, (left, top, width) in places.items()
        if item.is_node
    ]
    return Drawing(found, arrows, x - _ACROSS + _MARGIN, tallest + 2 * _MARGIN)


class _Item(NamedTuple):
    """A node, or the lane of an arrow from it past a column to a step behind."""

    name: str
    to: str = ""
    column: int = 0

    @property
    def is_node(self) -> bool:
        return not self.to


def _high(item: _Item) -> int:
    return HIGH if item.is_node else 0


def _columns(nodes: dict[str, Node]) -> list[list[_Item]]:
    """The items of each column, those that lead to the same step beside each other."""
    depths = _depths(nodes)
    columns: list[list[_Item]] = [[] for _ in range(max(depths.values()) + 1)]
    behind: dict[_Item, list[tuple[_Item, int]]] = {}
    for name in nodes:
        columns[depths[name]].append(_Item(name))
    for node in nodes.values():
        for number, used in enumerate(node.uses):
            way = [_Item(used)]
            for column in range(depths[used] + 1, depths[node.name]):
                way.append(_Item(used, node.name, column))
                columns[column].append(way[-1])
            for one, other in pairwise([*way, _Item(node.name)]):
                behind.setdefault(one, []).append((other, number))
    for here, right in zip(columns[-2::-1], columns[:0:-1], strict=True):
        row = {item: number for number, item in enumerate(right)}
        here.sort(key=lambda item: min((row[to], n) for to, n in behind[item]))
    return columns


def _depths(nodes: dict[str, Node]) -> dict[str, int]:
    """The column of each node: a step right of what it uses, an input left of its first use."""
    depths: dict[str, int] = {}
    for node in nodes.values():
        depths[node.name] = max((depths[used] + 1 for used in node.uses), default=0)
    for name, node in nodes.items():
        if not node.expression:
            depths[name] = min(depths[one.name] for one in nodes.values() if name in one.uses) - 1
    return depths


def _arrow(
    nodes: dict[str, Node],
    columns: list[list[_Item]],
    places: dict[_Item, tuple[int, int, int]],
    used: str,
    node: Node,
    number: int,
) -> Arrow:
    left, top, width = places[_Item(used)]
    x, y = left + width, top + HIGH // 2
    path = f"M{x} {y}"
    for column in columns:
        for item in column:
            if (item.name, item.to) == (used, node.name):
                left, top, width = places[item]
                path += _bend(x, y, left, top) + f"H{left + width}"
                x, y = left + width, top
    left, top, _ = places[_Item(node.name)]
    # The heads of several arrows stand apart on the edge of a box.
    end = top + round(HIGH * (number + 1) / (len(node.uses) + 1))
    return Arrow(path + _bend(x, y, left - _HEAD, end), left, end)


def _bend(x1: int, y1: int, x2: int, y2: int) -> str:
    level = (x2 - x1) // 2
    return f"C{x1 + level} {y1} {x2 - level} {y2} {x2} {y2}"


def _box(graph: Graph, node: Node) -> Box:
    formula = f"{node.name} = {written(node.expression)}" if node.expression else node.name
    is_asked = node.name == graph.of
    value, derivative = shown(node.value), ""
    if graph.asks == "value":
        value = "?" if is_asked else "" if _depends(graph, node) else value
    elif is_asked:
        derivative = "?"
    elif node.name in (graph.last, *graph.shows):
        derivative = shown(node.derivative)
    letters = max(len(formula), len(value) + len(derivative) + 3 * bool(derivative))
    width = max(_NARROWEST, round(_CHARACTER * letters + 18))
    return Box(0, 0, width, node.name, formula, value, derivative)


def _depends(graph: Graph, node: Node) -> bool:
    """Whether the value of a node would give away the one that is asked for."""
    if node.name == graph.of:
        return True
    return any(_depends(graph, graph.nodes[used]) for used in node.uses)
