"""Old addresses and old ids lead to one place each, and are free to do so."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from typing import Final, NamedTuple

from topicsite.checking.places import finding
from topicsite.findings.diagnostics import Diagnostic, did_you_mean
from topicsite.model.catalog import Entry
from topicsite.model.entries import Example, Resource
from topicsite.model.phrases import page_of
from topicsite.reading.load import Loaded
from topicsite.reading.source import Location

_FORMER_ADDRESS: Final = re.compile(
    r"(?!.*(?:^|/)\.\.?(?:/|\Z))[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)*/?\Z"
)


def misspelt(address: str) -> str | None:
    """What is wrong with an old address by itself."""
    if _FORMER_ADDRESS.match(address):
        return None
    return f"`{address}` is not a path below the site's root, such as `old.html`"


def former_addresses(loaded: Loaded) -> Iterator[Diagnostic]:
    """A redirect is a file below the site's root, and there is room for one."""
    taken: dict[str, str] = {}
    for topic in loaded.catalog.topics.values():
        for index, address in enumerate(topic.model.formerly):
            place: Location = ("formerly", index)
            if problem := misspelt(address):
                message = problem
            elif (other := taken.setdefault(address.rstrip("/"), topic.id)) != topic.id:
                message = f"`{address}` already redirects to the topic `{other}`"
            elif address.rstrip("/") in loaded.catalog.topics:
                message = f"`{address}` is the address of a topic"
            else:
                continue
            yield finding(loaded, "bad-former-address", message, topic.path, place)


def former_tags(loaded: Loaded) -> Iterator[Diagnostic]:
    """A tag that has another name is one of the site, and what it was called is free."""
    if loaded.site is None:
        return
    path, tags = loaded.site.path, loaded.catalog.tags
    holders = {page: phrase for phrase, page in loaded.catalog.tag_pages.items()}
    pages: dict[str, str] = {}
    names: dict[str, str] = {}
    for phrase, tag in loaded.site.model.tags.items():
        if phrase not in tags and not loaded.broken:
            message = f"no resource teaches `{phrase}`{did_you_mean(phrase, tags)}"
            span = loaded.locate(path, ("tags", phrase), key=True)
            yield Diagnostic("unknown-phrase", message, path, span)
        for index, old in enumerate(tag.formerly):
            page = page_of(old)
            holder = holders.get(page)
            if holder == phrase:
                message = f"`{old}` has the same address as `{phrase}`; remove it here"
            elif holder is not None and holder.casefold() != old.casefold():
                message = f"`{old}` had the address that the tag `{holder}` has; remove it here"
            elif (other := pages.setdefault(page, phrase)) != phrase:
                message = f"`{old}` already leads to `{other}`; remove it here"
            else:
                names[old.casefold()] = phrase
                continue
            place: Location = ("tags", phrase, "formerly", index)
            yield finding(loaded, "bad-former-address", message, path, place)
    for entry in loaded.catalog.resources.values():
        for index, phrase in enumerate(entry.model.teaches):
            if now := names.get(phrase.casefold()):
                message = f"`{phrase}` is called `{now}` now; write that"
                yield finding(loaded, "former-phrase", message, entry.path, ("teaches", index))


class Former(NamedTuple):
    """A name that something had before.

    Attributes:
        old: the name.
        owner: what has another one now.
        path: the file that says so.
        place: where in it.
    """

    old: str
    owner: str
    path: str
    place: Location


def misused(
    loaded: Loaded, names: Iterable[Former], current: Container[str], what: str
) -> Iterator[Diagnostic]:
    """Old names that are in use today, as the name of `what`, or that lead to two places."""
    taken: dict[str, str] = {}
    for old, owner, path, place in names:
        if old in current:
            message = f"`{old}` is {what}; remove it here"
        elif (other := taken.setdefault(old, owner)) != owner:
            message = f"`{old}` already leads to `{other}`; remove it here"
        else:
            continue
        yield finding(loaded, "bad-former-address", message, path, place)


def former_ids(loaded: Loaded) -> Iterator[Diagnostic]:
    """An old id leads to one entry, and is not the id of another by now."""
    catalog = loaded.catalog
    entries: list[Entry[Resource] | Entry[Example]] = [*catalog.resources.values()]
    names = (
        Former(old, entry.id, entry.path, ("formerly", index))
        for entry in [*entries, *catalog.examples.values()]
        for index, old in enumerate(entry.model.formerly)
    )
    yield from misused(loaded, names, catalog.ids, "the id of an entry")
