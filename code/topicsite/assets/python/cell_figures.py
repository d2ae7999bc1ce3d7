"""Matplotlib's figures, on their way to the page: shapes, or a picture where they are many.

A browser lays out every mark of a drawing by itself, and thousands of them hold up the page. So
what has too many becomes a picture: one cloud of points in a drawing, or the whole of it.
"""

from __future__ import annotations

import io
import logging
import sys
import types
from collections.abc import Iterator
from typing import Any, Final

from topicsite.assets.python import cell_output
from topicsite.assets.python.cell_errors import explain
from topicsite.assets.python.cell_values import picture

MOST_MARKS: Final = 1000  # that a figure draws as shapes, beside its letters
MOST_SHAPES: Final = 2500  # letters and all; more, and the whole figure is a picture
LONGEST: Final = 1_000_000  # characters of a drawing
MOST_FIGURES: Final = 30  # of one cell
POINTS_OF_A_LINE: Final = 20  # that cost as much as one mark
DOTS: Final = 200  # of a picture, to the inch
WIDEST: Final = 3000  # dots


def use_figures() -> None:
    """Let matplotlib's figures go to the page, when a cell ends or calls `show`."""
    # It tells that it lists its fonts, which it does in every new interpreter.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    import matplotlib
    from matplotlib.backend_bases import FigureManagerBase
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    backend: Any = types.ModuleType("cell_figures")
    backend.FigureCanvas = FigureCanvasSVG
    backend.FigureManager = FigureManagerBase
    backend.show = lambda *_, **__: show_figures()
    sys.modules["cell_figures"] = backend
    matplotlib.use("module://cell_figures")


def show_figures() -> None:
    """Put out the figures that are open, and close them; one that cannot be drawn is named."""
    output = cell_output.current
    try:
        pyplot: Any = sys.modules.get("matplotlib.pyplot")
        for number in [] if pyplot is None else pyplot.get_fignums():
            output.figures += 1
            try:
                if output.figures <= MOST_FIGURES:
                    output.piece("figure", svg=drawn(pyplot.figure(number)))
            except KeyboardInterrupt:
                raise
            except BaseException as error:
                _tell(f"Figure {output.figures}", error)
            finally:
                pyplot.close(number)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # pyplot itself is not what it was
        _tell("A figure", error)


def tell_of_more() -> None:
    """Say how many figures a cell has drawn that are not shown."""
    more = cell_output.current.figures - MOST_FIGURES
    if more > 0:
        words = f"{more} more figures are not shown: a cell shows {MOST_FIGURES}.\n"
        cell_output.current.write("stderr", words)


def _tell(name: str, error: BaseException) -> None:
    told = explain(error)
    words = f"{name} cannot be drawn: {told['type']}: {told['message']}\n"
    cell_output.current.write("stderr", words)


def drawn(figure: Any) -> str:
    """A figure as SVG."""
    dots = min(DOTS, WIDEST / max(1, *figure.get_size_inches()))
    given = {"facecolor": figure.get_facecolor(), "edgecolor": figure.get_edgecolor(), "dpi": dots}
    made = io.StringIO()
    if _relieve(figure) <= MOST_SHAPES:
        figure.savefig(made, format="svg", metadata={"Date": None}, **given)
        svg = made.getvalue()
        if svg.count("<use ") + svg.count("<path ") <= MOST_SHAPES and len(svg) <= LONGEST:
            return svg
    png = io.BytesIO()
    figure.savefig(png, format="png", **given)
    return picture(png.getvalue(), float(figure.get_size_inches()[0]) * 72)


def _relieve(figure: Any) -> int:
    """Let what has the most marks become pictures, until few are left; gives how many are."""
    counted = [(marks(artist), artist) for artist in _visible(figure)]
    counted.sort(key=lambda one: -one[0])
    left = sum(count for count, _ in counted)
    for count, artist in counted:
        if left <= MOST_MARKS or count <= POINTS_OF_A_LINE:
            break
        artist.set_rasterized(True)
        left -= count
    return left


def _visible(artist: Any) -> Iterator[Any]:
    """An artist and those in it that are drawn."""
    if artist.get_visible():
        yield artist
        for child in artist.get_children():
            yield from _visible(child)


def marks(artist: Any) -> int:
    """About how many shapes a browser would have to lay out for one artist."""
    from matplotlib.collections import Collection, QuadMesh
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch
    from matplotlib.text import Text

    drawn_from: Any = artist

    if isinstance(artist, QuadMesh):
        return int(drawn_from.get_coordinates().size // 2)  # whose paths are made only to be drawn
    if isinstance(artist, Collection):
        # Surfaces get their paths when they are drawn; their names differ from version to version.
        in_space = max(len(getattr(artist, name, ())) for name in ("_segslices", "_faces"))
        return max(len(artist.get_paths() or ()), len(drawn_from.get_offsets()), in_space)
    if isinstance(artist, Line2D):
        points = len(drawn_from.get_xdata())
        has_marks = artist.get_marker() not in (None, "None", "none", "", " ")
        return points if has_marks else points // POINTS_OF_A_LINE
    if isinstance(artist, Text):
        return len(artist.get_text())
    return int(isinstance(artist, Patch))
