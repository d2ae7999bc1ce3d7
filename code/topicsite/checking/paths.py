"""Learning paths can be walked, and teach what their topic's goals promise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from topicsite.checking.places import finding, steps_of
from topicsite.findings.diagnostics import Diagnostic, did_you_mean
from topicsite.model.catalog import Entry
from topicsite.model.entries import LearningPath, Topic
from topicsite.reading.load import Loaded
from topicsite.reading.source import Location

_WORDS: Final = {"a": 1, "an": 1, "half an": 0.5, "one": 1, "two": 2, "three": 3, "four": 4}
_TIME: Final = re.compile(
    rf"\b(?P<number>[0-9]+(?:[.,][0-9]+)?|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
    r"[\s-]*(?P<unit>min|minutes?|h|hours?|Minuten|Stunden?|heures?|minutos|horas?)\b",
    re.IGNORECASE,
)
"""A time in a title, in the languages that pages speak."""
_MORE: Final = 1.25
"""So many times as much, or as little, is another time."""


def paths(loaded: Loaded) -> Iterator[Diagnostic]:
    """Stages have steps, which come once, after what they want first, in the time that is said."""
    for topic in loaded.catalog.topics.values():
        seen: set[str] = set()
        for index, path in enumerate(topic.model.paths):
            if path.id in seen:
                message = f"another path of this topic has the id `{path.id}`; rename one"
                place: Location = ("paths", index, "id")
                yield finding(loaded, "duplicate-path-id", message, topic.path, place)
            seen.add(path.id)
            for number, stage in enumerate(path.stages):
                if not stage.steps:
                    name = f" `{stage.title}`" if stage.title else ""
                    message = f"the stage{name} has no steps; add one or remove it"
                    place = ("paths", index, "stages", number, "title")
                    yield finding(loaded, "empty-stage", message, topic.path, place)
            yield from _order(loaded, topic, index, path)
            yield from _time(loaded, topic, index, path)


def _order(
    loaded: Loaded, topic: Entry[Topic], index: int, path: LearningPath
) -> Iterator[Diagnostic]:
    """The steps of one path."""
    catalog = loaded.catalog
    resources = catalog.resources
    position = {step.subject: number for number, step in reversed([*enumerate(path.steps)])}
    known = {topic.id, *path.prerequisites, *topic.model.prerequisites, *position}
    whole: set[str] = set()
    for number, (location, step) in enumerate(steps_of(topic.model, index)):
        place = (*location, step.key)
        if step.part is None and step.subject in whole:
            message = f"`{step.subject}` is a step of this path already; name a `part` or remove it"
            yield finding(loaded, "repeated-step", message, topic.path, place)
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
                yield finding(loaded, "step-before-prerequisite", message, topic.path, place)
            elif before not in known and (before in resources or before in catalog.topics):
                message = (
                    f"`{step.resource}` wants `{before}` first, which this path does not take; "
                    f"add a step for it, or name it in the path's `prerequisites`"
                )
                yield finding(loaded, "step-without-prerequisite", message, topic.path, place)


def _time(
    loaded: Loaded, topic: Entry[Topic], index: int, path: LearningPath
) -> Iterator[Diagnostic]:
    """What the title says of the time is what the steps take."""
    said = _said(path.title or "")
    if said is None or loaded.broken.intersection(step.subject for step in path.steps):
        return
    takes = loaded.catalog.time_of(path.steps)
    # Of what is not known in part, only too much is wrong.
    if takes.seconds > said * _MORE or (not takes.unknown and takes.seconds < said / _MORE):
        together = f"{'at least ' if takes.unknown else ''}{takes.seconds // 60} min"
        message = f"the title says {said // 60} min and the steps take {together}; mend one of them"
        yield finding(loaded, "path-time", message, topic.path, ("paths", index, "title"))


def _said(title: str) -> int | None:
    """The seconds that a title promises, if it names one time."""
    found = [*_TIME.finditer(title)]
    if len(found) != 1:
        return None
    number, unit = found[0]["number"].lower(), found[0]["unit"].lower()
    amount = float(_WORDS[number] if number in _WORDS else number.replace(",", "."))
    return round(amount * (3600 if unit.startswith(("h", "s")) else 60))


def goals(loaded: Loaded) -> Iterator[Diagnostic]:
    """What a goal promises must be taught by some step of the topic."""
    catalog = loaded.catalog
    for topic in catalog.topics.values():
        if not topic.model.goals:
            continue
        subjects = [step.subject for _, step in steps_of(topic.model)]
        if loaded.broken.intersection(subjects):
            continue
        entries = (catalog.resources.get(name) or catalog.examples.get(name) for name in subjects)
        found = [entry for entry in entries if entry]
        if not all(entry.model.teaches for entry in found):
            continue  # what nobody has said yet may be what the goal needs
        taught = {phrase for entry in found for phrase in entry.model.teaches}
        for index, goal in enumerate(topic.model.goals):
            for number, phrase in enumerate(goal.through):
                if phrase not in taught:
                    message = f"no step teaches `{phrase}`{did_you_mean(phrase, taught)}"
                    place: Location = ("goals", index, "through", number)
                    yield finding(loaded, "goal-not-taught", message, topic.path, place)
