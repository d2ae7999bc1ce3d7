"""Measurements to test with: one that has everything, and any that the model allows."""

from __future__ import annotations

import datetime
from typing import Any

from hypothesis import strategies as st

from topicsite.model.measurements import Chart, Column, Measurement, Note, Panel, Table

HEAD = {"measured": "2026-11-25", "versions": {"Python": "3.11.7", "numpy": "2.4.6"}, "cores": 2}

TABLE: dict[str, Any] = {
    "kind": "table",
    "title": "One thread",
    "note": "Medians of *nine* rounds.",
    "columns": [
        {"heading": "`sort`"},
        {"heading": "numbers", "decimals": 0},
        {"heading": "ours", "unit": "ms", "decimals": 2},
        {"heading": "ratio", "digits": 3},
    ],
    "rows": [["bubble", 1000, 0.5, 0.871], ["merge", 10, 1234.5678, 108], ["none", None, None, 1]],
}
NOTE: dict[str, Any] = {"kind": "note", "text": "From `a` to `b` it takes 8.2 times as long."}
CHART: dict[str, Any] = {
    "kind": "chart",
    "label": "Two panels with two lines each.",
    "axis": "time, as a multiple of the floor",
    "legend": "batch",
    "series": ["10", "1,000"],
    "reference": 1,
    "panels": [
        {"title": "small", "rows": [["ours", 2.892, 1.621], ["loops", 59.94, 106.3]]},
        {"title": "large", "rows": [["ours", 1.127, 1.176], ["loops", 8.579, None]]},
    ],
}


def data(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The content of a file, with these blocks or with one of each kind."""
    return {**HEAD, "blocks": list(blocks or (TABLE, NOTE, CHART)), **more}


WORDS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=20)
NUMBERS = st.one_of(
    st.integers(-(10**15), 10**15),
    st.floats(1e-12, 1e15),
    st.floats(-1e15, -1e-12),
    st.just(0.0),
)
ABOVE_ZERO = st.floats(1e-12, 1e15)


@st.composite
def columns(draw: st.DrawFn) -> Column:
    form = draw(st.sampled_from(("text", "decimals", "digits")))
    return Column(
        heading=draw(WORDS),
        unit=draw(st.none() | WORDS),
        decimals=draw(st.integers(0, 9)) if form == "decimals" else None,
        digits=draw(st.integers(1, 9)) if form == "digits" else None,
    )


@st.composite
def tables(draw: st.DrawFn) -> Table:
    made = draw(st.lists(columns(), min_size=1, max_size=5))
    row = st.tuples(*(st.none() | (NUMBERS if c.is_numeric else WORDS) for c in made))
    return Table(
        title=draw(st.none() | WORDS),
        note=draw(st.none() | WORDS),
        columns=tuple(made),
        rows=tuple(draw(st.lists(row, min_size=1, max_size=5))),
    )


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    series = draw(st.lists(WORDS, min_size=1, max_size=4))
    # One number at least is in the first line.
    first = st.tuples(WORDS, *(ABOVE_ZERO for _ in series))
    other = st.tuples(WORDS, *(st.none() | ABOVE_ZERO for _ in series))
    panels = [
        Panel(title=draw(WORDS), rows=(draw(first), *draw(st.lists(other, max_size=4))))
        for _ in range(draw(st.integers(1, 3)))
    ]
    return Chart(
        label=draw(WORDS),
        axis=draw(WORDS),
        legend=draw(WORDS),
        series=tuple(series),
        reference=draw(st.none() | ABOVE_ZERO),
        panels=tuple(panels),
    )


NOTES = st.builds(Note, text=WORDS)


def measurements() -> st.SearchStrategy[Measurement]:
    """Any that the model allows, within reasonable sizes."""
    return st.builds(
        Measurement,
        measured=st.dates(datetime.date(1990, 1, 1)),
        versions=st.dictionaries(WORDS, WORDS, min_size=1, max_size=3),
        cores=st.integers(1, 1000),
        blocks=st.lists(st.one_of(tables(), NOTES, charts()), min_size=1, max_size=4).map(tuple),
    )
