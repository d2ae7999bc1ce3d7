"""Contrast as WCAG defines it, for colours as style sheets write them."""

from __future__ import annotations

import pytest

from topicsite.render.contrast import contrast


@pytest.mark.parametrize(
    ("text", "ground", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#fff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#ffffff", "#777777", 4.48),
        ("#000000de", "#ffffff", 16.1),
        ("hsl(0, 0%, 0%)", "#FFF", 21.0),
        ("hsl(240,100%,50%)", "#ffffff", 8.59),
    ],
)
def test_two_colours_have_their_ratio(text: str, ground: str, ratio: float) -> None:
    assert contrast(text, ground) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize(
    "colour", ["red", "var(--ink)", "#12345", "hsla(var(--md-hue), 0%, 0%, 1)"]
)
def test_what_is_written_otherwise_has_none(colour: str) -> None:
    assert contrast(colour, "#ffffff") is None
    assert contrast("#ffffff", colour) is None
