"""Pages of a site that needs no generator: a menu, the content, its headings, a search."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup, escape

from topicsite.building import look
from topicsite.building.assets import PACKAGE, PLACE, STYLE_SHEET_OF_PAGES, write_data
from topicsite.opendata import in_head
from topicsite.opendata.sharing import Shared, tags
from topicsite.pages.content import Page
from topicsite.pages.menu import Item
from topicsite.pages.sources import relative
from topicsite.render import Site, file_at, head, headings
from topicsite.render.environment import template
from topicsite.search import FOLDER, build_index, page_records, records_of, sections_of, spelling_of
from topicsite.search.records import Record

_SHEET: Final = f"{PLACE}/plain.css"
_SEARCH: Final = f"{PLACE}/search/search.js"
_DARK: Final = re.compile(r'\[data-md-color-scheme="slate"\] \{(.*?)\}', re.DOTALL)
_DEEPEST: Final = 3
"""The lowest level of headings that the contents of a page list."""


class PlainPages:
    """Makes the pages of a site, whose titles are all known."""

    def __init__(
        self,
        site: Site,
        menu: Sequence[Item],
        titles: Mapping[str, str],
        logo: str,
        sheets: Sequence[str],
        copyright_: str,
    ) -> None:
        """Prepare.

        Args:
            site: the site.
            menu: its menu.
            titles: the titles of pages, by their names, as HTML without tags.
            logo: the address of its mark below the root.
            sheets: the owner's own style sheets.
            copyright_: what the owner wants to stand at the end of every page, as HTML.
        """
        self._site, self._menu, self._titles = site, menu, titles
        self._called = dict(_called(menu))
        self._logo = logo
        self._sheets = [STYLE_SHEET_OF_PAGES, _SHEET, *sheets]
        self._copyright = Markup(copyright_)  # noqa: S704  # the owner's own
        self._records: list[Record] = list(records_of(site))

    def page(self, page: Page) -> tuple[str, str]:
        """A page: its file below the root, and what that says."""
        site, at = self._site, page.address

        def to(address: str) -> str:
            return relative(address, at)

        self._search(page)
        lists = site.catalogue or ("tags" if site.catalog.tags else "")
        search = template("search", site.language).render(
            index=to(f"{FOLDER}/index.json"),
            script=to(_SEARCH),
            lists=to(site.page_address(lists)),
            offline=page.needs.offline and to(page.needs.offline),
        )
        # As for MkDocs, what the menu calls a page is its title.
        called = self._called.get(page.name)
        title = escape(called) if called else Markup(page.title)  # noqa: S704  # without tags
        hidden = page.meta.get("hide") or ()
        shown = [
            one for one in headings(page.html) if 1 < one.level <= _DEEPEST and "toc" not in hidden
        ]
        canonical = f"{site.base}{at}" if site.base else ""
        named = Markup(title).striptags()  # noqa: S704  # it becomes text
        shared = Shared(page.name, named, page.description, canonical)
        told = head(page.needs, page.html, PLACE, to) + in_head(site, page.name)
        html = template("plain", site.language).render(
            site=site,
            title="" if page.name == "" else title,
            heading=title,
            has_title="<h1" in page.html,
            description=page.description,
            canonical=canonical,
            mark=to(self._logo),
            home=to(site.page_address("")),
            sheets=[sheet if "://" in sheet else to(sheet) for sheet in self._sheets],
            head=Markup(told + tags(site, shared)),  # noqa: S704  # a template's
            search=Markup(search),  # noqa: S704  # a template's
            menu=list(self._items(self._menu, page)),
            content=Markup(page.html),  # noqa: S704  # finished
            contents=[{"level": one.level, "id": one.id, "title": Markup(one.title)}  # noqa: S704
                      for one in shown],
            copyright=self._copyright,
        )  # fmt: skip
        return file_at(at), html

    def write_data(self, folder: Path) -> None:
        """Write what pages need beside them: the index of the search, the sheet, the sitemap."""
        site = self._site
        spelling = spelling_of(site.language.code)
        files = build_index(self._records, spelling, site.catalog.site.synonyms)
        write_data(folder / FOLDER, files)
        write_data(folder, {_SHEET: style_sheet()})

    def _search(self, page: Page) -> None:
        """Take the text of a page, as the plugin does."""
        wanted = page.meta.get("search")
        settings: Mapping[str, Any] = wanted if isinstance(wanted, dict) else {}
        if page.searched is None or settings.get("exclude") is True:
            return
        boost = settings.get("boost", 1)
        self._records += page_records(
            self._site.language,
            page.address,
            unescape(page.title),
            list(sections_of(page.searched, with_code=not page.is_example)),
            of_example=page.is_example,
            boost=float(boost) if isinstance(boost, (int, float)) else 1.0,
        )

    def _items(self, menu: Iterable[Item], page: Page) -> Iterator[dict[str, Any]]:
        for item in menu:
            below = list(self._items(item.items, page))
            name = item.page
            title = item.title or (
                unescape(self._titles.get(name, name)) if name is not None else ""
            )
            address = item.address
            if name is not None:
                address = relative(self._site.page_address(name), page.address)
            is_here = name == page.name
            yield {
                "title": title or item.address,
                "address": address,
                "below": below,
                "here": is_here,
                "open": any(one["here"] or one["open"] for one in below),
            }


def _called(menu: Iterable[Item]) -> Iterator[tuple[str, str]]:
    for item in menu:
        if item.page is not None and item.title:
            yield item.page, item.title
        yield from _called(item.items)


def sitemap(base: str, addresses: Iterable[str]) -> str:
    """All pages, for search engines."""
    lines = [f"<url><loc>{escape(base + one)}</loc></url>" for one in sorted(addresses)]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        + "".join(f"{line}\n" for line in lines)
        + "</urlset>\n"
    )


def style_sheet() -> str:
    """The sheet of plain pages, in which dark is what the system says."""
    folder = PACKAGE / "assets/styles"
    tokens = (folder / "site/tokens.css").read_text("utf-8")
    dark = _DARK.search(tokens)
    colours = dark[1] if dark is not None else ""
    sheet = (folder / "plain.css").read_text("utf-8")
    scheme = '[data-md-color-scheme="default"]'
    return (
        f"{sheet}\n@media screen and (prefers-color-scheme: dark) {{\n{scheme} {{{colours}}}\n}}\n"
    )


def logo_of(theme: Mapping[str, Any]) -> str:
    """Where the mark of a site lies below the root: the owner's, or ours."""
    logo = theme.get("logo")
    return logo if isinstance(logo, str) and logo else f"{PLACE}/{look.MARK}"
