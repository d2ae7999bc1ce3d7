"""The glossaries of a site: each name once, and what is related is there."""

from __future__ import annotations

from collections.abc import Iterator

from topicsite.checking.places import finding
from topicsite.findings.diagnostics import Diagnostic, did_you_mean
from topicsite.model.catalog import Entry
from topicsite.model.glossary import Glossary, Term, spelled
from topicsite.reading.load import Loaded
from topicsite.reading.source import Location


def terms(loaded: Loaded) -> Iterator[Diagnostic]:
    """What is wrong with the terms of all glossaries as a whole."""
    known: dict[str, str] = {}
    for entry in loaded.catalog.glossaries.values():
        for number, term in enumerate(entry.model.terms):
            yield from _repeated(loaded, entry, number, term, known)
    for entry in loaded.catalog.glossaries.values():
        for number, term in enumerate(entry.model.terms):
            yield from _unrelated(loaded, entry, number, term, known)
            yield from _needless(loaded, entry, number, term)


def _repeated(
    loaded: Loaded, entry: Entry[Glossary], number: int, term: Term, known: dict[str, str]
) -> Iterator[Diagnostic]:
    places: list[tuple[str, Location]] = [(term.term, ("term",))]
    for field in ("also", "forms"):
        names = getattr(term, field)
        places += [(name, (field, index)) for index, name in enumerate(names)]
    for name, place in places:
        if (other := known.get(spelled(name))) is not None:
            message = f"`{name}` is a name of {other} already; keep one"
            yield finding(loaded, "repeated-term", message, entry.path, ("terms", number, *place))
        known[spelled(name)] = f"`{term.term}` of {entry.path}"


def _unrelated(
    loaded: Loaded, entry: Entry[Glossary], number: int, term: Term, known: dict[str, str]
) -> Iterator[Diagnostic]:
    for index, name in enumerate(term.related):
        place: Location = ("terms", number, "related", index)
        if loaded.catalog.term_of(name) is None:
            message = f"there is no term `{name}`{did_you_mean(spelled(name), known)}"
            yield finding(loaded, "unknown-term", message, entry.path, place)
        elif spelled(name) in map(spelled, term.names):
            message = f"`{name}` is the term itself; remove it here"
            yield finding(loaded, "needless-field", message, entry.path, place)


def _needless(
    loaded: Loaded, entry: Entry[Glossary], number: int, term: Term
) -> Iterator[Diagnostic]:
    names = [spelled(name) for name in (*term.names, *term.forms)]
    for index, phrase in enumerate(term.not_in):
        if any(name in spelled(phrase) and name != spelled(phrase) for name in names):
            continue
        message = f"`{phrase}` holds no name of `{term.term}`; remove it"
        place: Location = ("terms", number, "not_in", index)
        yield finding(loaded, "needless-exclusion", message, entry.path, place)
