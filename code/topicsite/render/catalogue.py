"""The catalogue: a page on which everything can be chosen from, and the data that it chooses by.

The data are files of a few kilobytes: one that says who has which value of each facet, and rows of
what is shown, in parts, so that the first of ten thousand is there soon.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final

from topicsite.model.entries import Resource
from topicsite.render import text
from topicsite.render.citing import byline
from topicsite.render.environment import template
from topicsite.render.facets import EXAMPLE, Facet, Item, facets_of, items_of, kind_of
from topicsite.render.labels import label
from topicsite.render.site import CATALOGUE, Site, root_of

FOLDER: Final = "catalogue"
"""Where its data lie, below the root of the site."""
INDEX: Final = "index.json"
LISTED: Final = 500
"""So many rows stand on one page, for readers without scripts; more have pages of their own."""
_TOGETHER: Final = 50
"""Rows in a file."""


@dataclass(frozen=True)
class Part:
    """One page of a list that is too long for the page of the catalogue.

    Attributes:
        name: the page's name.
        title: what its things are, and which of several pages it is.
        items: its things.
        before: the name of the page before it with things of this kind, if there is one.
        after: that of the page behind it.
    """

    name: str
    title: str
    items: Sequence[Item]
    before: str = ""
    after: str = ""


def parts_of(site: Site, most: int = LISTED) -> list[Part]:
    """The pages of all things by kind, if there are more than `most`, which is what one holds."""
    items = items_of(site)
    if len(items) <= most:
        return []
    parts = []
    for kind, words, group in _groups(site, items):
        starts = range(0, len(group), most)
        names = [
            f"{CATALOGUE}/{kind}{f'/{at}' if at > 1 else ''}" for at, _ in enumerate(starts, 1)
        ]
        for at, start in enumerate(starts):
            title = words
            if len(names) > 1:
                title = site.language.gettext(
                    "%(kind)s, page %(number)s of %(all)s",
                    kind=words,
                    number=at + 1,
                    all=len(names),
                )
            before = names[at - 1] if at else ""
            after = names[at + 1] if at + 1 < len(names) else ""
            parts.append(Part(names[at], title, group[start : start + most], before, after))
    return parts


def part_page(site: Site, part: Part) -> str:
    """The content of one page of a long list."""
    return template("catalogue_part", site.language).render(
        site=site, root=root_of(site.page_address(part.name)), part=part, says=says
    )


def _groups(site: Site, items: Sequence[Item]) -> list[tuple[str, str, list[Item]]]:
    """All things by kind: its id, what it is called, its things; none is empty."""
    names = {**site.plurals, EXAMPLE: site.language.gettext("Examples to run")}
    by_kind: dict[str, list[Item]] = {kind: [] for kind in names}
    for item in items:
        by_kind[kind_of(item)].append(item)
    return [(kind, names[kind], group) for kind, group in by_kind.items() if group]


def catalogue_files(site: Site) -> dict[str, str]:
    """The data of the catalogue, by name below its folder; what changes has another name."""
    items = items_of(site)
    files: dict[str, str] = {}
    rows = [
        _add(files, "rows", [_row(site, item) for item in items[first : first + _TOGETHER]])
        for first in range(0, len(items), _TOGETHER)
    ]
    ranks = sorted(range(len(items)), key=lambda number: items[number].model.title.casefold())
    index = {
        "count": len(items),
        "together": _TOGETHER,
        "rows": rows,
        "facets": [_written(facet) for facet in facets_of(site, items)],
        "seconds": [item.model.duration or 0 for item in items],
        "years": [_year(item) for item in items],
        "titles": _add(files, "titles", ranks),
    }
    steps = [[site.known_as(item.id), site.exercises_of([item.id])] for item in items]
    index["steps"] = _add(files, "steps", steps)
    files[INDEX] = _dumped(index)
    return files


def catalogue_page(site: Site) -> str:
    """The content of the page: a list by kind, or of the pages of each where that is too long."""
    parts = parts_of(site)
    groups = [] if parts else _groups(site, items_of(site))
    return template("catalogue", site.language).render(
        site=site,
        root=root_of(site.page_address(CATALOGUE)),
        index=f"{FOLDER}/{INDEX}",
        says=says,
        groups=[(words, group) for _, words, group in groups],
        parts=parts,
    )


def _add(files: dict[str, str], name: str, content: object) -> str:
    """Add a file; gives its name."""
    dumped = _dumped(content)
    full = f"{name}-{blake2b(dumped.encode(), digest_size=5).hexdigest()}.json"
    files[full] = dumped
    return full


def _dumped(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"


def _written(facet: Facet) -> dict[str, Any]:
    return {
        "id": facet.id,
        "label": facet.label,
        "single": facet.single,
        "values": [[value.id, value.label, value.said] for value in facet.values],
        "of": [numbers[0] if len(numbers) == 1 else numbers for numbers in facet.of],
    }


def _year(item: Item) -> int:
    return (isinstance(item.model, Resource) and item.model.year) or 0


def _row(site: Site, item: Item) -> list[str]:
    summary = text.plain(item.model.summary) if item.model.summary else ""
    return [item.model.title, site.address_of(item.id) or "", says(site, item), summary]


def says(site: Site, item: Item, *, with_byline: bool = True) -> str:
    """What something is, how long it takes, for whom, by whom: the second line of its row."""
    model, language = item.model, site.language
    known = [
        site.kinds[model.kind]
        if isinstance(model, Resource)
        else language.gettext("Example to run"),
        text.duration(language, model.duration) if model.duration else None,
        site.levels[model.level] if model.level else None,
    ]
    if isinstance(model, Resource):
        known += [
            label(language, model.access) if model.access else None,
            language.gettext("in %(language)s", language=language.name_of(model.language))
            if model.language and not language.is_of(model.language)
            else None,
            site.title_of(item.topic) if len(site.catalog.topics) > 1 else None,
            byline(language, model, venue=False) if with_byline else None,
        ]
    return text.facts(*known)
