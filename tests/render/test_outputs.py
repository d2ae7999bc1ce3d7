"""What a cell has put out: each kind is told apart, and what was not meant is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from mkdocs_jupyter import convert  # type: ignore[import-untyped]  # it ships no types

from tests.render.notebooks import display, stream
from topicsite.render.notebook import NotebookError, read_notebook
from topicsite.render.tables import box_tables


def test_outputs_are_told_apart(saved: Callable[..., str]) -> None:
    html = saved(
        (
            "f()",
            [
                stream("one <\n"),
                stream("two\n"),
                display("text/plain", "42", "execute_result"),
                display(
                    "text/html", "<b>x</b><script>1</script><table><tr><td>1</td></tr></table>"
                ),
                display("text/markdown", "so $a<b$"),
            ],
        )
    )
    soup = BeautifulSoup(html, "html.parser")
    outputs = soup.select(".output")
    assert [output["class"][1] for output in outputs] == [
        "output-printed",
        "output-result",
        "output-html",
        "output-html",
    ]
    assert outputs[0].get_text() == "one <\ntwo"
    assert outputs[1].get_text() == "42"
    assert not soup.select("script")
    boxed = BeautifulSoup(box_tables(html), "html.parser")
    assert boxed.select_one(".table-scroll[tabindex='0'] > table.data td")
    assert r"\(a&lt;b\)" in html


def test_a_printed_table_becomes_a_table(saved: Callable[..., str]) -> None:
    html = saved(
        (
            "f()",
            [
                stream(
                    "before\n| n | what |\n| ---: | --- |\n| 1 | a < b |\n| 2 |  |\nafter\n"
                    "| claim | verdict |\n| --- | --- |\n| it is so | differs |\n"
                )
            ],
        )
    )
    soup = BeautifulSoup(html, "html.parser")
    assert [output["class"][1] for output in soup.select(".output")] == [
        "output-printed",
        "output-table",
        "output-printed",
        "output-table",
    ]
    numbers, claims = soup.select("table")
    assert [cell.get_text() for cell in numbers.select("tbody :is(th, td)")] == [
        "1",
        "a < b",
        "2",
        "",
    ]
    assert numbers.select_one("th.number[scope=row]")
    assert "verdicts" not in numbers["class"]
    assert claims.select_one("td.verdict[data-verdict=differs]")


def test_a_table_with_a_row_that_does_not_fit_is_refused(saved: Callable[..., str]) -> None:
    with pytest.raises(NotebookError, match="row of 1 cells, not 2"):
        saved(("f()", [stream("| a | b |\n| --- | --- |\n| 1 |\n")]))


@pytest.mark.parametrize(
    ("pieces", "shown"),
    [
        (["\r 10 %", "\r 50 %", "\r100 %\n"], "100 %"),
        (["10 %\r", "100 %\r\n", "done\n"], "100 %\ndone"),
        (["a long line\rshort"], "shortg line"),
        (["one\r\ntwo\r\n"], "one\ntwo"),
        (["12\b3\b\b\b\b4"], "43"),
        (["\r" * 50_000 + "end"], "end"),
    ],
)
def test_a_line_that_is_written_again_is_shown_as_it_ends(
    saved: Callable[..., str], pieces: list[str], shown: str
) -> None:
    soup = BeautifulSoup(saved(("f()", [stream(piece) for piece in pieces])), "html.parser")
    assert [output.get_text() for output in soup.select(".output")] == [shown]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        (r"| a \| b | 1 |", ["a | b", "1"]),
        (r"| \| | \|\| |", ["|", "||"]),
        (r"| P(a \| b) | 1 \|", ["P(a | b)", "1 |"]),
        ("| a |  |", ["a", ""]),
        ("|  | b |", ["", "b"]),
        ("| a | b", ["a", "b"]),
        (r"| C:\temp | \\server |", ["C:\\temp", "\\\\server"]),
    ],
)
def test_a_border_that_is_escaped_is_part_of_the_text(
    saved: Callable[..., str], row: str, cells: list[str]
) -> None:
    soup = BeautifulSoup(saved(("f()", [stream(f"| x | y |\n|---|---|\n{row}\n")])), "html.parser")
    assert [cell.get_text() for cell in soup.select("tbody :is(th, td)")] == cells


PLOTLY = "application/vnd.plotly.v1+json"
DIV = '<div id="x" class="plotly-graph-div"></div><script>Plotly.newPlot("x", [])</script>'
# What is put out, the kinds of outputs that the page has of it, and what it calls what it has not.
UNSHOWN: dict[str, tuple[dict[str, object], list[str], str | None]] = {
    "a figure of plotly": (
        {PLOTLY: {}, "text/plain": "Figure({})"},
        ["unshown"],
        "an interactive figure of plotly",
    ),
    "the same, without a text": ({PLOTLY: {}}, ["unshown"], "an interactive figure of plotly"),
    "the same, as HTML too": (
        {PLOTLY: {}, "text/html": DIV},
        ["unshown"],
        "an interactive figure of plotly",
    ),
    "the same, as HTML alone": ({"text/html": DIV}, ["unshown"], "an interactive figure of plotly"),
    "a widget": (
        {"application/vnd.jupyter.widget-view+json": {}, "text/plain": "IntSlider(value=0)"},
        ["unshown"],
        "a widget of ipywidgets",
    ),
    "a chart of Altair": (
        {"application/vnd.vegalite.v5+json": {}, "text/plain": "alt.Chart(...)"},
        ["unshown"],
        "an interactive figure of Altair",
    ),
    "a script": (
        {"application/javascript": "alert(1)", "text/plain": "<Javascript object>"},
        ["unshown"],
        "a script",
    ),
    "a script as HTML": ({"text/html": "<script>alert(1)</script>"}, ["unshown"], "a script"),
    "data": ({"application/json": {"a": 1}, "text/plain": "<JSON>"}, ["unshown"], "data in JSON"),
    "a PDF file": ({"application/pdf": "eA==", "text/plain": "<PDF>"}, ["unshown"], "a PDF file"),
    "an unknown kind": (
        {"application/x-mine": "x"},
        ["unshown"],
        "an output of the kind application/x-mine",
    ),
    "a frame": (
        {"text/html": "<iframe src='https://evil.example/'></iframe>"},
        ["unshown"],
        "an embedded page",
    ),
    "a map": (
        {"text/html": "<iframe srcdoc='&lt;script src=leaflet.js&gt;'></iframe>"},
        ["unshown"],
        "an interactive map of folium",
    ),
    "a video": ({"text/html": "<video src=x.mp4></video>"}, ["unshown"], "a video"),
    "a picture beside words": (
        {"text/html": "<p>words</p><img src='https://evil.example/x.png'>"},
        ["html", "unshown"],
        "a picture",
    ),
    "a form": ({"text/html": "<form>words<input></form>"}, ["html", "unshown"], "a form"),
    "words with a script": ({"text/html": "<p>words</p><script>1</script>"}, ["html"], None),
    "a frame of data that knows more kinds": (
        {"application/vnd.dataresource+json": {}, "text/html": "<table><tr><td>1</table>"},
        ["html"],
        None,
    ),
    "a formula": ({"text/latex": "$x_1 < y$", "text/plain": "x1 < y"}, ["html"], None),
    "nothing": ({"text/html": ""}, [], None),
}


@pytest.mark.parametrize("what", UNSHOWN)
def test_what_no_page_shows_is_said_by_name(saved: Callable[..., str], what: str) -> None:
    data, kinds, name = UNSHOWN[what]
    given = {"output_type": "display_data", "data": data, "metadata": {}}
    soup = BeautifulSoup(saved(("f()", [given])), "html.parser")
    outputs = soup.select(".output")
    assert [output["class"][1].removeprefix("output-") for output in outputs] == kinds
    said = [sentence.get_text() for sentence in soup.select("p.output-unshown")]
    rest = "is not shown here; run the example on your own machine to see it."
    assert said == ([f"{name} {rest}"] if name else [])
    assert "evil" not in str(soup)
    if "latex" in str(data):
        assert outputs[0].get_text().strip() == r"\(x_1 < y\)"


def test_data_of_an_output_is_kept_and_scripts_are_not(saved: Callable[..., str]) -> None:
    shown = '<x-y><script type="application/json">{"a": "$b$"}</script><script>1</script></x-y>'
    html = saved(("f()", [display("text/html", shown)]))
    assert '<x-y><script type="application/json">{"a": "$b$"}</script></x-y>' in html


def test_a_named_cell_has_something_to_show(saved: Callable[..., str], tmp_path: Path) -> None:
    shown = ("f()", [display("text/html", "<b>x</b>")])
    assert "<b>x</b>" in saved(shown, tags=("name:bold",))
    drawn = read_notebook(convert.nb2html(str(tmp_path / "small.ipynb")), "examples/small.py").drawn
    assert drawn == {"bold": "<b>x</b>"}
    with pytest.raises(NotebookError, match="cell 1 is named `bold` for other pages to show it"):
        saved(("f()", [stream("x")]), tags=("name:bold",))
    with pytest.raises(NotebookError, match="two cells have the name `bold`"):
        saved(shown, shown, tags=("name:bold",))


def test_a_warning_is_refused_and_so_is_an_unknown_kind(saved: Callable[..., str]) -> None:
    warning = "/tmp/ipykernel_12/3.py:7: UserWarning: odd\n  f()\n"
    with pytest.raises(NotebookError, match="error stream: `line 7: UserWarning: odd`"):
        saved(("f()", [stream(warning, "stderr")]))
    with pytest.raises(NotebookError, match="puts out a bitmap"):
        saved(("f()", [display("image/png", "iVBORw0KGgo=")]))


def test_matplotlib_may_say_that_it_looks_for_fonts(saved: Callable[..., str]) -> None:
    text = "Matplotlib is building the font cache; this may take a moment.\n"
    assert "font cache" not in saved(("f()", [stream(text, "stderr")]))


def test_an_exception_must_be_meant(saved: Callable[..., str]) -> None:
    failure = {
        "output_type": "error",
        "ename": "ValueError",
        "evalue": "no",
        "traceback": [
            "\x1b[31m" + "-" * 75 + "\x1b[0m",
            "Traceback",
            "\x1b[31mValueError\x1b[0m: no",
        ],
    }
    with pytest.raises(NotebookError, match="raises `ValueError: no`; tag it `raises-exception`"):
        saved(("f()", [failure]))
    html = saved(("f()", [failure]), tags=("raises-exception",))
    assert 'output-error"><pre tabindex="0" data-search-exclude>ValueError: no</pre>' in html
