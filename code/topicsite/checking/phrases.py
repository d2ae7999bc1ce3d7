"""A phrase is written one way throughout."""

from __future__ import annotations

import re
from collections.abc import Iterator

from topicsite.checking.places import finding
from topicsite.findings.diagnostics import Diagnostic
from topicsite.model.catalog import Entry
from topicsite.model.entries import Resource
from topicsite.reading.load import Loaded
from topicsite.reading.source import Location


def similar_phrases(loaded: Loaded) -> Iterator[Diagnostic]:
    """The phrase that fewer resources use is probably the slip."""
    users: dict[str, list[Entry[Resource]]] = {}
    for entry in loaded.catalog.resources.values():
        for phrase in entry.model.teaches:
            users.setdefault(phrase, []).append(entry)
    usual: dict[str, str] = {}
    for phrase in sorted(users, key=lambda phrase: (-len(users[phrase]), phrase)):
        other = usual.setdefault(_plain(phrase), phrase)
        if other == phrase:
            continue
        for entry in users[phrase]:
            place: Location = ("teaches", entry.model.teaches.index(phrase))
            message = f"`{phrase}` is nearly `{other}`, which others write; write them alike"
            yield finding(loaded, "similar-phrase", message, entry.path, place)


def _plain(phrase: str) -> str:
    """What is left of a phrase if case, hyphens and plurals do not count."""
    words = re.sub(r"[\W_]+", " ", phrase.casefold()).split()
    return " ".join(word.removesuffix("s") for word in words)
