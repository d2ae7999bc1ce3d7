"""How well one colour can be read on another, by the definition of WCAG 2.2."""

from __future__ import annotations

import colorsys
import re
from typing import Final

_HEX: Final = re.compile(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})?\Z", re.IGNORECASE)
_SHORT: Final = re.compile(r"#([0-9a-f])([0-9a-f])([0-9a-f])\Z", re.IGNORECASE)
_HSL: Final = re.compile(r"hsl\(\s*([\d.]+)(?:deg)?\s*,\s*([\d.]+)%\s*,\s*([\d.]+)%\s*\)\Z")

Colour = tuple[float, float, float]


def contrast(text: str, ground: str) -> float | None:
    """The ratio of two colours as CSS writes them, from 1 to 21.

    Gives None where one of them is written in a way that is not known here. A text that lets the
    ground through is mixed with it first.
    """
    behind, above = _read(ground), _read(text)
    if behind is None or above is None:
        return None
    (field, _), (ink, share) = behind, above
    seen = tuple(share * a + (1 - share) * b for a, b in zip(ink, field, strict=True))
    light, dark = sorted((_luminance(seen), _luminance(field)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _read(colour: str) -> tuple[Colour, float] | None:
    """Red, green and blue from 0 to 1, and how much of the colour there is."""
    colour = colour.strip()
    if match := _HEX.match(colour):
        red, green, blue, *rest = (int(part, 16) / 255 for part in match.groups("ff"))
        return (red, green, blue), rest[0]
    if match := _SHORT.match(colour):
        red, green, blue = (int(part * 2, 16) / 255 for part in match.groups())
        return (red, green, blue), 1.0
    if match := _HSL.match(colour):
        hue, saturation, lightness = (float(part) for part in match.groups())
        return colorsys.hls_to_rgb(hue / 360, lightness / 100, saturation / 100), 1.0
    return None


def _luminance(colour: tuple[float, ...]) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
