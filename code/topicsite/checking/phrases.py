"""A phrase is written one way throughout."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

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
        other = usual.setdefault(plain(phrase), phrase)
        if other == phrase:
            continue
        for entry in users[phrase]:
            place: Location = ("teaches", entry.model.teaches.index(phrase))
            message = f"`{phrase}` is nearly `{other}`, which others write; write them alike"
            yield finding(loaded, "similar-phrase", message, entry.path, place)


_DASHES: Final = re.compile("[\u2010-\u2015\u2212]")
# Spaces and hyphens within a phrase, unless they part two numbers: 2-3 trees are not 23 trees.
_JOINTS: Final = re.compile(r"(?<=[^\W_])[\s_-]+(?=[^\W_])")
_NUMBERS: Final = re.compile(r"(?<=\d)[\s_-]+(?=\d)")
_APOSTROPHE: Final = re.compile(r"(?<=s)['\u2019]|['\u2019](?=s\b)")
_PLURAL: Final = re.compile(r"(?:\b\w{2,}[^\W\dsSuUiI]|\b[A-Z]{2,})s\b")


def plain(phrase: str) -> str:
    """What is left of a phrase if case, spaces, hyphens, apostrophes and plurals do not count.

    All other signs do: C, C++ and C# are three languages, .NET is no net, A* is no article, and
    R, RS and CSS are no plurals.
    """
    text = phrase
    if not text.isascii():
        import unicodedata  # most phrases are plain

        text = _DASHES.sub("-", unicodedata.normalize("NFC", text))
    text = _APOSTROPHE.sub("", text)
    text = _PLURAL.sub(lambda word: word[0][:-1], text)
    text = _NUMBERS.sub("\0", text)
    return _JOINTS.sub("", text).casefold()
