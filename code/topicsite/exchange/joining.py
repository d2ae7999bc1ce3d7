"""One resource, one entry: what a source has twice, or the site has already, comes together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from topicsite.exchange import addresses
from topicsite.exchange.found import Found, Note
from topicsite.model import identity
from topicsite.model.catalog import Catalog, Entry
from topicsite.model.entries import Resource


@dataclass
class Group:
    """What is said of one resource, in all places.

    Attributes:
        items: where it was found, each with its address, in the order of the sources.
        names: the canonical names of the resource (see `identity.identities`).
        entry: the entry that describes it already, if there is one.
    """

    items: list[tuple[Found, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    entry: Entry[Resource] | None = None

    @property
    def first(self) -> Found:
        """Where it was found first."""
        return self.items[0][0]


def joined(catalog: Catalog, items: Iterable[Found], notes: list[Note]) -> list[Group]:
    """The resources that were found, in the order in which each was found first.

    Args:
        catalog: what is there already.
        items: what was found.
        notes: gets what has no address, and what was found more than once.
    """
    known: dict[str, Entry[Resource]] = {}
    for entry, entry_names in catalog.identities:
        for name in entry_names:
            known.setdefault(name, entry)
    owner: dict[str, int] = {}
    groups: list[Group | None] = []
    for item in items:
        url = addresses.settled(item)
        if isinstance(url, Note):
            notes.append(url)
            continue
        names = set(_names(item, url))
        same = sorted({owner[name] for name in names if name in owner})
        if same:
            number = same[0]
            group = _at(groups, number)
            before = group.first.place
            notes.append(Note("joined", item.place, f"this is the same as {before}", url))
        else:
            number = len(groups)
            group = Group()
            groups.append(group)
        group.items.append((item, url))
        for other in same[1:]:  # two that were apart until now
            merged = _at(groups, other)
            place, url_there = merged.first.place, merged.items[0][1]
            notes.append(
                Note("joined", place, f"this is the same as {group.first.place}", url_there)
            )
            group.items += merged.items
            names |= merged.names
            groups[other] = None
        group.names |= names
        owner.update(dict.fromkeys(names, number))
    made = [group for group in groups if group is not None]
    for group in made:
        entries = [known[name] for name in sorted(group.names) if name in known]
        group.entry = entries[0] if entries else None
    return _once_each(made, notes)


def _at(groups: list[Group | None], number: int) -> Group:
    group = groups[number]
    if group is None:
        raise LookupError(number)
    return group


def _once_each(groups: list[Group], notes: list[Note]) -> list[Group]:
    """Groups that the same entry describes, under several of its addresses, are one."""
    by_entry: dict[str, Group] = {}
    made = []
    for group in groups:
        if group.entry is not None:
            first = by_entry.setdefault(group.entry.id, group)
            if first is not group:
                place, url = group.first.place, group.items[0][1]
                notes.append(Note("joined", place, f"this is the same as {first.first.place}", url))
                first.items += group.items
                first.names |= group.names
                continue
        made.append(group)
    return made


def _names(item: Found, url: str) -> Iterator[str]:
    doi, arxiv = addresses.number(item.fields, "doi"), addresses.number(item.fields, "arxiv")
    urls = [url, *(other for _, other in others(item))]
    yield from identity.identities(urls, doi or None, arxiv or None)


def others(item: Found) -> Iterator[tuple[str, str]]:
    """The other addresses of an item that an entry can have, each behind its label."""
    for label, url in item.others:
        spelt = addresses.spelt(url)
        if not addresses.fault(spelt):
            yield label, spelt
