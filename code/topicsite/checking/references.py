"""What an entry names must be there, and an example is there for a claim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from topicsite.checking.places import finding, steps_of
from topicsite.findings.diagnostics import Diagnostic, did_you_mean
from topicsite.reading.load import Loaded
from topicsite.reading.source import Location

PROPOSALS: Final = 100
"""For so many unknown names the nearest known one is looked for, which takes a look at all."""


def unknown_ids(loaded: Loaded) -> Iterator[Diagnostic]:
    """Everything that is named must exist, or at least be there and broken."""
    catalog, broken = loaded.catalog, loaded.broken
    resources = catalog.resources.keys() | broken
    examples = catalog.examples.keys() | broken
    topics = catalog.topics.keys() | broken
    left = iter(range(PROPOSALS))

    def missing(
        path: str, location: Location, name: str, known: Iterable[str], what: str
    ) -> Diagnostic:
        rule = "unknown-example" if what == "example" else "unknown-id"
        hint = did_you_mean(name, known) if next(left, None) is not None else ""
        message = f"there is no {what} `{name}`{hint}"
        return finding(loaded, rule, message, path, location)

    either = resources | topics
    for resource in catalog.resources.values():
        for index, name in enumerate(resource.model.prerequisites):
            if name not in either:
                location: Location = ("prerequisites", index)
                yield missing(resource.path, location, name, either, "resource or topic")
        for index, claim in enumerate(resource.model.claims):
            if claim.shown_by is not None and claim.shown_by not in examples:
                location = ("claims", index, "shown_by")
                yield missing(resource.path, location, claim.shown_by, examples, "example")
    for example in catalog.examples.values():
        for index, name in enumerate(example.model.follows):
            if name not in resources:
                yield missing(example.path, ("follows", index), name, resources, "resource")
    for glossary in catalog.glossaries.values():
        for number, term in enumerate(glossary.model.terms):
            for index, one in enumerate(term.notation):
                if one.resource not in resources:
                    location = ("terms", number, "notation", index, "resource")
                    yield missing(glossary.path, location, one.resource, resources, "resource")
    for topic in catalog.topics.values():
        for index, assumption in enumerate(topic.model.assumes):
            if assumption.refresher is not None and assumption.refresher not in examples:
                location = ("assumes", index, "refresher")
                yield missing(topic.path, location, assumption.refresher, examples, "example")
        for index, name in enumerate(topic.model.prerequisites):
            if name not in topics:
                yield missing(topic.path, ("prerequisites", index), name, topics, "topic")
        for index, name in enumerate(topic.model.shares):
            if name not in resources:
                yield missing(topic.path, ("shares", index), name, resources, "resource")
        for number, path in enumerate(topic.model.paths):
            for index, name in enumerate(path.prerequisites):
                if name not in either:
                    location = ("paths", number, "prerequisites", index)
                    yield missing(topic.path, location, name, either, "resource or topic")
        for location, step in steps_of(topic.model):
            if step.id is not None:
                known = resources | examples
                if step.id not in known:
                    yield missing(
                        topic.path, (*location, "id"), step.id, known, "resource or example"
                    )
                continue
            if step.resource is not None and step.resource not in resources:
                location = (*location, "resource")
                yield missing(topic.path, location, step.resource, resources, "resource")
            if step.example is not None and step.example not in examples:
                location = (*location, "example")
                yield missing(topic.path, location, step.example, examples, "example")


def needless_shares(loaded: Loaded) -> Iterator[Diagnostic]:
    """A topic shares what is another's, and that once."""
    for topic in loaded.catalog.topics.values():
        seen: set[str] = set()
        for index, name in enumerate(topic.model.shares):
            entry = loaded.catalog.resources.get(name)
            if name in seen:
                message = f"`{name}` is shared already; remove it here"
            elif entry is not None and entry.topic == topic.id:
                message = f"`{name}` is a resource of this topic anyway; remove it here"
            else:
                seen.add(name)
                continue
            yield finding(loaded, "needless-field", message, topic.path, ("shares", index))


def idle_examples(loaded: Loaded) -> Iterator[Diagnostic]:
    """An example is there for a claim; a broken entry may hold the claim that is looked for.

    One that goes over what a topic assumes is there for that.
    """
    if not loaded.catalog.examples:
        return
    claimed = {claim.shown_by for _, claim in loaded.catalog.claims()}
    for topic in loaded.catalog.topics.values():
        claimed |= {assumption.refresher for assumption in topic.model.assumes}
    for example in loaded.catalog.examples.values():
        if example.id not in claimed and not loaded.broken.intersection(example.model.follows):
            message = f"no claim is shown by `{example.id}`; add one to an entry"
            yield finding(loaded, "example-without-claim", message, example.path, ())
