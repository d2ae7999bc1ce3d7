"""Measurements as pages show them: tables, notes and charts from what was read."""

from __future__ import annotations

import json
import math
from itertools import pairwise
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st

from tests.hostile import ATTACKS
from tests.measurements import CHART, TABLE, charts, data, measurements
from topicsite.model.catalog import Catalog
from topicsite.model.measurements import Chart, Column, Measurement
from topicsite.reading.measurements import parse_measurement
from topicsite.render import MarkerError, Site, fill_markers, headings, measured_files
from topicsite.render.chart import WIDTH, drawing, tick_label, ticks
from topicsite.render.measured import measured, number

FILE = "measurements/sorting.json"


def read(content: dict[str, Any]) -> Measurement:
    return parse_measurement(json.dumps(content).encode())


def shown(content: dict[str, Any]) -> Tag:
    return BeautifulSoup(measured(read(content), FILE, "../"), "html.parser")


def test_a_page_shows_all_of_it() -> None:
    page = shown(data())
    first = page.p
    assert first is not None
    assert first.get_text() == (
        "Measured on 25 November 2026 with Python 3.11.7, numpy 2.4.6, 2 cores. "
        "These figures as data"
    )
    assert [a["href"] for a in first.find_all("a")] == [f"../{FILE}"]
    table = page.select_one(".table-scroll[tabindex='0'][aria-label='One thread'] > table.data")
    assert table is not None
    rows = [[c.get_text() for c in row.find_all(["th", "td"])] for row in table.find_all("tr")]
    assert rows == [
        ["sort", "numbers", "ours,\N{NO-BREAK SPACE}ms", "ratio"],
        ["bubble", "1,000", "0.50", "0.871"],
        ["merge", "10", "1,234.57", "108"],
        ["none", "", "", "1.00"],
    ]
    numeric = [["number" in (c.get("class") or []) for c in r.find_all(["th", "td"])] for r in
               table.find_all("tr")]  # fmt: skip
    assert numeric == [[False, True, True, True]] * 4
    assert page.find("code", string="a") is not None
    drawn = page.select_one("figure svg[role=img]")
    assert drawn is not None
    assert drawn["aria-label"] == CHART["label"]
    assert len(drawn.select("[data-series]")) == 2 + 7, "the legend, and a mark for each number"


def test_titles_enter_the_contents_under_ids_of_their_own() -> None:
    html = measured(read(data(TABLE, TABLE)), FILE, "")
    found = [(heading.title, heading.id) for heading in headings(html)]
    assert found == [("One thread", "sorting_one-thread"), ("One thread", "sorting_one-thread_2")]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_text_is_more_than_text(attack: str) -> None:
    attack = " ".join("".join(c for c in attack if c.isprintable()).split())[:30].strip()
    table = {**TABLE, "title": attack, "columns": [{"heading": attack}], "rows": [[attack]]}
    chart = {**CHART, "label": attack, "axis": attack, "legend": attack, "series": [attack],
             "panels": [{"title": attack, "rows": [[attack, 1]]}]}  # fmt: skip
    page = shown(data(table, {"kind": "note", "text": attack}, chart, versions={attack: attack}))
    assert page.select("script, img, iframe, style, object, base, [onclick], [onerror]") == []
    addresses = [str(a.get("href", "")) for a in page.find_all("a")]
    assert not any(address.lower().startswith(("javascript", "data")) for address in addresses)


@pytest.mark.parametrize(
    ("value", "form", "written"),
    [
        (0.871, {"digits": 3}, "0.871"),
        (22.06, {"digits": 3}, "22.1"),
        (9.996, {"digits": 3}, "10.0"),
        (108.4, {"digits": 3}, "108"),
        (12345, {"digits": 3}, "12,300"),
        (0, {"digits": 3}, "0.00"),
        (-0.001, {"decimals": 2}, "0.00"),
        (-1234.5, {"decimals": 1}, "\N{MINUS SIGN}1,234.5"),
        (14.7, {"decimals": 0}, "15"),
    ],
)
def test_a_column_writes_its_numbers_one_way(
    value: float, form: dict[str, int], written: str
) -> None:
    assert number(value, Column.model_validate({"heading": "x", **form})) == written


@given(charts())
def test_every_mark_stands_where_its_number_is(chart: Chart) -> None:
    """The axis is logarithmic, and all that is drawn lies within the picture."""
    drawn = drawing(chart)
    known = [(value, mark.x) for panel, field in zip(chart.panels, drawn.fields, strict=True)
             for value, mark in zip(by_series(panel.lines), field.marks, strict=True)]  # fmt: skip
    low, high = min(known), max(known)
    for value, x in known:
        assert drawn.left <= x <= drawn.right
        if high[0] > low[0] * 1.001:
            share = (math.log10(value) - math.log10(low[0])) / math.log10(high[0] / low[0])
            assert x == pytest.approx(low[1] + share * (high[1] - low[1]), abs=0.03)
    assert all(0 < mark.y < drawn.height for field in drawn.fields for mark in field.marks)
    assert all(0 <= label.x <= WIDTH for label in [*drawn.ticks, *drawn.legend, drawn.axis])


def by_series(lines: list[tuple[str, list[float | None]]]) -> list[float]:
    """The numbers of a panel in the order in which they are drawn: from left to right."""
    columns = zip(*(values for _, values in lines), strict=True)
    return [v for column in columns for v in sorted(v for v in column if v is not None)]


@given(st.floats(1e-12, 1e15), st.floats(1, 1e6), st.floats(100, 400))
def test_the_axis_has_round_numbers_around_all_others(
    low: float, times: float, width: float
) -> None:
    found = ticks(low, low * times, width)
    assert found[0] <= low
    assert found[-1] >= low * times * (1 - 1e-12)
    assert all(a < b for a, b in pairwise(found))
    assert len(found) >= 2


def test_numbers_at_the_axis_are_short() -> None:
    assert [tick_label(n) for n in (0.5, 2000, 5e7, 1e-4)] == ["0.5", "2,000", "5×10⁷", "10⁻⁴"]


@given(measurements())
def test_whatever_the_model_allows_can_be_shown(measurement: Measurement) -> None:
    BeautifulSoup(measured(measurement, FILE, ""), "html.parser")


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<!-- topicsite: measured file=a.json -->" * 2, "`a.json` is shown twice"),
        (
            "<!-- topicsite: measured file=a.json --><!-- topicsite: measured file=b/a.json -->",
            "`a.json` and `b/a.json` have the same name",
        ),
    ],
)
def test_markers_that_cannot_be_filled_are_told(page: str, words: str) -> None:
    with pytest.raises(MarkerError, match=words):
        measured_files(page)


def test_a_marker_names_its_file() -> None:
    site = Site(Catalog({}, {}, {}))
    with pytest.raises(MarkerError, match="name the file of a measurement"):
        fill_markers("<!-- topicsite: measured -->", site, "")
    page = f"<p><!-- topicsite: measured file={FILE} --></p>"
    assert measured_files(page) == [FILE]
    assert "One thread" in fill_markers(page, site, "speed/", {FILE: read(data())})
