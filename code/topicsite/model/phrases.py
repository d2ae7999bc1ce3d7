"""A phrase that resources share, and the page that it has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable


def slug(text: str) -> str:
    """A phrase as it stands in an address: `The four equations` becomes `the-four-equations`."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^\w]+", "-", plain).strip("-") or "tag"


def page_of(phrase: str) -> str:
    """The name of a phrase's page, if no other phrase spells alike."""
    return f"tags/{slug(phrase)}"


def pages_of(phrases: Iterable[str]) -> dict[str, str]:
    """The name of each phrase's page; phrases that spell alike get a number."""
    pages: dict[str, str] = {}
    taken: set[str] = set()
    for phrase in phrases:
        name = first = page_of(phrase)
        number = 1
        while name in taken:
            number += 1
            name = f"{first}-{number}"
        taken.add(name)
        pages[phrase] = name
    return pages
