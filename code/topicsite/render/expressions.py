"""Small graphs of expressions as pictures: inputs on the left, each step right of what it uses."""

from __future__ import annotations

import re
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
_SIGNIFICANT: Final = 4


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
    """From a node to a step that uses it."""

    x1: int
    y1: int
    x2: int
    y2: int


class Drawing(NamedTuple):
    """All boxes and arrows, and how large the whole is."""

    boxes: list[Box]
    arrows: list[Arrow]
    width: int
    height: int


def shown(value: float) -> str:
    """A number as it is written in a drawing: four digits at most, a true minus."""
    text = f"{value:.{_SIGNIFICANT}g}"
    return text.replace("-", "\N{MINUS SIGN}")


def written(expression: str) -> str:
    """An expression as it is read: `x·y + a²`."""
    text = re.sub(r"\s*\*\*\s*2(?![\d.])", "\N{SUPERSCRIPT TWO}", expression)
    text = re.sub(r"\s*\*\*\s*3(?![\d.])", "\N{SUPERSCRIPT THREE}", text)
    text = re.sub(r"\s*\*\*\s*", "^", text)
    text = re.sub(r"\s*\*\s*", " \N{DOT OPERATOR} ", text)
    return text.replace("-", "\N{MINUS SIGN}")


def drawn(graph: Graph) -> Drawing:
    """Lay a graph out."""
    nodes = graph.nodes
    depths = _depths(nodes)
    columns: list[list[Node]] = [[] for _ in range(max(depths.values()) + 1)]
    for node in nodes.values():
        columns[depths[node.name]].append(node)
    tallest = max(map(len, columns))
    height = tallest * HIGH + (tallest - 1) * _DOWN + 2 * _MARGIN
    boxes: dict[str, Box] = {}
    x = _MARGIN
    for column in columns:
        made = [_box(graph, node) for node in column]
        width = max(box.width for box in made)
        y = _MARGIN + (height - 2 * _MARGIN - len(made) * HIGH - (len(made) - 1) * _DOWN) // 2
        for box in made:
            boxes[box.name] = box._replace(x=x, y=y, width=width)
            y += HIGH + _DOWN
        x += width + _ACROSS
    arrows = [
        Arrow(
            boxes[used].x + boxes[used].width,
            boxes[used].y + HIGH // 2,
            boxes[node.name].x,
            _landing(boxes[node.name], number, len(node.uses)),
        )
        for node in nodes.values()
        for number, used in enumerate(node.uses)
    ]
    return Drawing(list(boxes.values()), arrows, x - _ACROSS + _MARGIN, height)


def _landing(box: Box, number: int, of: int) -> int:
    """Where the tips of several arrows stand apart on the edge of a box."""
    return box.y + round(HIGH * (number + 1) / (of + 1))


def _depths(nodes: dict[str, Node]) -> dict[str, int]:
    depths: dict[str, int] = {}
    for node in nodes.values():
        depths[node.name] = max((depths[used] + 1 for used in node.uses), default=0)
    return depths


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
