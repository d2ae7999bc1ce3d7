"""Steps of paths as the page's scripts know them, who note which of them a reader has done."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final

from topicsite.model.catalog import Entry
from topicsite.model.entries import LearningPath, Step, Topic
from topicsite.model.phrases import slug
from topicsite.render.site import Site

PLACE: Final = "paths.json"
"""The file with all paths, among the package's assets."""


def names_of(site: Site, step: Step) -> list[str]:
    """Under which names a step may be noted as done, its own first.

    Whoever has done the whole has done each part of it.
    """
    known = site.known_as(step.subject)
    parts = [f"{name}#{slug(step.part)}" for name in known] if step.part else []
    return [*parts, *known]


def path_key(topic: str, path: LearningPath) -> str:
    """The name of a path: `topic/path`."""
    return f"{topic}/{path.id}"


def all_paths(site: Site) -> str:
    """Every path with its steps, as the file that scripts load when they need it."""
    paths = [
        {
            "key": path_key(topic.id, path),
            "title": site.path_name(topic.id, path.id),
            "topic": topic.model.title,
            "address": f"{site.address_of(topic.id)}#path_{path.id}",
            "also": _also(site, topic, path),
            "steps": list(_steps(site, path.steps)),
        }
        for topic in site.catalog.topics.values()
        for path in topic.model.paths
    ]
    return json.dumps({"paths": paths}, ensure_ascii=False, separators=(",", ":")) + "\n"


def _also(site: Site, topic: Entry[Topic], path: LearningPath) -> list[str]:
    """Pages besides those of its steps to which a path leads."""
    also = [site.self_test_address(topic.id, path.id)] if site.has_self_test(topic.id, path) else []
    return [*also, *([site.questions_address(topic.id)] if site.has_questions(topic.id) else [])]


def _steps(site: Site, steps: Iterable[Step]) -> Iterable[dict[str, object]]:
    for step in steps:
        yield {
            "title": site.title_of(step.subject),
            "address": site.address_of(step.subject),
            "names": names_of(site, step),
            "exercises": site.exercises_of([step.subject]),
        }
