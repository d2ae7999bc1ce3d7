"""Learning paths can be walked, and teach what their topic's goals promise."""

from __future__ import annotations

from collections.abc import Iterator

from topicsite.checking.places import finding, steps_of
from topicsite.findings.diagnostics import Diagnostic, did_you_mean
from topicsite.model.catalog import Entry
from topicsite.model.entries import LearningPath, Topic
from topicsite.reading.load import Loaded
from topicsite.reading.source import Location


def paths(loaded: Loaded) -> Iterator[Diagnostic]:
    """Stages have steps, steps come once and after their prerequisites."""
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


def _order(
    loaded: Loaded, topic: Entry[Topic], index: int, path: LearningPath
) -> Iterator[Diagnostic]:
    """The steps of one path."""
    resources = loaded.catalog.resources
    position = {step.subject: number for number, step in reversed([*enumerate(path.steps)])}
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
