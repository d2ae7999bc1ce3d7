"""The mark of a site whose owner has drawn none: the first letter of its name."""

from __future__ import annotations

import unicodedata

from topicsite.render.environment import environment


def mark(name: str, fill: str, ink: str) -> str:
    """The mark as SVG, for the header and the browser's tab.

    Args:
        name: the site's.
        fill: the colour of the field, as CSS writes it.
        ink: the colour of the letter.
    """
    template = environment().get_template("mark.svg.jinja")
    return template.render(letter=initial(name), fill=fill, ink=ink)


def initial(name: str) -> str:
    """The first letter or digit of a name, with its accents, large; its first sign if none is."""
    signs = unicodedata.normalize("NFC", name.strip())
    start = next((index for index, sign in enumerate(signs) if sign.isalnum()), 0)
    end = start + 1
    while end < len(signs) and unicodedata.combining(signs[end]):
        end += 1
    letter = signs[start:end]
    large = letter.upper()
    return large if len(large) == len(letter) else letter
