"""Figures of cells: shapes where they are few, pictures where they are many."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.assets.sessions import run
from topicsite.assets.python import session
from topicsite.assets.python.cell_figures import LONGEST, MOST_FIGURES, MOST_MARKS, MOST_SHAPES

matplotlib = pytest.importorskip("matplotlib")
# Its first list of fonts may take long, and then it says so.
pytest.importorskip("matplotlib.font_manager")
BEGIN = (
    "import matplotlib.pyplot as plt, numpy as np\nplt.rcParams['figure.max_open_warning'] = 0\n"
    "x = np.random.default_rng(0).random((2, 9_000))\n"
)


@pytest.fixture(autouse=True)
def in_the_page() -> Iterator[None]:
    before = matplotlib.get_backend()
    session.installed("matplotlib")
    yield
    matplotlib.pyplot.close("all")
    matplotlib.use(before)


def figures(source: str) -> list[dict[str, Any]]:
    result, pieces = run(f"{BEGIN}{source};")
    assert result == {"status": "done"}
    return pieces


# What is drawn; and whether as shapes alone, with a picture among them, or as one picture.
DRAWN = {
    "a few points": ("plt.scatter(*x[:, :100])", "shapes"),
    "many points": ("plt.scatter(*x)", "both"),
    "points of many sizes": ("plt.scatter(*x, s=x[0] * 9, c=x[1])", "both"),
    "several clouds": ("for i in range(9): plt.scatter(*x[:, i::10])", "both"),
    "marks of a line": ("plt.plot(*x, 'o')", "both"),
    "a long line": ("plt.plot(np.random.default_rng(0).random(100_000))", "both"),
    "a line": ("plt.plot(np.sin(np.arange(500) / 50))", "shapes"),
    "bars": ("plt.bar(range(50), range(50))", "shapes"),
    "many bars": ("plt.bar(range(5_000), range(5_000))", "picture"),
    "a picture": ("plt.imshow(x[:, :400].reshape(20, 40))", "both"),
    "a mesh": ("plt.pcolormesh(x[0].reshape(90, 100))", "both"),
    "arrows": ("plt.quiver(*x, *x)", "both"),
    "lines between points": ("plt.vlines(x[0], 0, x[1])", "both"),
    "contours": ("plt.contourf(np.add.outer(np.arange(9), np.arange(9)))", "shapes"),
    "words": ("for i in range(900): plt.text(*x[:, i], 'word')", "picture"),
    "a surface": (
        "X, Y = np.meshgrid(range(50), range(50))\n"
        "plt.figure().add_subplot(projection='3d').plot_surface(X, Y, X * Y, rcount=50, ccount=50)",
        "both",
    ),
    "points that are hidden": ("plt.scatter(*x).set_visible(False)", "shapes"),
    "a large sheet": ("plt.figure(figsize=(90, 90)); plt.scatter(*x)", "both"),
    "an empty figure": ("plt.figure()", "shapes"),
}


@pytest.mark.parametrize("name", DRAWN)
def test_a_figure_has_no_more_parts_than_a_page_can_hold(name: str) -> None:
    source, drawn = DRAWN[name]
    [piece] = figures(source)
    svg = piece["svg"]
    shapes = len(re.findall(r"<(?:path|use)\b", svg))
    assert shapes <= MOST_SHAPES
    assert len(re.sub(r'"data:[^"]*"', "", svg)) <= LONGEST
    pictures = re.findall(r"<image\b", svg)
    assert {"shapes": (False, True), "both": (True, True), "picture": (True, False)}[drawn] == (
        bool(pictures),
        bool(shapes),
    )
    assert len(svg) < 8_000_000
    assert MOST_MARKS < MOST_SHAPES


def test_figures_beyond_the_last_are_counted() -> None:
    pieces = figures(f"for i in range({MOST_FIGURES + 5}): plt.figure(figsize=(1, 1))")
    assert [piece["kind"] for piece in pieces] == ["figure"] * MOST_FIGURES + ["stderr"]
    assert pieces[-1]["text"] == f"5 more figures are not shown: a cell shows {MOST_FIGURES}.\n"
    assert figures("plt.get_fignums()") == []


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        ("plt.title('$\\\\frac$')", "Figure 1 cannot be drawn: ValueError:"),
        ("plt.gcf().savefig = None", "Figure 1 cannot be drawn: TypeError:"),
        (
            "plt.gcf().get_size_inches = lambda: 1 / 0",
            "Figure 1 cannot be drawn: ZeroDivisionError:",
        ),
    ],
)
def test_a_figure_that_cannot_be_drawn_is_named(spoil: str, told: str) -> None:
    first, second = figures(f"plt.plot([1])\n{spoil}\nplt.figure(); plt.plot([2])")
    assert first["kind"] == "stderr"
    assert first["text"].startswith(told)
    assert second["kind"] == "figure"


def test_a_spoilt_pyplot_is_told_and_hides_no_error() -> None:
    result, pieces = run(f"{BEGIN}kept = plt.get_fignums\nplt.get_fignums = None\n1 / 0")
    assert result["error"]["type"] == "ZeroDivisionError"
    assert pieces[0]["text"].startswith("A figure cannot be drawn: TypeError:")
    run("plt.get_fignums = kept")
