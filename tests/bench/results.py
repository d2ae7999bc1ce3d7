"""The files that hold what was measured, which pages show: one for each part, in `docs`."""

from __future__ import annotations

import datetime
import json
import os
import platform
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from topicsite.model.measurements import Block, Chart, Column, Measurement, Note, Table
from topicsite.project import files
from topicsite.render.measured import circumstances, heading, number

FOLDER = Path(__file__).parents[2] / "docs/measurements"
Rows = Sequence[Sequence[str | float | None]]


def write(part: str, packages: Sequence[str], blocks: Sequence[Block], **versions: str) -> None:
    """Put what was measured in the place of what was measured before, and print it.

    Args:
        part: the file's name.
        packages: those whose versions matter.
        blocks: what was measured.
        versions: other programs that matter.
    """
    measurement = Measurement(
        measured=datetime.datetime.now(tz=datetime.UTC).date(),
        versions={
            "Python": platform.python_version(),
            **{package: version(package) for package in packages},
            **versions,
        },
        cores=os.cpu_count() or 1,
        blocks=tuple(blocks),
    )
    files.replace(FOLDER / f"{part}.json", text_of(measurement))
    print("\n".join(printed(measurement)))


def table(
    columns: Sequence[Column], rows: Rows, *, title: str | None = None, note: str | None = None
) -> Table:
    """A table whose numbers are rounded to what it shows: more digits would only be noise."""
    rounded = [
        tuple(
            _rounded(cell, column) if isinstance(cell, int | float) else cell
            for cell, column in zip(row, columns, strict=True)
        )
        for row in rows
    ]
    return Table(title=title, note=note, columns=tuple(columns), rows=tuple(rounded))


def _rounded(value: float, column: Column) -> float:
    if column.digits is not None:
        value = float(f"{value:.{column.digits}g}")
    else:
        value = round(value, column.decimals)
    return int(value) if value == int(value) else value


def text_of(measurement: Measurement) -> str:
    """The file: a row of a table in a line, so that a change shows what has changed."""
    return _json(measurement.model_dump(mode="json", exclude_none=True), "") + "\n"


def _json(value: object, indent: str) -> str:
    """In one line if nothing lies deeper, else with a line for each item."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if not any(isinstance(item, dict | list) for item in inside):
        return json.dumps(value, ensure_ascii=False)
    deeper = indent + "  "
    if isinstance(value, dict):
        items = [f"{json.dumps(name)}: {_json(item, deeper)}" for name, item in value.items()]
    else:
        items = [_json(item, deeper) for item in inside]
    begin, end = "{}" if isinstance(value, dict) else "[]"
    lines = f",\n{deeper}".join(items)
    return f"{begin}\n{deeper}{lines}\n{indent}{end}"


def printed(measurement: Measurement) -> Iterator[str]:
    """The same for a terminal, line by line; of a chart only what there would be to see."""
    yield circumstances(measurement)
    for block in measurement.blocks:
        yield ""
        if isinstance(block, Note):
            yield block.text
        elif isinstance(block, Chart):
            yield f"[{block.label}]"
        else:
            yield from filter(None, (block.title, block.note))
            yield from _printed_table(block)


def _printed_table(table: Table) -> Iterator[str]:
    lines = [[heading(column) for column in table.columns]]
    lines += [
        [
            number(cell, column) if isinstance(cell, int | float) else cell or ""
            for cell, column in zip(row, table.columns, strict=True)
        ]
        for row in table.rows
    ]
    widths = [max(map(len, texts)) for texts in zip(*lines, strict=True)]
    for line in lines:
        yield "  ".join(
            text.rjust(width) if column.is_numeric else text.ljust(width)
            for text, width, column in zip(line, widths, table.columns, strict=True)
        ).rstrip()
