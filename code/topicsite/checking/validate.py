"""All rules between files: what no entry can know by itself. Each family has a module."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from typing import TypeVar

from topicsite.checking import (
    completeness,
    dates,
    duplicates,
    former,
    glossary,
    kinds,
    own,
    paths,
    phrases,
    prerequisites,
    questions,
    references,
    sections,
    synonyms,
)
from topicsite.findings.diagnostics import Diagnostic
from topicsite.model.catalog import Catalog, Entry
from topicsite.model.entries import Example, Resource, Topic
from topicsite.project.dates import latest_day
from topicsite.reading.load import Loaded

M = TypeVar("M", Resource, Topic, Example)


def validate(loaded: Loaded, changed: Set[str] = frozenset()) -> list[Diagnostic]:
    """Check the catalog as a whole; findings come in no particular order.

    Args:
        loaded: the catalog and the files.
        changed: the files to blame where several could be.
    """
    if changed:
        loaded = replace(loaded, catalog=_with_last(loaded.catalog, changed))
    return [
        *references.unknown_ids(loaded),
        *references.needless_shares(loaded),
        *references.idle_examples(loaded),
        *duplicates.duplicate_resources(loaded),
        *sections.sections(loaded),
        *synonyms.synonyms(loaded),
        *prerequisites.prerequisite_cycles(loaded, changed),
        *paths.paths(loaded),
        *paths.goals(loaded),
        *former.former_addresses(loaded),
        *former.former_ids(loaded),
        *former.former_tags(loaded),
        *own.own_words(loaded),
        *glossary.terms(loaded),
        *questions.questions(loaded),
        *phrases.similar_phrases(loaded),
        *dates.future_dates(loaded, latest_day()),
        *kinds.kinds(loaded),
        *completeness.open_fields(loaded),
    ]


def _with_last(catalog: Catalog, changed: Set[str]) -> Catalog:
    """The catalog with the entries of some files at its end: who comes second is to blame."""

    def in_order(entries: dict[str, Entry[M]]) -> dict[str, Entry[M]]:
        return dict(sorted(entries.items(), key=lambda item: item[1].path in changed))

    return replace(
        catalog,
        topics=in_order(catalog.topics),
        resources=in_order(catalog.resources),
        examples=in_order(catalog.examples),
    )
