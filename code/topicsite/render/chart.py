"""Where everything on a chart stands: positions for a template, nothing that is measured by an eye.

Lengths are those of a field `WIDTH` wide, which the page scales. Of a text's width only the number
of its characters is known, so every place that holds one is a little larger than it needs to be.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

from topicsite.model.measurements import Chart

WIDTH: Final = 400.0
LETTER: Final = 6.25
"""How wide a letter is, on average and at most; like all lengths here a sum of powers of two, so
that no place is written with a tail of rounding errors."""
_LINE: Final = 17.0
"""How high a line is with one series."""
_LANE: Final = 5.5
"""By how much a series lies below the one before, so that no mark hides another."""
_TITLE: Final = 25.0
_BETWEEN: Final = 11.0
_AXIS: Final = 42.0
_MARGIN: Final = 9.0
"""Room for half of a mark, or half of a short number, at the ends of the axis."""

_SUPERSCRIPTS: Final = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class Mark(NamedTuple):
    """A number: in which series, and where."""

    series: int
    x: float
    y: float


class Label(NamedTuple):
    """A text, and where it stands."""

    text: str
    x: float
    y: float


class Field(NamedTuple):
    """A panel: its title, its lines with their names, and what is marked on them."""

    title: Label
    top: float
    bottom: float
    names: list[Label]
    marks: list[Mark]


class Drawing(NamedTuple):
    """A chart.

    Attributes:
        height: of the whole, which is `WIDTH` wide.
        left: where the lines begin.
        right: where they end.
        legend: the names of the series; the first is what they have in common.
        grid: where the numbers on the axis stand.
        ticks: these numbers.
        axis: what they are, around its middle.
        reference: where the number to compare with stands, if there is one.
        fields: the panels.
    """

    height: float
    left: float
    right: float
    legend: list[Label]
    grid: list[float]
    ticks: list[Label]
    axis: Label
    reference: float | None
    fields: list[Field]


def drawing(chart: Chart) -> Drawing:
    """Put everything in its place."""
    names = [name for panel in chart.panels for name, _ in panel.lines]
    left = min(max(map(_width, names)) + 10, WIDTH / 2)
    right = WIDTH - 2
    known = [*chart.numbers(), *([] if chart.reference is None else [float(chart.reference)])]
    shown = ticks(min(known), max(known), right - left - 2 * _MARGIN)
    axis = Axis(shown[0], shown[-1], left + _MARGIN, right - _MARGIN)
    legend = list(_legend(chart, left))
    height = _LINE + _LANE * (len(chart.series) - 1)
    middle = (len(chart.series) - 1) / 2
    fields: list[Field] = []
    top = legend[-1].y + 15
    for panel in chart.panels:
        title = Label(panel.title, max(0, min(left, WIDTH - _width(panel.title))), top + 11)
        first = top + _TITLE + height / 2
        lines = [(name, values, first + height * n) for n, (name, values) in enumerate(panel.lines)]
        marks = [
            Mark(series, axis.place(value), y + _LANE * (series - middle))
            for _, values, y in lines
            for series, value in enumerate(values)
            if value is not None
        ]
        bottom = top + _TITLE + height * len(lines)
        labels = [Label(name, left - 8, y) for name, _, y in lines]
        # Series by series, as they are drawn.
        fields.append(Field(title, top + _TITLE, bottom, labels, sorted(marks)))
        top = bottom + _BETWEEN
    bottom = fields[-1].bottom
    numbers = [(tick_label(value), axis.place(value)) for value in shown]
    return Drawing(
        height=bottom + _AXIS,
        left=left,
        right=right,
        legend=legend,
        grid=[x for _, x in numbers],
        ticks=[Label(text, _centred(text, x), bottom + 16) for text, x in numbers],
        axis=Label(chart.axis, _centred(chart.axis, (left + right) / 2), bottom + 35),
        reference=None if chart.reference is None else axis.place(float(chart.reference)),
        fields=fields,
    )


class Axis(NamedTuple):
    """A logarithmic axis: the number at each of its ends, and where these stand."""

    low: float
    high: float
    left: float
    right: float

    def place(self, value: float) -> float:
        """Where a number stands, to a hundredth."""
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return round(self.left + share * (self.right - self.left), 2)


def ticks(low: float, high: float, width: float) -> list[float]:
    """Round numbers from below `low` to above `high`: two or three, or as many as have room.

    Args:
        low: the smallest number to be shown; it is above 0.
        high: the largest, which may be the same.
        width: the room for them.
    """
    every = 0
    while len(found := _round_numbers(low, high, every)) > 3 and _room(found) > width:
        every += 1
    return found


def _round_numbers(low: float, high: float, every: int) -> list[float]:
    """1, 2, 5, 10 and so on if `every` is 0; else each power of ten of which that is a divisor."""
    step = max(1, every)
    first = (math.floor(math.log10(low)) // step - 1) * step
    last = (math.ceil(math.log10(high)) // step + 2) * step
    numbers = [
        float(f"{digit}e{power}")
        for power in range(first, last + 1, step)
        for digit in ((1, 2, 5) if every == 0 else (1,))
    ]
    begin = max(n for n, number in enumerate(numbers) if number <= low)
    end = min(n for n, number in enumerate(numbers) if number >= high)
    if begin == end:  # all numbers are the same, and a round one, which then stands in the middle
        begin, end = begin - 1, end + 1
    return numbers[begin : end + 1]


def tick_label(value: float) -> str:
    """A round number as it stands at the axis: `0.5`, `2,000`, `5×10⁷`."""
    if 1e-3 <= value < 1e6:
        return f"{value:,.10g}"
    digit, _, power = f"{value:e}".partition("e")
    times = "" if float(digit) == 1 else f"{float(digit):g}×"
    return f"{times}10{str(int(power)).translate(_SUPERSCRIPTS)}"


def _legend(chart: Chart, left: float) -> Iterator[Label]:
    """In lines above all panels, as many as it takes."""
    x, y = left, 11.0
    for number, text in enumerate([chart.legend, *chart.series]):
        # Before each name of a series there is its mark.
        width = _width(text) + (10 if number == 0 else 28)
        if x + width > WIDTH:
            x, y = 0.0, y + 18
        yield Label(text, x, y)
        x += width


def _centred(text: str, middle: float) -> float:
    """The middle of a text that shall stand around another, and not reach beyond the ends."""
    half = _width(text) / 2
    return max(half, min(middle, WIDTH - half))


def _room(numbers: list[float]) -> float:
    """How much room numbers take at the axis, with what keeps them apart."""
    return sum(LETTER * (len(tick_label(number)) + 1.5) for number in numbers)


def _width(text: str) -> float:
    """How much room a text takes: characters of East Asia are twice as wide as others."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return LETTER * (len(text) + wide)
