"""The picture in front of a video, drawn at build: nothing is fetched before a click.

It follows from what the card says: the kind decides what is drawn, the title how. So every card has
a picture of its own, and keeps it, and none of them speaks of any topic.
"""

from __future__ import annotations

from hashlib import sha256
from math import pi, sin
from typing import NamedTuple


class Sketch(NamedTuple):
    """Lines in a field of 320 by 180.

    Attributes:
        quiet: the paths in the background.
        strong: the one path that stands out.
    """

    quiet: list[str]
    strong: str


def sketch(kind: str, title: str) -> Sketch:
    """The drawing of a card."""
    draw = _DRAWINGS[sha256(kind.encode()).digest()[0] % len(_DRAWINGS)]
    digest = sha256(title.encode()).digest()
    lines = draw(digest)
    strong = lines.pop(digest[-1] % len(lines))
    return Sketch(lines, strong)


def _waves(digest: bytes) -> list[str]:
    """Seven waves, each with a swing, a length and a start of its own."""
    lines = []
    for row, (swing, length, start) in enumerate(zip(*[iter(digest[:21])] * 3, strict=True)):
        half, height = 40 + length // 4, 10 + swing // 10
        # Each further arc mirrors the one before it.
        arcs = f"q{half / 2:g} {-height} {half} 0" + f"t{half} 0" * (320 // half + 1)
        lines.append(f"M{-half * start // 256} {24 + 22 * row}{arcs}")
    return lines


def _rings(digest: bytes) -> list[str]:
    """Seven arcs around one centre, each open on a side of its own."""
    x, y = 60 + digest[0] * 200 // 255, 40 + digest[1] * 100 // 255
    lines = []
    for number, byte in enumerate(digest[2:9]):
        radius = 24 + 22 * number
        turn = 2 * pi * byte / 256
        ends = [
            (x + radius * sin(turn + at), y + radius * sin(turn + at + pi / 2)) for at in (0, 5)
        ]
        (ax, ay), (bx, by) = ends
        lines.append(f"M{ax:.1f} {ay:.1f}A{radius} {radius} 0 1 0 {bx:.1f} {by:.1f}")
    return lines


def _steps(digest: bytes) -> list[str]:
    """Seven lines in steps, each with a width and a height of its own."""
    lines = []
    for row, (width, height) in enumerate(zip(*[iter(digest[:14])] * 2, strict=True)):
        wide, high = 24 + width // 6, 3 + height // 20
        steps = "".join(f"h{wide}v{-high if n % 2 else high}" for n in range(320 // wide + 1))
        lines.append(f"M0 {20 + 22 * row}{steps}")
    return lines


_DRAWINGS = (_waves, _rings, _steps)
