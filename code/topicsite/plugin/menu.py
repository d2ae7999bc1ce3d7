"""The menu of many topics: a section for each of the site's, next to what the owner wrote.

An owner's `nav` says what is in the menu; an item `topics` in it says where the sections stand.
Without a `nav` they stand behind the home page, before all other pages.

MkDocs gives every page the whole menu, so that what it costs grows with the square of the topics.
Here a page gets its own section, and of each other one a link to its first page.
"""

from __future__ import annotations

import copy
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.nav import Link, Navigation, Section
from mkdocs.structure.pages import Page

from topicsite.model.catalog import Group
from topicsite.plugin.addresses import name_of
from topicsite.render import Site

PLACE: Final = "topics"
"""The item of `nav` that stands for all sections."""
FEW: Final = 20
"""So many topics stand in a menu each by itself, if there are no sections, and on every page."""
_NEAR: Final = 20
"""So many topics before and behind a page are in its menu, if its section is longer than both."""

# Measures of Material's tabs, in its rem; the text face's letters are narrower than this.
_ROOM: Final = 59.0
_AROUND: Final = 1.2
_LETTER: Final = 0.7 * 0.54


class Folded(NamedTuple):
    """Which items of a menu are one tab, because there is no room for a tab each."""

    first: int
    last: int
    title: str


class Menu:
    """The menu of a build."""

    def __init__(self, config: MkDocsConfig, site: Site) -> None:
        self._at: int | None = None
        if config.nav and PLACE in config.nav:
            self._at = config.nav.index(PLACE)
            config.nav = [item for item in config.nav if item != PLACE]
        catalog = site.catalog
        is_ours = config.nav is None or self._at is not None
        many = len(catalog.topics) > FEW
        self.has_sections = is_ours and bool(
            catalog.site.sections or many or (catalog.topics and self._at is not None)
        )
        """Whether sections of topics are put into it."""
        names = {*catalog.topics, site.map} if is_ours and not self.has_sections else set()
        self.named = frozenset(names)
        """The generated pages that MkDocs may put into it by itself, if nobody wrote a menu."""
        self._is_long = many
        self.is_large = self.has_sections and bool(catalog.site.sections or many)
        """Whether it has so many that readers leaf from one to the next."""
        self._first = self._last = 0
        self._place_of: dict[str, tuple[int, int]] = {}
        self._nav: Navigation | None = None
        self._title = ""

    def arrange(self, nav: Navigation, shown: Iterable[Page], site: Site) -> None:
        """Put the sections of topics into a menu."""
        if not self.has_sections:
            return
        self._nav = nav
        self._title = site.language.gettext("Topics")
        pages = {name_of(page.file): page for page in shown}
        taken = _take_out(nav, site) if self._at is None else {}
        there = {page.file.src_uri for page in _pages(nav.items)}
        sections = [
            section
            for group in site.catalog.groups
            if (section := _section(group, site, pages, taken, there)).children
        ]
        first = nav.items[0] if nav.items else None
        behind_home = int(isinstance(first, Page) and first.is_homepage)
        at = behind_home if self._at is None else self._at
        page = pages.get(site.map)
        if site.map and page is not None and page.file.src_uri not in there:
            nav.items.insert(at, page)
            at += 1
        if not (site.catalog.site.sections or self._is_long):
            # A few topics need no section around them.
            placed = [topic for section in sections for topic in section.children]
            sections = []
        else:
            placed = [*sections]
        nav.items[at:at] = placed
        self._first, self._last = at, at + len(placed) - 1
        for number, section in enumerate(sections, at):
            for index, child in enumerate(section.children):
                child.parent = section
                for inner in _pages([child]):
                    self._place_of[inner.file.src_uri] = (number, index)
        nav.pages[:] = _pages(nav.items)
        for before, here, after in zip(
            [None, *nav.pages], nav.pages, [*nav.pages[1:], None], strict=False
        ):
            here.previous_page, here.next_page = before, after

    def settle(self) -> None:
        """Find out whether there is room for a tab each, when all pages have their titles."""
        if self._nav is None or self._last <= self._first:
            return
        titles = [str(item.title or "") for item in self._nav.items]
        if sum(map(_width, titles)) > _ROOM:
            folded = Folded(self._first, self._last, self._title)
            self._nav.folded = folded  # type: ignore[attr-defined]  # for our template of tabs

    def around(self, page: Page, nav: Navigation) -> Navigation:
        """The menu as a page shows it."""
        if not self._is_long or nav is not self._nav:
            return nav
        made = copy.copy(nav)
        own, index = self._place_of.get(page.file.src_uri, (-1, 0))
        made.items = [
            item
            if not self._first <= number <= self._last
            else _near(item, index)
            if number == own
            else _link(item)
            for number, item in enumerate(nav.items)
        ]
        return made


def _take_out(nav: Navigation, site: Site) -> dict[str, Page | Section]:
    """Take what was written for topics out of a menu that MkDocs made of folders."""
    taken: dict[str, Page | Section] = {}
    kept = []
    for item in nav.items:
        pages = _pages([item])
        (topic, *others) = {name_of(page.file).partition("/")[0] for page in pages} or {""}
        if others or topic not in site.catalog.topics:
            kept.append(item)
        elif len(pages) == 1:  # the folder of one page is that page
            (taken[topic],) = pages
        else:
            item.title = site.title_of(topic)
            taken[topic] = item
    nav.items[:] = kept
    return taken


def _section(
    group: Group,
    site: Site,
    pages: Mapping[str, Page],
    taken: Mapping[str, Page | Section],
    there: set[str],
) -> Section:
    """A section of the menu, without the topics that stand elsewhere in it."""
    children: list[StructureItem] = []
    for topic in site.in_order(group):
        item = taken.get(topic.id) or pages.get(topic.id)
        if item is not None and not any(page.file.src_uri in there for page in _pages([item])):
            children.append(item)
    return Section(site.heading(group), children)


def _near(section: Section, index: int) -> Section:
    """A section that is active, with what stands around one of its items."""
    if len(section.children) <= 2 * _NEAR + 1:
        return section
    made = Section(section.title, section.children[max(0, index - _NEAR) : index + _NEAR + 1])
    made.active = True
    return made


def _link(section: Section) -> Link:
    return Link(section.title, _pages(section.children[:1])[0].url)


def _pages(items: Iterable[StructureItem]) -> list[Page]:
    found: list[Page] = []
    for item in items:
        if isinstance(item, Page):
            found.append(item)
        elif isinstance(item, Section):
            found += _pages(item.children)
    return found


def _width(title: str) -> float:
    """How wide a tab is at most; letters of East Asia count twice."""
    letters = sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in title)
    return _AROUND + _LETTER * letters
