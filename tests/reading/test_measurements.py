"""A file of measurements is read as it is meant, or says in words what is wrong with it."""

from __future__ import annotations

import datetime
import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.measurements import CHART, NOTE, TABLE, data
from topicsite.model.measurements import Chart, Note, Table
from topicsite.reading.measurements import MeasurementError, parse_measurement


def problems(content: object) -> list[str]:
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    with pytest.raises(MeasurementError) as error:
        parse_measurement(raw)
    return error.value.problems


def test_what_stands_in_the_file_is_what_comes_out() -> None:
    found = parse_measurement(json.dumps(data()).encode())
    assert found.measured == datetime.date(2026, 11, 25)
    assert found.versions == {"Python": "3.11.7", "numpy": "2.4.6"}
    table, note, chart = found.blocks
    assert isinstance(table, Table)
    assert table.rows[1] == ("merge", 10, 1234.5678, 108)
    assert [column.is_numeric for column in table.columns] == [False, True, True, True]
    assert note == Note(text=NOTE["text"])
    assert isinstance(chart, Chart)
    assert chart.panels[1].lines == [("ours", [1.127, 1.176]), ("loops", [8.579, None])]
    assert sorted(chart.numbers()) == [1.127, 1.176, 1.621, 2.892, 8.579, 59.94, 106.3]


def test_a_text_is_stripped_and_a_paragraph_is_one_line() -> None:
    note = {"kind": "note", "text": "  one\n two  "}
    table = {**TABLE, "title": "  One thread "}
    found = parse_measurement(json.dumps(data(note, table)).encode())
    assert [found.blocks[0].model_dump()["text"], found.blocks[1].model_dump()["title"]] == [
        "one two",
        "One thread",
    ]


COLUMN = {"heading": "ms", "decimals": 2}


def a_table(columns: object, rows: object) -> dict[str, Any]:
    return data({"kind": "table", "columns": columns, "rows": rows})


def a_cell(value: object) -> dict[str, Any]:
    return a_table([COLUMN], [[value]])


def a_chart(**more: object) -> dict[str, Any]:
    return data({**CHART, **more})


def a_panel(*rows: object) -> dict[str, Any]:
    return a_chart(panels=[{"title": "small", "rows": list(rows)}])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "this is not JSON: EOF while parsing a value at line 1 column 0"),
        (b'{\n  "cores": 2,\n}', "this is not JSON: trailing comma at line 3 column 1"),
        (b"\xff", "this is not JSON: expected value at line 1 column 1"),
        (b"[" * 9999, "this is not JSON: recursion limit exceeded"),
        ([], "this is not an object in braces"),
        (data(cores="2"), "cores: this is not a whole number"),
        (data(cores=2.5), "cores: this is not a whole number"),
        (data(cores=0), "cores: the number should be greater than or equal to 1"),
        (data(measured="25 November"), "measured: `25 November` is not a day; write it as `2026-"),
        (data(measured="2026-02-30"), "measured: `2026-02-30` is not a day"),
        (data(versions={}), "versions: there are 0 items; write at least 1"),
        (data(versions={"Python": 3}), "versions.Python: this is not a text in quotes"),
        (data(core=3), "there is no field `core`; did you mean `cores`?"),
        (data(blocks=[]), "blocks: there are 0 items; write at least 1"),
        (data(blocks={}), "blocks: this is not a list in brackets"),
        (data({}), "blocks[0]: `kind` is missing; write one of table, note, chart"),
        (data({"kind": "tabel"}), "blocks[0]: `tabel` is not a value of `kind`; did you mean `tab"),
        (data({"kind": "pie"}), "is not a value of `kind`; write one of table, note, chart"),
        (data({"kind": "note"}), "blocks[0]: `text` is missing; add it"),
        (data(NOTE, {**NOTE, "txt": 1}), "blocks[1]: there is no field `txt`; did you mean `text`"),
        (data({**NOTE, "text": " "}), "blocks[0].text: the text has 0 characters; write 1 to 600"),
        (data({**NOTE, "text": "a\0"}), "blocks[0].text: the text has a control character; remove"),
        (a_table([COLUMN], []), "blocks[0].rows: there are 0 items; write at least 1"),
        (a_table([COLUMN], [[1]] * 501), "blocks[0].rows: there are 501 items; keep to 500"),
        (a_table([COLUMN], [[1], [1, 2]]), "blocks[0]: `rows[1]` has 2 cells; there are 1 columns"),
        (a_table([{"headin": "x"}], [["x"]]), "blocks[0].columns[0]: `heading` is missing; add it"),
        (
            a_table([{"heading": "x", "digit": 3}], [["x"]]),
            "blocks[0].columns[0]: there is no field `digit`; did you mean `digits`?",
        ),
        (
            a_table([{**COLUMN, "digits": 2}], [[1]]),
            "blocks[0].columns[0]: a column has `decimals` or `digits`, not both; remove one",
        ),
        (
            a_table([{**COLUMN, "decimals": -1}], [[1]]),
            "blocks[0].columns[0].decimals: the number should be greater than or equal to 0",
        ),
        (a_cell("1"), "`rows[0][0]` is a text in a column of numbers, `ms`; write a number or `n"),
        (
            a_table([{"heading": "x"}], [[1]]),
            "`rows[0][0]` is a number, and `x` does not say how numbers are written; give it `dec",
        ),
        (a_cell(True), "blocks[0].rows[0][0]: this is not a number"),
        (a_cell([1]), "blocks[0].rows[0][0]: a cell is a text, a number or `null`"),
        (a_cell(1e16), "blocks[0].rows[0][0]: a number is 0, or from 1e-12 to 1e15, with or"),
        (a_cell(-1e-13), "blocks[0].rows[0][0]: a number is 0, or from 1e-12 to 1e15, with or"),
        (a_cell(float("nan")), "blocks[0].rows[0][0]: a number is 0, or from 1e-12 to 1e15"),
        (a_cell(10**400), "blocks[0].rows[0][0]: a number is 0, or from 1e-12 to 1e15"),
        (a_panel([]), "blocks[0]: `panels[0].rows[0]` has no name; write it as the first cell"),
        (a_panel([1, 2, 3]), "`panels[0].rows[0]` has no name; write it as the first cell"),
        (a_panel(["x" * 31, 1, 2]), "`panels[0].rows[0]` has a name longer than 30 characters"),
        (a_panel(["x", 1]), "`panels[0].rows[0]` has 1 numbers; there are 2 series"),
        (a_panel(["x", 1, 0]), "`panels[0].rows[0]` has numbers above 0, or `null`, behind its"),
        (a_panel(["x", 1, "2"]), "`panels[0].rows[0]` has numbers above 0, or `null`, behind its"),
        (a_panel(["x", None, None]), "blocks[0]: the chart has no number; write one"),
        (a_chart(reference=0), "blocks[0]: `reference` is not above 0, where a logarithmic axis"),
        (a_chart(reference="1"), "blocks[0].reference: this is not a number"),
        (a_chart(series=["a"] * 5), "blocks[0].series: there are 5 items; keep to 4"),
        (a_chart(axis="x" * 61), "blocks[0].axis: the text has 61 characters; write 1 to 60"),
        (a_chart(panels=[{"titel": "a"}]), "blocks[0].panels[0]: `title` is missing; add it"),
    ],
)
def test_whatever_is_wrong_is_said_in_words(content: object, said: str) -> None:
    found = problems(content)
    assert any(said in problem for problem in found), found
    assert not any("nput should" in problem or "Tuple" in problem for problem in found)


def test_one_mistake_is_one_problem_and_all_are_told() -> None:
    assert len(problems(a_cell(True))) == 1
    assert len(problems(data(NOTE, {"kind": "note"}, {"kind": "pie"}, cores=0))) == 3


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from(["kind", "columns", "rows", "title", "x"]), inner),
    max_leaves=12,
))  # fmt: skip
def test_no_content_ends_in_anything_but_words(block: object) -> None:
    for content in (block, data(blocks=[block]), a_table([COLUMN], block), a_chart(panels=block)):
        with suppress(MeasurementError):
            parse_measurement(json.dumps(content).encode())
