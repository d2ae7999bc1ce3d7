"""The rules between files: what no entry can know by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import replace
from typing import TypeVar

from topicsite.catalog import Catalog, Entry
from topicsite.diagnostics import Diagnostic, did_you_mean
from topicsite.load import Loaded
from topicsite.model import Example, LearningPath, Resource, Step, Topic
from topicsite.relations import plain_phrase
from topicsite.rules import RULES
from topicsite.source import Location

M = TypeVar("M", Resource, Topic, Example)

_FORMER_ADDRESS = re.compile(r"(?!.*(?:^|/)\.\.?(?:/|\Z))[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)*/?\Z")


def validate(loaded: Loaded, changed: Set[str] = frozenset()) -> list[Diagnostic]:
    """Check the catalog as a whole; findings come in no particular order.

    Args:
        loaded: the catalog and the files.
        changed: the files to blame where several could be.
    """
    if changed:
        loaded = replace(loaded, catalog=_with_last(loaded.catalog, changed))
    return [
        *_unknown_ids(loaded),
        *_idle_examples(loaded),
        *_duplicate_resources(loaded),
        *_prerequisite_cycles(loaded, changed),
        *_paths(loaded),
        *_goals(loaded),
        *_former_addresses(loaded),
        *_former_ids(loaded),
        *_similar_phrases(loaded),
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


def _finding(loaded: Loaded, rule: str, message: str, path: str, location: Location) -> Diagnostic:
    span = loaded.locate(path, location)
    return Diagnostic(rule, message, path, span, RULES[rule].severity)


def _unknown_ids(loaded: Loaded) -> Iterator[Diagnostic]:
    """Everything that is named must exist, or at least be there and broken."""
    catalog, broken, elsewhere = loaded.catalog, loaded.broken, loaded.elsewhere
    resources = catalog.resources.keys() | broken | elsewhere.resources
    examples = catalog.examples.keys() | broken | elsewhere.examples
    topics = catalog.topics.keys() | broken | elsewhere.topics

    def missing(
        path: str, location: Location, name: str, known: Iterable[str], what: str
    ) -> Diagnostic:
        rule = "unknown-example" if what == "example" else "unknown-id"
        message = f"there is no {what} `{name}`{did_you_mean(name, known)}"
        return _finding(loaded, rule, message, path, location)

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
    for topic in catalog.topics.values():
        for index, name in enumerate(topic.model.prerequisites):
            if name not in topics:
                yield missing(topic.path, ("prerequisites", index), name, topics, "topic")
        for location, step in _steps(topic.model):
            if step.resource is not None and step.resource not in resources:
                location = (*location, "resource")
                yield missing(topic.path, location, step.resource, resources, "resource")
            if step.example is not None and step.example not in examples:
                location = (*location, "example")
                yield missing(topic.path, location, step.example, examples, "example")


def _idle_examples(loaded: Loaded) -> Iterator[Diagnostic]:
    """An example is there for a claim; a broken entry may hold the claim that is looked for."""
    claimed = {claim.shown_by for _, claim in loaded.catalog.claims()}
    for example in loaded.catalog.examples.values():
        if example.id not in claimed and not loaded.broken.intersection(example.model.follows):
            message = f"no claim is shown by `{example.id}`; add one to an entry"
            yield _finding(loaded, "example-without-claim", message, example.path, ())


def _duplicate_resources(loaded: Loaded) -> Iterator[Diagnostic]:
    """Two entries that share a canonical name are one resource."""
    first: dict[str, Entry[Resource]] = {}
    for entry, names in loaded.catalog.identities:
        for name, written in names.items():
            other = first.setdefault(name, entry)
            if other is not entry:
                message = f"this is the same resource as {other.path} ({name}); keep one entry"
                yield _finding(
                    loaded, "duplicate-resource", message, entry.path, _place_of(entry, written)
                )
                break


def _place_of(entry: Entry[Resource], written: str) -> Location:
    """Where an address or number stands in an entry."""
    model = entry.model
    for field in ("url", "doi", "arxiv"):
        if getattr(model, field) == written:
            return (field,)
    for index, other in enumerate(model.also_at):
        if other.url == written:
            return ("also_at", index, "url")
    return ()


def _prerequisite_cycles(loaded: Loaded, changed: Set[str]) -> Iterator[Diagnostic]:
    """Find cycles by walking depth first, without recursion; each is reported once."""
    entries: dict[str, Entry[Resource] | Entry[Topic]] = {
        **loaded.catalog.resources,
        **loaded.catalog.topics,
    }
    done = {name for name, entry in entries.items() if not entry.model.prerequisites}
    for start, first in entries.items():
        if start in done:
            continue
        if done.issuperset(first.model.prerequisites):
            done.add(start)
            continue
        trail: list[str] = []
        on_trail: set[str] = set()
        stack: list[tuple[str, bool]] = [(start, False)]
        while stack:
            name, leaving = stack.pop()
            if leaving:
                on_trail.remove(trail.pop())
                done.add(name)
                continue
            if name in on_trail:
                circle = trail[trail.index(name) :]
                blamed = [n for n in circle if entries[n].path in changed] or circle
                last = circle.index(blamed[-1])
                circle = [*circle[last + 1 :], *circle[: last + 1]]
                entry = entries[circle[-1]]
                place = ("prerequisites", entry.model.prerequisites.index(circle[0]))
                message = f"the prerequisites go in a circle: {' -> '.join([*circle, circle[0]])}"
                yield _finding(loaded, "prerequisite-cycle", message, entry.path, place)
                continue
            if name in done or name not in entries:
                continue
            trail.append(name)
            on_trail.add(name)
            stack.append((name, True))
            stack.extend((before, False) for before in reversed(entries[name].model.prerequisites))


def _paths(loaded: Loaded) -> Iterator[Diagnostic]:
    """Stages have steps, steps come once and after their prerequisites."""
    for topic in loaded.catalog.topics.values():
        seen: set[str] = set()
        for index, path in enumerate(topic.model.paths):
            if path.id in seen:
                message = f"another path of this topic has the id `{path.id}`; rename one"
                place: Location = ("paths", index, "id")
                yield _finding(loaded, "duplicate-path-id", message, topic.path, place)
            seen.add(path.id)
            for number, stage in enumerate(path.stages):
                if not stage.steps:
                    message = f"the stage `{stage.title}` has no steps; add one or remove it"
                    place = ("paths", index, "stages", number, "title")
                    yield _finding(loaded, "empty-stage", message, topic.path, place)
            yield from _order(loaded, topic, index, path)


def _order(
    loaded: Loaded, topic: Entry[Topic], index: int, path: LearningPath
) -> Iterator[Diagnostic]:
    """The steps of one path."""
    resources = loaded.catalog.resources
    position = {step.subject: number for number, step in reversed([*enumerate(path.steps)])}
    whole: set[str] = set()
    for number, (location, step) in enumerate(_steps(topic.model, index)):
        place = (*location, "resource" if step.resource else "example")
        if step.part is None and step.subject in whole:
            message = f"`{step.subject}` is a step of this path already; name a `part` or remove it"
            yield _finding(loaded, "repeated-step", message, topic.path, place)
        if step.part is None:
            whole.add(step.subject)
        if step.resource not in resources:
            continue
        for before in resources[step.resource].model.prerequisites:
            if position.get(before, -1) > number:
                message = (
                    f"`{step.resource}` comes before its prerequisite `{before}`; "
                    f"move the step for `{before}` up"
                )
                yield _finding(loaded, "step-before-prerequisite", message, topic.path, place)


def _goals(loaded: Loaded) -> Iterator[Diagnostic]:
    """What a goal promises must be taught by some step of the topic."""
    catalog = loaded.catalog
    for topic in catalog.topics.values():
        if not topic.model.goals:
            continue
        subjects = [step.subject for _, step in _steps(topic.model)]
        if loaded.broken.intersection(subjects):
            continue
        found = (catalog.resources.get(name) or catalog.examples.get(name) for name in subjects)
        taught = {phrase for entry in found if entry for phrase in entry.model.teaches}
        for index, goal in enumerate(topic.model.goals):
            for number, phrase in enumerate(goal.through):
                if phrase not in taught:
                    message = f"no step teaches `{phrase}`{did_you_mean(phrase, taught)}"
                    place: Location = ("goals", index, "through", number)
                    yield _finding(loaded, "goal-not-taught", message, topic.path, place)


def _former_addresses(loaded: Loaded) -> Iterator[Diagnostic]:
    """A redirect is a file below the site's root, and there is room for one."""
    taken: dict[str, str] = {}
    for topic in loaded.catalog.topics.values():
        for index, address in enumerate(topic.model.formerly):
            place: Location = ("formerly", index)
            if not _FORMER_ADDRESS.match(address):
                message = f"`{address}` is not a path below the site's root, such as `old.html`"
            elif (other := taken.setdefault(address.rstrip("/"), topic.id)) != topic.id:
                message = f"`{address}` already redirects to the topic `{other}`"
            elif address.rstrip("/") in loaded.catalog.topics.keys() | loaded.elsewhere.topics:
                message = f"`{address}` is the address of a topic"
            else:
                continue
            yield _finding(loaded, "bad-former-address", message, topic.path, place)


def _former_ids(loaded: Loaded) -> Iterator[Diagnostic]:
    """An old id leads to one entry, and is not the id of another by now."""
    catalog = loaded.catalog
    ids = catalog.ids.union(*loaded.elsewhere)
    taken: dict[str, str] = {}
    entries: list[Entry[Resource] | Entry[Example]] = [*catalog.resources.values()]
    for entry in [*entries, *catalog.examples.values()]:
        for index, old in enumerate(entry.model.formerly):
            if old in ids:
                message = f"`{old}` is the id of an entry; remove it here"
            elif (other := taken.setdefault(old, entry.id)) != entry.id:
                message = f"`{old}` already leads to `{other}`; remove it here"
            else:
                continue
            place: Location = ("formerly", index)
            yield _finding(loaded, "bad-former-address", message, entry.path, place)


def _similar_phrases(loaded: Loaded) -> Iterator[Diagnostic]:
    """The phrase that fewer resources use is probably the slip."""
    users: dict[str, list[Entry[Resource]]] = {}
    for entry in loaded.catalog.resources.values():
        for phrase in entry.model.teaches:
            users.setdefault(phrase, []).append(entry)
    usual: dict[str, str] = {}
    for phrase in sorted(users, key=lambda phrase: (-len(users[phrase]), phrase)):
        other = usual.setdefault(plain_phrase(phrase), phrase)
        if other == phrase:
            continue
        for entry in users[phrase]:
            place: Location = ("teaches", entry.model.teaches.index(phrase))
            message = f"`{phrase}` is nearly `{other}`, which others write; write them alike"
            yield _finding(loaded, "similar-phrase", message, entry.path, place)


def _steps(topic: Topic, only: int | None = None) -> Iterator[tuple[Location, Step]]:
    """The steps of a topic's paths, or of one of them, with their places."""
    for index, path in enumerate(topic.paths):
        if only is not None and index != only:
            continue
        for number, stage in enumerate(path.stages):
            for count, step in enumerate(stage.steps):
                yield ("paths", index, "stages", number, "steps", count), step
