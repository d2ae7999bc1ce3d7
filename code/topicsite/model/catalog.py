"""The validated whole: what every page, feed and command is derived from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, TypeVar

from topicsite.model import identity
from topicsite.model.entries import Claim, Example, LearningPath, Resource, Step, Topic
from topicsite.model.exercise import Exercise
from topicsite.model.fields import Kind
from topicsite.model.site import SiteSettings

M = TypeVar("M", Resource, Topic, Example, SiteSettings)


@dataclass(frozen=True)
class Entry(Generic[M]):
    """One file's worth of the catalog.

    Attributes:
        id: the file's name, or the folder's for a topic.
        topic: the id of the topic it belongs to; of an example, an empty string.
        path: the file, relative to the project, with forward slashes.
        model: what the file says.
    """

    id: str
    topic: str
    path: str
    model: M


@dataclass(frozen=True)
class Catalog:
    """All topics, resources and examples, by id, each in the order of its id.

    `exercises` has those of each example that has any, in the order of its page; `site` is what the
    owner says of the site as a whole.
    """

    topics: dict[str, Entry[Topic]]
    resources: dict[str, Entry[Resource]]
    examples: dict[str, Entry[Example]]
    exercises: dict[str, tuple[Exercise, ...]] = field(default_factory=dict)
    site: SiteSettings = field(default_factory=SiteSettings)

    @property
    def ids(self) -> set[str]:
        """Every id that is taken."""
        return {*self.topics, *self.resources, *self.examples}

    def of_topic(self, topic: str) -> list[Entry[Resource]]:
        """The resources of a topic."""
        return self._by_topic.get(topic, [])

    def of_kind(self, topic: str, kind: Kind) -> list[Entry[Resource]]:
        """The resources of one kind, the oldest first within a level (undated ones last)."""
        return in_reading_order(r for r in self.of_topic(topic) if r.model.kind == kind)

    def seconds(self, steps: Iterable[Step]) -> int:
        """How long steps take together, in seconds."""
        return sum(self.step_seconds(step) for step in steps)

    def step_seconds(self, step: Step) -> int:
        """How long a step takes: the part's time, else the whole's."""
        return step.duration or self.subject(step).model.duration

    def subject(self, step: Step) -> Entry[Resource] | Entry[Example]:
        """The resource or example a step names."""
        if step.resource is not None:
            return self.resources[step.resource]
        return self.examples[step.subject]

    @cached_property
    def tags(self) -> dict[str, list[Entry[Resource]]]:
        """The resources that teach each phrase, phrases in alphabetical order."""
        tags: dict[str, list[Entry[Resource]]] = {}
        for entry in self.resources.values():
            for phrase in entry.model.teaches:
                tags.setdefault(phrase, []).append(entry)
        return {phrase: in_reading_order(tags[phrase]) for phrase in sorted(tags, key=str.casefold)}

    @cached_property
    def steps_of(self) -> dict[str, list[tuple[str, LearningPath]]]:
        """For each resource or example the paths it is a step of, as (topic id, path)."""
        found: dict[str, list[tuple[str, LearningPath]]] = {}
        for topic in self.topics.values():
            for path in topic.model.paths:
                for subject in dict.fromkeys(step.subject for step in path.steps):
                    found.setdefault(subject, []).append((topic.id, path))
        return found

    @cached_property
    def _by_topic(self) -> dict[str, list[Entry[Resource]]]:
        topics: dict[str, list[Entry[Resource]]] = {}
        for entry in self.resources.values():
            topics.setdefault(entry.topic, []).append(entry)
        return topics

    def claims(self) -> Iterator[tuple[str, Claim]]:
        """Every claim with its full name, `resource/claim`."""
        for entry in self.resources.values():
            for claim in entry.model.claims:
                yield f"{entry.id}/{claim.id}", claim

    @cached_property
    def identities(self) -> list[tuple[Entry[Resource], dict[str, str]]]:
        """Each resource with its canonical names (see `identity.identities`)."""
        return [
            (entry, identity.identities(model.addresses, model.doi, model.arxiv))
            for entry in self.resources.values()
            for model in (entry.model,)
        ]


def in_reading_order(entries: Iterable[Entry[Resource]]) -> list[Entry[Resource]]:
    """Entries by level, then by date (undated ones last), then by id."""
    return sorted(
        entries,
        key=lambda e: (_LEVEL_ORDER[e.model.level], e.model.published or "9999", e.id),
    )


_LEVEL_ORDER = {"intuition": 0, "introductory": 1, "intermediate": 2, "advanced": 3}
