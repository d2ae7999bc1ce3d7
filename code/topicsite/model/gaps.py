"""What is open: resources of which something is not known, the most useful to describe first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from topicsite.model.catalog import Catalog, Entry
from topicsite.model.entries import Resource


class Gap(NamedTuple):
    """A resource with open fields.

    Attributes:
        entry: the resource.
        missing: the names of the open fields, in the model's order.
        steps: where learning paths take it, as (topic id, path id, number of the step).
    """

    entry: Entry[Resource]
    missing: list[str]
    steps: list[tuple[str, str, int]]


def gaps(catalog: Catalog, topic: str | None = None) -> list[Gap]:
    """All resources with open fields: steps of paths in their order, then others by topic and id.

    Args:
        catalog: the catalog.
        topic: the topic whose resources and steps alone are meant.
    """
    steps: dict[str, list[tuple[str, str, int]]] = {}
    for name, place in _steps(catalog, topic):
        steps.setdefault(name, []).append(place)
    others = [
        entry
        for entry in catalog.resources.values()
        if entry.id not in steps and topic in (None, entry.topic)
    ]
    others.sort(key=lambda entry: (entry.topic, entry.id))
    ordered = [*(catalog.resources[name] for name in steps), *others]
    return [
        Gap(entry, entry.model.missing, steps.get(entry.id, []))
        for entry in ordered
        if entry.model.missing
    ]


def _steps(catalog: Catalog, topic: str | None) -> Iterator[tuple[str, tuple[str, str, int]]]:
    """The resources that paths take, each with where."""
    for entry in catalog.topics.values():
        if topic in (None, entry.id):
            for path in entry.model.paths:
                for number, step in enumerate(path.steps, 1):
                    if step.subject in catalog.resources:
                        yield step.subject, (entry.id, path.id, number)
