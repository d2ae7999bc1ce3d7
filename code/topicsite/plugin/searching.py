"""The search of a site whose owner has chosen no other: the text of its pages, and its index."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from topicsite.building.assets import PLACE, write_data
from topicsite.plugin.addresses import name_of
from topicsite.render import Site
from topicsite.render.environment import template
from topicsite.search import FOLDER, build_index, page_records, records_of, sections_of, spelling_of
from topicsite.search.sections import Section

log = logging.getLogger("mkdocs.plugins.topicsite")

SCRIPT: Final = f"{PLACE}/search/search.js"
_OTHERS: Final = frozenset({"search", "material/search"})
# Material's header, up to the link to the repository or to its end.
_HEADER: Final = re.compile(
    r'<header class="md-header.*?(?=<div class="md-header__source">|</nav>)', re.DOTALL
)


class _Text(NamedTuple):
    page: Page
    sections: list[Section]
    of_example: bool
    boost: float


class Searching:
    """The search of a build.

    Attributes:
        is_ours: whether the site has it. An owner's search plugin takes its place.
    """

    def __init__(self) -> None:
        self.is_ours = False
        self._texts: list[_Text] = []

    def start(self, config: MkDocsConfig) -> None:
        """Begin a build."""
        self.is_ours = not _OTHERS & {*config.plugins}
        self._texts = []

    def add(self, page: Page, html: str, *, of_example: bool = False) -> None:
        """Take the text of a page.

        Its front matter may say `search: {exclude: true}`, or how much its words count, such as
        `search: {boost: 0.5}`.

        Args:
            page: the page.
            html: its own content: no marker in it is filled, and no formula set.
            of_example: whether it is that of an example.
        """
        wanted = page.meta.get("search")
        settings: dict[str, Any] = wanted if isinstance(wanted, dict) else {}
        if not self.is_ours or settings.get("exclude") is True:
            return
        boost = settings.get("boost", 1)
        sections = list(sections_of(html, with_code=not of_example))
        factor = float(boost) if isinstance(boost, (int, float)) else 1.0
        self._texts.append(_Text(page, sections, of_example, factor))

    def write(self, folder: Path, site: Site, config: MkDocsConfig) -> None:
        """Write the index into the folder of the finished site."""
        if not self.is_ours:
            return
        records = list(records_of(site))
        for text in self._texts:
            address = site.page_address(name_of(text.page.file))
            title = str(text.page.title or config.site_name)
            records += page_records(
                site.language,
                address,
                title,
                text.sections,
                of_example=text.of_example,
                boost=text.boost,
            )
        spelling = spelling_of(site.language.code)
        files = build_index(records, spelling, site.catalog.site.synonyms)
        write_data(folder / FOLDER, files)

    def shown(self, output: str, site: Site, to: Callable[[str], str], offline: str | None) -> str:
        """A page with the way into the search in its header, if it is Material's.

        Args:
            output: the page.
            site: the site.
            to: makes an address below the root one that the page can use.
            offline: the service worker, if there is one.
        """
        header = _HEADER.search(output) if self.is_ours else None
        if header is None:
            return output
        lists = site.catalogue or ("tags" if site.catalog.tags else "")
        way = template("search", site.language).render(
            index=to(f"{FOLDER}/index.json"),
            script=to(SCRIPT),
            lists=to(site.page_address(lists)),
            offline=to(offline) if offline else None,
        )
        return f"{output[: header.end()]}{way}{output[header.end() :]}"
