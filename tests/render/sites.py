"""Sites in memory, and what their pages are made of."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

from topicsite import render
from topicsite.reading.load import load

CATALOGS = Path(__file__).parents[1] / "catalogs"


class Elements(HTMLParser):
    """Collects the elements of a page with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def real_site() -> render.Site:
    loaded = load(CATALOGS / "valid/every-field")
    return render.Site(loaded.catalog, "https://example.org/edit/")
