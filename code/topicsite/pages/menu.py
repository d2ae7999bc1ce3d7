"""The menu of a site without MkDocs: what its owner wrote, or the topics and the written pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from topicsite.pages.content import EXAMPLES
from topicsite.pages.sources import name_of
from topicsite.render import Site

TOPICS: Final = "topics"
"""The item of `nav` that stands for all topics."""


@dataclass(frozen=True)
class Item:
    """An item of a menu.

    Attributes:
        title: its title; empty where that is the page's.
        page: the name of the page that it leads to, if it is one.
        address: where else it leads.
        items: what stands below it.
    """

    title: str = ""
    page: str | None = None
    address: str = ""
    items: Sequence[Item] = ()


def menu_of(given: object, site: Site, written: Mapping[str, str]) -> list[Item]:
    """The menu.

    Args:
        given: the owner's, as `nav` has it; None if nobody wrote one.
        site: the site.
        written: the files of written pages, by name.
    """
    if isinstance(given, list):
        return [item for one in given for item in _item(one, site)]
    first = [Item(page="")] if "" in written else []
    shown = {TOPICS, *site.catalog.topics, site.map, ""}
    others = [name for name in written if name.partition("/")[0] not in {*shown, EXAMPLES}]
    return [*first, *_topics(site), *(Item(page=name) for name in others)]


def listed(menu: Sequence[Item], files: Mapping[str, str]) -> list[Any]:
    """A menu as `nav` has it.

    Args:
        menu: the menu.
        files: the file of each page, by its name.
    """
    made: list[Any] = []
    for item in menu:
        value: Any = listed(item.items, files) if item.items else item.address
        if item.page is not None:
            value = files[item.page]
        made.append({item.title: value} if item.title else value)
    return made


def _item(given: Any, site: Site) -> Iterator[Item]:
    if given == TOPICS:
        yield from _topics(site)
    elif isinstance(given, str):
        yield _leading(given, "")
    elif isinstance(given, Mapping):
        for title, value in given.items():
            if isinstance(value, list):
                items = [item for one in value for item in _item(one, site)]
                yield Item(str(title), items=items)
            elif isinstance(value, str):
                yield _leading(value, str(title))


def _leading(value: str, title: str) -> Item:
    if value.endswith(".md") and "://" not in value:
        return Item(title, page=name_of(value))
    return Item(title, address=value)


def _topics(site: Site) -> Iterator[Item]:
    if site.map:
        yield Item(page=site.map)
    for group in site.catalog.groups:
        items = [Item(site.title_of(topic.id), page=topic.id) for topic in site.in_order(group)]
        if site.catalog.site.sections:
            yield Item(site.heading(group), items=items)
        else:
            yield from items
