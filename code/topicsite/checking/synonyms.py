"""The synonyms of a site: each word or phrase stands in one group, once."""

from __future__ import annotations

from collections.abc import Iterator

from topicsite.checking.places import finding
from topicsite.findings.diagnostics import Diagnostic
from topicsite.reading.load import Loaded


def synonyms(loaded: Loaded) -> Iterator[Diagnostic]:
    """No phrase stands in two groups, or twice in one, however its letters are written."""
    if loaded.site is None:
        return
    known: set[str] = set()
    for number, group in enumerate(loaded.site.model.synonyms):
        for index, phrase in enumerate(group):
            spelled = " ".join(phrase.casefold().split())
            if spelled in known:
                message = f"`{phrase}` stands among the synonyms already; keep one"
                place = ("synonyms", number, index)
                yield finding(loaded, "repeated-synonym", message, loaded.site.path, place)
            known.add(spelled)
