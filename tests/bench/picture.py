"""The plot of the times, as part of the page: it follows light and dark."""

from __future__ import annotations

import io
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt

from tests.bench.contestants import CONTESTANTS
from topicsite.render.figures import inline_svg

NAMES = [name for name in CONTESTANTS if name != "floor"]
PANELS = {"digits": "64-30-10, digits", "noise": "784-100-10, random examples"}
MARKS = {10: ("#1a5fb4", "o"), 100: ("#b3450a", "s"), 1000: ("#1c1b1a", "^")}
LABEL = (
    "Two panels, one for each network. Each line is a program, from ours at the top to loops at "
    "the bottom; marks on it show how many times as long as the bare matrix products an epoch "
    "takes, on a logarithmic axis, for mini-batches of 10, 100 and 1,000. The tables below have "
    "the numbers."
)


def figure(results: list[dict[str, Any]]) -> str:
    """Time as a multiple of the floor's, in double precision, as an inline SVG in a figure."""
    mpl.use("agg")
    plt.style.use("topicsite.lesson.figures")
    picture, panels = plt.subplots(2, 1, figsize=(5.2, 5.6), sharex=True)
    for axes, (problem, title) in zip(panels, PANELS.items(), strict=True):
        for batch, (colour, marker) in MARKS.items():
            (ratios,) = (
                result["ratios"]
                for result in results
                if (result["problem"], result["batch"], result["dtype"])
                == (problem, batch, "float64")
            )
            times = [ratios[name] / ratios["floor"] for name in NAMES]
            axes.plot(times, NAMES, marker, color=colour, markersize=6, label=f"{batch:,}")
        axes.axvline(1, color="#5d5a55", linewidth=1)
        axes.set(title=title, xscale="log")
        axes.invert_yaxis()
        axes.grid(axis="both")
        axes.tick_params(which="both", length=0)
        axes.spines[["left", "bottom"]].set_visible(False)
    panels[0].legend(title="batch", loc="upper right", alignment="left")
    panels[1].xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    panels[1].set_xlabel("time of an epoch, as a multiple of the floor")
    file = io.StringIO()
    picture.savefig(file, format="svg", metadata={"Date": None})
    plt.close(picture)
    return f"<figure>{inline_svg(file.getvalue(), 'speed', LABEL)}</figure>"
