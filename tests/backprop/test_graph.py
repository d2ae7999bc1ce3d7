"""A graph tells its trace in tables, and hands the same on as data."""

from __future__ import annotations

import json
import math
from html.parser import HTMLParser

import numpy as np

from backprop import operations as ops
from backprop.graph import Graph, number
from backprop.tape import Variable


class Reader(HTMLParser):
    """The cells of the tables, row by row, and what stands in scripts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.scripts: list[str] = []
        self.tags: set[str] = set()
        self._inside = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._inside = tag
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
        elif tag == "script":
            assert attrs == [("type", "application/json")]

    def handle_data(self, data: str) -> None:
        if self._inside in ("td", "th"):
            self.rows[-1][-1] += data
        elif self._inside == "script":
            self.scripts.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""


def olah(name: str = "b") -> Graph:
    a, b = Variable(2.0, "a"), Variable(1.0, name)
    e = (a + b) * (b - 1.5)
    e.name = "e"
    return Graph(e)


def test_every_step_is_in_the_tables() -> None:
    read = Reader(olah()._repr_html_())
    assert read.rows == [
        ["value", "computed as", "gives"],
        ["a", "given", "2"],
        ["b", "given", "1"],
        ["v1", "a + b", "3"],
        ["v2", "b − 1.5", "−0.5"],
        ["e", "v1 × v2", "−1.5"],
        ["from", "to", "derivative", "hands back", "arrived so far"],
        ["", "e", "", "1", "1"],
        ["e", "v1", "−0.5", "−0.5", "−0.5"],
        ["e", "v2", "3", "3", "3"],
        ["v2", "b", "1", "3", "3"],
        ["v1", "a", "1", "−0.5", "−0.5"],
        ["v1", "b", "1", "−0.5", "2.5"],
    ]
    assert json.loads(read.scripts[0]) == olah().trace


def test_names_cannot_break_out() -> None:
    hostile = "</script><img src=x onerror=alert(1)>&amp;\"'"
    read = Reader(olah(hostile)._repr_html_())
    assert read.tags == {
        *("backprop-graph", "table", "thead", "tbody", "tr", "th", "td", "script"),
    }
    assert read.rows[2][0] == hostile
    assert json.loads("".join(read.scripts))["nodes"][1]["id"] == hostile


def test_it_prints_as_markdown() -> None:
    assert str(olah()).splitlines()[:3] == [
        "| value | computed as | gives |",
        "| --- | --- | ---: |",
        "| a | given | 2 |",
    ]


def test_arrays_are_told_by_their_shape() -> None:
    w, x = Variable(np.ones((2, 3)), "W"), Variable(np.ones(3), "x")
    rows = Reader(Graph(ops.sum_(ops.tanh(w @ x)))._repr_html_()).rows
    assert ["v1", "W @ x", "2 numbers"] in rows
    assert ["v1", "W", "a matrix", "2 × 3 numbers", "2 × 3 numbers"] in rows
    assert ["v2", "tanh(v1)", "2 numbers"] in rows


def test_an_infinite_value_is_told_and_not_drawn() -> None:
    with np.errstate(divide="ignore"):
        html = Graph(ops.log(Variable(0.0, "x")))._repr_html_()
    assert ["v1", "log(x)", "−inf"] in Reader(html).rows
    assert "backprop-graph" not in html


def test_numbers() -> None:
    values = [0.0, -2.0, 1 / 3, 12345.0, 1e-9, math.inf]
    assert [number(v) for v in values] == ["0", "−2", "0.3333", "1.234e+04", "1e−09", "inf"]
