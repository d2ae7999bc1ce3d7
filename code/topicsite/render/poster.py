"""The picture in front of a video, drawn at build: nothing is fetched before a click."""

from __future__ import annotations

from hashlib import sha256
from itertools import pairwise
from typing import NamedTuple


class Sketch(NamedTuple):
    """A small network to be drawn in a field of 320 by 180.

    Attributes:
        units: the centre of each unit.
        forward: the lines between neighbouring layers, as (x1, y1, x2, y2).
        backward: the few of them that an error is sent back along.
    """

    units: list[tuple[int, int]]
    forward: list[tuple[int, int, int, int]]
    backward: list[tuple[int, int, int, int]]


def sketch(name: str) -> Sketch:
    """A network of four layers whose shape follows from `name`, so that posters differ."""
    digest = sha256(name.encode()).digest()
    layers = [
        [(40 + 80 * column, round(180 * (row + 1) / (count + 1))) for row in range(count)]
        for column, count in enumerate(2 + byte % 4 for byte in digest[:4])
    ]
    forward = [
        (*left, *right) for before, after in pairwise(layers) for left in before for right in after
    ]
    # One path back from the last layer to the first.
    path = [layer[byte % len(layer)] for layer, byte in zip(layers, digest[4:8], strict=True)]
    backward = [(*left, *right) for left, right in pairwise(path)]
    return Sketch([unit for layer in layers for unit in layer], forward, backward)
