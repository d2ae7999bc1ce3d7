"""What a page says, whatever host shows it: words, headings, links and ids, read by a parser."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

from bs4 import BeautifulSoup
from bs4.element import Tag

NOT_CONTENT = (
    ".headerlink, .md-content__button, .md-source-file, .md-clipboard, .ts-updated, .ts-loads, "
    ".md-annotation, .md-feedback, script, template, style, link, meta"
)
"""What hosts put among the content, and what they leave elsewhere."""


class Body(NamedTuple):
    """The content of a page.

    Attributes:
        words: its text, without regard to white space.
        headings: the level, the id and the text of each heading.
        links: where each link and each picture leads, from the site's root.
        ids: all ids.
        code: what stands as it is set, with its white space.
    """

    words: list[str]
    headings: list[tuple[str, str, str]]
    links: list[str]
    ids: list[str]
    code: list[str]


def bodies(site: Path) -> dict[str, Body]:
    """The content of all pages of a built site, by their files."""
    found = {}
    for file in sorted(site.rglob("*.html")):
        name = file.relative_to(site).as_posix()
        soup = BeautifulSoup(file.read_text("utf-8"), "lxml")
        article = soup.select_one("article.md-content__inner")
        if article is not None and name != "404.html":
            found[name] = body(article, name)
    return found


def body(article: Tag, name: str) -> Body:
    for unwanted in article.select(NOT_CONTENT):
        unwanted.decompose()
    # A link that leads out of a site at the root of a host would arrive there all the same.
    base = f"https://x.invalid/a/b/{name}"
    return Body(
        article.get_text(" ").split(),
        [
            (one.name, str(one.get("id", "")), " ".join(one.get_text().split()))
            for one in article.select("h1, h2, h3, h4, h5, h6")
        ],
        [
            urljoin(base, str(one.get("href") or one.get("src")))
            for one in article.select("a[href], img[src]")
        ],
        # A theme's own begin so.
        [str(one["id"]) for one in article.select("[id]") if not str(one["id"]).startswith("__")],
        [one.get_text() for one in article.select("pre")],
    )
