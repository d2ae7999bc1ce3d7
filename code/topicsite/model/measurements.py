"""What was measured: tables, notes and charts of figures, with the day and the versions.

A site keeps each measurement in a file of its own, as JSON, so that others can read the figures
too. How a number is written is said once for its column; how a chart looks is decided where it is
drawn.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterator
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from topicsite.model.entries import Model


def _fault(message: str) -> PydanticCustomError:
    """What is wrong, in words; there is no page of rules for measurements, so no code is needed."""
    return PydanticCustomError("measurement", "{message}", {"message": message})


def _printable(text: str, most: int) -> str:
    if not 1 <= len(text) <= most:
        raise _fault(f"the text has {len(text)} characters; write 1 to {most}")
    if any(unicodedata.category(character) == "Cc" for character in text):
        raise _fault("the text has a control character; remove it")
    return text


def _words(text: str) -> str:
    return _printable(text.strip(), 200)


def _caption(text: str) -> str:
    return _printable(text.strip(), 60)


def _name(text: str) -> str:
    return _printable(text.strip(), 30)


def _prose(text: str) -> str:
    return _printable(" ".join(text.split()), 600)


def _number(value: object) -> object:
    # A truth value would pass for 0 or 1.
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _fault("this is not a number")
    # Larger ones lose digits before the point, smaller ones have more zeros than a column has room.
    if value and not 1e-12 <= abs(value) <= 1e15:
        raise _fault("a number is 0, or from 1e-12 to 1e15, with or without a minus")
    return value


def _cell(value: object) -> object:
    if value is None:
        return None
    if isinstance(value, str):
        return _words(value)
    if isinstance(value, dict | list):
        raise _fault("a cell is a text, a number or `null`")
    return _number(value)


Words = Annotated[str, AfterValidator(_words)]
# On a chart no line is broken.
Caption = Annotated[str, AfterValidator(_caption)]
Name = Annotated[str, AfterValidator(_name)]
Prose = Annotated[str, AfterValidator(_prose)]
Number = Annotated[int | float, BeforeValidator(_number)]
Row = tuple[Annotated[str | int | float | None, BeforeValidator(_cell)], ...]


def _at_most(count: int) -> Any:
    """Field settings of a list with at least one item."""
    return Field(min_length=1, max_length=count)


class Column(Model):
    """A column of a table: of numbers if it says how they are written, of text otherwise."""

    heading: Words
    """What stands in it."""
    unit: Words | None = None
    """The unit of its numbers."""
    decimals: Annotated[int, Field(ge=0, le=9)] | None = None
    """How many digits stand behind the point."""
    digits: Annotated[int, Field(ge=1, le=9)] | None = None
    """Instead of that, how many digits count: 3 makes 0.871, 22.1 and 108."""

    @model_validator(mode="after")
    def _written_in_one_way(self) -> Column:
        if self.decimals is not None and self.digits is not None:
            raise _fault("a column has `decimals` or `digits`, not both; remove one")
        return self

    @property
    def is_numeric(self) -> bool:
        """Whether it holds numbers."""
        return self.decimals is not None or self.digits is not None


class Table(Model):
    """Rows of text and numbers; the first cell of a row names it."""

    kind: Literal["table"] = "table"
    """That it is a table."""
    title: Words | None = None
    """A heading above it, which enters the page's contents."""
    note: Prose | None = None
    """What to know before reading it."""
    columns: Annotated[tuple[Column, ...], _at_most(20)]
    """From left to right."""
    rows: Annotated[tuple[Row, ...], _at_most(500)]
    """From top to bottom; each has as many cells as there are columns."""

    @model_validator(mode="after")
    def _cells_fit_the_columns(self) -> Table:
        for number, row in enumerate(self.rows):
            if len(row) != len(self.columns):
                raise _fault(
                    f"`rows[{number}]` has {len(row)} cells; there are {len(self.columns)} columns"
                )
            for place, (cell, column) in enumerate(zip(row, self.columns, strict=True)):
                if cell is not None and isinstance(cell, str) == column.is_numeric:
                    raise _fault(
                        f"`rows[{number}][{place}]` is a text in a column of numbers, "
                        f"`{column.heading}`; write a number or `null`"
                        if column.is_numeric
                        else f"`rows[{number}][{place}]` is a number, and `{column.heading}` does "
                        "not say how numbers are written; give it `decimals` or `digits`"
                    )
        return self


class Note(Model):
    """A sentence or two with figures in them."""

    kind: Literal["note"] = "note"
    """That it is a note."""
    text: Prose
    """What it says; code, emphasis and links are marked as in Markdown."""


class Panel(Model):
    """One of the fields of a chart, which share its axis."""

    title: Caption
    """What is compared in it."""
    rows: Annotated[tuple[Row, ...], _at_most(40)]
    """A line for each: its name, then for each series a number or `null`."""

    @property
    def lines(self) -> list[tuple[str, list[float | None]]]:
        """The lines with their numbers."""
        return [
            (str(name), [None if cell is None else float(cell) for cell in cells])
            for name, *cells in self.rows
        ]


class Chart(Model):
    """Marks on lines, along a logarithmic axis: how many times as much one takes as another."""

    kind: Literal["chart"] = "chart"
    """That it is a chart."""
    label: Prose
    """What there is to see, for those who do not see it."""
    axis: Caption
    """What the numbers are."""
    legend: Name
    """In what the series differ."""
    series: Annotated[tuple[Name, ...], _at_most(4)]
    """Their names; each has a shape and a colour."""
    reference: Number | None = None
    """A number to compare with, at which a line is drawn."""
    panels: Annotated[tuple[Panel, ...], _at_most(12)]
    """From top to bottom."""

    @model_validator(mode="after")
    def _numbers_fit_the_axis(self) -> Chart:
        if self.reference is not None and self.reference <= 0:
            raise _fault("`reference` is not above 0, where a logarithmic axis begins")
        for number, panel in enumerate(self.panels):
            for place, row in enumerate(panel.rows):
                where = f"`panels[{number}].rows[{place}]`"
                if not row or not isinstance(row[0], str):
                    raise _fault(f"{where} has no name; write it as the first cell")
                if len(row[0]) > 30:
                    raise _fault(f"{where} has a name longer than 30 characters; shorten it")
                if len(row) != len(self.series) + 1:
                    raise _fault(
                        f"{where} has {len(row) - 1} numbers; there are {len(self.series)} series"
                    )
                if any(cell is not None and not _is_positive(cell) for cell in row[1:]):
                    raise _fault(f"{where} has numbers above 0, or `null`, behind its name")
        if not any(True for _ in self.numbers()):
            raise _fault("the chart has no number; write one")
        return self

    def numbers(self) -> Iterator[float]:
        """Every number that is marked."""
        for panel in self.panels:
            for _, values in panel.lines:
                yield from (value for value in values if value is not None)


def _is_positive(cell: str | float) -> bool:
    return not isinstance(cell, str) and cell > 0


Block = Annotated[Table | Note | Chart, Field(discriminator="kind")]
BLOCKS: Final[dict[str, type[Model]]] = {"table": Table, "note": Note, "chart": Chart}
"""The kinds of block."""


class Measurement(Model):
    """What was found out at one time on one machine."""

    measured: datetime.date
    """The day."""
    versions: Annotated[dict[Words, Words], Field(min_length=1, max_length=40)]
    """With which versions, by the names of the programs."""
    cores: Annotated[int, Field(ge=1, le=100_000)]
    """How many cores the machine has."""
    blocks: Annotated[tuple[Block, ...], _at_most(50)]
    """What is shown, in order."""
