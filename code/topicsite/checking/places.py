"""What all families of rules need: to blame a place in a file, and to walk a topic's steps."""

from __future__ import annotations

from collections.abc import Iterator

from topicsite.findings.diagnostics import Diagnostic
from topicsite.findings.rules import RULES
from topicsite.model.entries import Step, Topic
from topicsite.reading.load import Loaded
from topicsite.reading.source import Location


def finding(loaded: Loaded, rule: str, message: str, path: str, location: Location) -> Diagnostic:
    """A finding of a rule at the place of a value."""
    span = loaded.locate(path, location)
    return Diagnostic(rule, message, path, span, RULES[rule].severity)


def steps_of(topic: Topic, only: int | None = None) -> Iterator[tuple[Location, Step]]:
    """The steps of a topic's paths, or of one of them, with their places."""
    for index, path in enumerate(topic.paths):
        if only is not None and index != only:
            continue
        if not path.has_stages:
            for count, step in enumerate(path.steps):
                yield ("paths", index, "steps", count), step
            continue
        for number, stage in enumerate(path.stages):
            for count, step in enumerate(stage.steps):
                yield ("paths", index, "stages", number, "steps", count), step
