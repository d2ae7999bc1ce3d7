"""The value of a cell as text, HTML or a picture: bounded, and what cannot be shown is named."""

from __future__ import annotations

import ast
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.assets.sessions import run
from topicsite.assets.python.cell_values import LONGEST, LONGEST_HTML, MOST

PNG = "b'\\x89PNG\\r\\n\\x1a\\n' + bytes(8) + b'\\0\\0\\0\\x04\\0\\0\\0\\x02'"


def shown(source: str) -> list[dict[str, Any]]:
    result, pieces = run(source)
    assert result == {"status": "done"}
    return pieces


@pytest.mark.parametrize(
    ("source", "end"),
    [
        ("'x' * 300_000", " … 200,000 more"),
        ("b'x' * 300_000", " … 200,000 more"),
        ("list(range(20_000))", " … 10,000 more]"),
        ("tuple(range(20_000))", " … 10,000 more)"),
        ("[[0] * 6_000] * 3", " … 2,002 more],\n … 1 more]"),
        ("dict.fromkeys(range(20_000), 0)", " … 10,000 more: Ellipsis}"),
        ("x = []\nfor _ in range(60): x = [x, x]\nx", ""),
        ("x = []\nx.append(x)\nx", "[<Recursion on list with id="),
    ],
)
def test_a_long_value_is_shown_without_its_end(source: str, end: str) -> None:
    [piece] = shown(source)
    assert len(piece["text"]) < LONGEST + 100
    assert re.sub(r"\d{6,}>\]$", "", piece["text"]).endswith(end)


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.binary()
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner),
)


@settings(max_examples=50)
@given(values)
def test_a_value_that_is_short_is_shown_whole(value: object) -> None:
    pieces = shown(repr(value))
    text = repr(value)
    if value is None:
        assert pieces == []
    elif len(text) < MOST:
        assert ast.literal_eval(pieces[0]["text"]) == value


WAYS = {
    "HTML": (
        "_repr_html_",
        "'<b>x</b>'",
        [{"kind": "value", "text": "<A>", "html": "<b>x</b>", "type": "A"}],
    ),
    "no HTML": ("_repr_html_", "None", [{"kind": "value", "text": "<A>"}]),
    "HTML that is a number": ("_repr_html_", "5", [{"kind": "value", "text": "<A>"}]),
    "too much HTML": (
        "_repr_html_",
        f"'x' * {LONGEST_HTML + 1}",
        [
            {
                "kind": "stderr",
                "text": "The HTML of this A has 1,000,001 characters, too many to show; "
                "its text stands here.\n",
            },
            {"kind": "value", "text": "<A>"},
        ],
    ),
    "a failure": (
        "_repr_html_",
        "1 / 0",
        [
            {
                "kind": "stderr",
                "text": "A._repr_html_ fails (cell 1, line 3): "
                "ZeroDivisionError: division by zero\n",
            },
            {"kind": "value", "text": "<A>"},
        ],
    ),
    "a drawing": ("_repr_svg_", "'<svg/>'", [{"kind": "figure", "svg": "<svg/>"}]),
    "no picture": ("_repr_png_", "b'GIF89a'", [{"kind": "value", "text": "<A>"}]),
}


@pytest.mark.parametrize("name", WAYS)
def test_a_value_shows_itself_in_its_own_way(name: str) -> None:
    method, made, pieces = WAYS[name]
    source = f"class A:\n    def {method}(self):\n        return {made}\n"
    assert shown(f"{source}    def __repr__(self): return '<A>'\nA()") == pieces


def test_a_picture_is_shown_in_its_size() -> None:
    [piece] = shown(f"class A:\n    def _repr_png_(self): return {PNG}\nA()")
    assert piece["kind"] == "figure"
    assert 'width="4pt" height="2pt" viewBox="0 0 4 2"' in piece["svg"]
    assert 'href="data:image/png;base64,iVBORw0K' in piece["svg"]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("return 1 / 0", "cell 1, line 2, in __repr__"),
        ("return None", "TypeError: __repr__ returned non-string (type NoneType)"),
        ("raise SystemExit", "SystemExit"),
        ("return repr(self)", "RecursionError: maximum recursion depth exceeded"),
    ],
)
def test_a_value_that_cannot_be_shown_is_named(body: str, told: str) -> None:
    result, _ = run(f"class A:\n    def __repr__(self): {body}\nA()")
    assert result["status"] == "error"
    text = result["error"]["traceback"]
    assert text.startswith("The value of this cell cannot be shown: A.__repr__ fails.\n")
    assert told in text
    # What it makes of itself otherwise does not need it.
    more = (
        f"class A:\n    def __repr__(self): {body}\n    def _repr_html_(self): return '<p>x'\nA()"
    )
    assert shown(more)[0]["html"] == "<p>x"
