"""The validated whole: what every page, feed and command is derived from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import Final, Generic, NamedTuple, TypeVar

from topicsite.model import identity
from topicsite.model.entries import Claim, Example, Goal, LearningPath, Resource, Step, Topic
from topicsite.model.exercise import Exercise
from topicsite.model.glossary import Glossary, Term, by_name, spelled
from topicsite.model.phrases import pages_of
from topicsite.model.questions import Questions
from topicsite.model.site import SiteSettings
from topicsite.model.times import Time

FEW: Final = 3
"""So many topics are seen at a glance; more need sections, a map and a list."""
CHOSEN: Final = 3
"""So many resources of a kind stand in the open where a topic has more than `MANY`."""
MANY: Final = 5

M = TypeVar("M", Resource, Topic, Example, SiteSettings, Glossary, Questions)


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


class Group(NamedTuple):
    """Topics that are shown together.

    Attributes:
        title: the section's title; empty for topics that no section names.
        summary: what the section is about, if it says so.
        topics: its topics in the owner's order, else in that of their ids.
    """

    title: str
    summary: str | None
    topics: list[Entry[Topic]]


class Stop(NamedTuple):
    """A step as somebody meets it who walks along its path.

    Attributes:
        topic: the id of the path's topic.
        path: the path.
        number: which step of the path it is, from 1.
        stage: the title of its stage, if it has one.
        step: the step.
        before: the step before it, if there is one.
        after: the step behind it, if there is one.
        left: how long it takes from here to the end.
    """

    topic: str
    path: LearningPath
    number: int
    stage: str | None
    step: Step
    before: Step | None
    after: Step | None
    left: Time


@dataclass(frozen=True)
class Catalog:
    """All topics, resources and examples, by id, each in the order of its id.

    `exercises` has those of each example that has any, in the order of its page; `site` is what the
    owner says of the site as a whole; `glossaries` are by the ids of their topics, and `questions`
    by topic and name, such as `sorting/merge-sort`.
    """

    topics: dict[str, Entry[Topic]]
    resources: dict[str, Entry[Resource]]
    examples: dict[str, Entry[Example]]
    exercises: dict[str, tuple[Exercise, ...]] = field(default_factory=dict)
    site: SiteSettings = field(default_factory=SiteSettings)
    glossaries: dict[str, Entry[Glossary]] = field(default_factory=dict)
    questions: dict[str, Entry[Questions]] = field(default_factory=dict)

    @property
    def ids(self) -> set[str]:
        """Every id that is taken."""
        return {*self.topics, *self.resources, *self.examples}

    @property
    def has_many_topics(self) -> bool:
        """Whether topics need an order to be found in, or have one."""
        return len(self.topics) > FEW or bool(self.site.sections)

    @cached_property
    def groups(self) -> list[Group]:
        """The topics by section, in the owner's order; those of no section stand last."""
        found = [
            Group(
                section.title,
                section.summary,
                [self.topics[name] for name in section.topics if name in self.topics],
            )
            for section in self.site.sections
        ]
        named = {topic.id for group in found for topic in group.topics}
        rest = [topic for topic in self.topics.values() if topic.id not in named]
        return [*found, Group("", None, rest)] if rest else found

    @cached_property
    def leads_to(self) -> dict[str, list[str]]:
        """For each topic that others name as a prerequisite, these others, as the site has them."""
        found: dict[str, list[str]] = {}
        for group in self.groups:
            for topic in group.topics:
                for before in dict.fromkeys(topic.model.prerequisites):
                    found.setdefault(before, []).append(topic.id)
        return found

    @cached_property
    def start(self) -> Entry[Topic] | None:
        """The topic to start with: the owner's choice, else the first that needs no other.

        One with learning paths goes before one with resources only, and that before one without.
        """
        if self.site.start is not None and self.site.start in self.topics:
            return self.topics[self.site.start]
        ordered = [topic for group in self.groups for topic in group.topics]
        return min(
            ordered,
            key=lambda topic: (
                self.is_wanted(topic.id),
                bool(topic.model.prerequisites),
                not topic.model.paths,
            ),
            default=None,
        )

    def is_wanted(self, topic: str) -> bool:
        """Whether a topic still waits for its first resource."""
        return not self.shown_in(topic)

    def topic_time(self, topic: Entry[Topic]) -> Time:
        """How long a topic takes: its first path, which is the shortest, else all resources."""
        if topic.model.paths:
            return self.time_of(topic.model.paths[0].steps)
        return Time.of(entry.model.duration for entry in self.shown_in(topic.id))

    def of_topic(self, topic: str) -> list[Entry[Resource]]:
        """The resources of a topic."""
        return self._by_topic.get(topic, [])

    def shown_in(self, topic: str) -> list[Entry[Resource]]:
        """The resources of a topic, and those of others that it shares."""
        own = self.of_topic(topic)
        names = dict.fromkeys(self.topics[topic].model.shares) if topic in self.topics else {}
        shared = [self.resources[name] for name in names if name in self.resources]
        return [*own, *(entry for entry in shared if entry.topic != topic)]

    def of_kind(self, topic: str, kind: str) -> list[Entry[Resource]]:
        """The resources of one kind, the oldest first within a level (undated ones last)."""
        return self.in_reading_order(r for r in self.of_topic(topic) if r.model.kind == kind)

    def time_of(self, steps: Iterable[Step]) -> Time:
        """How long steps take together, as far as that is known."""
        return Time.of(self.step_seconds(step) for step in steps)

    def step_seconds(self, step: Step) -> int | None:
        """How long a step takes: the part's time, else the whole's if that is known."""
        return step.duration or self.subject(step).model.duration

    def subject(self, step: Step) -> Entry[Resource] | Entry[Example]:
        """The resource or example a step names."""
        if step.resource is not None:
            return self.resources[step.resource]
        return self.examples[step.subject]

    def chosen(
        self, entries: list[Entry[Resource]]
    ) -> tuple[list[Entry[Resource]], list[Entry[Resource]]]:
        """The few of many resources to begin with, and the others, both in the order given.

        Steps of paths go before resources with claims, and these before all others.
        """
        if len(entries) <= MANY:
            return entries, []
        ranked = sorted(
            entries, key=lambda entry: (entry.id not in self.stops, not entry.model.claims)
        )
        few = {entry.id for entry in ranked[:CHOSEN]}
        return [e for e in entries if e.id in few], [e for e in entries if e.id not in few]

    @cached_property
    def tags(self) -> dict[str, list[Entry[Resource]]]:
        """The resources that teach each phrase, phrases in alphabetical order."""
        tags: dict[str, list[Entry[Resource]]] = {}
        for entry in self.resources.values():
            for phrase in entry.model.teaches:
                tags.setdefault(phrase, []).append(entry)
        return {
            phrase: self.in_reading_order(tags[phrase]) for phrase in sorted(tags, key=str.casefold)
        }

    @cached_property
    def taught_by(self) -> dict[str, list[Entry[Example]]]:
        """The examples that teach each phrase."""
        found: dict[str, list[Entry[Example]]] = {}
        for entry in self.examples.values():
            for phrase in entry.model.teaches:
                found.setdefault(phrase, []).append(entry)
        return found

    @cached_property
    def tag_pages(self) -> dict[str, str]:
        """The name of each phrase's page, such as `tags/chain-rule`."""
        return pages_of(self.tags)

    @cached_property
    def stops(self) -> dict[str, list[Stop]]:
        """For each resource or example where it stands on paths, in the order of topics."""
        found: dict[str, list[Stop]] = {}
        for topic in self.topics.values():
            for path in topic.model.paths:
                for stop in self._stops_on(topic.id, path):
                    found.setdefault(stop.step.subject, []).append(stop)
        return found

    def _stops_on(self, topic: str, path: LearningPath) -> Iterator[Stop]:
        stages = [(stage.title, step) for stage in path.stages for step in stage.steps]
        steps = [None, *(step for _, step in stages), None]
        times = [Time.of([self.step_seconds(step)]) for _, step in stages]
        lefts = list(accumulate(reversed(times), Time.and_))[::-1]
        for number, ((stage, step), left) in enumerate(zip(stages, lefts, strict=True), 1):
            yield Stop(topic, path, number, stage, step, steps[number - 1], steps[number + 1], left)

    @cached_property
    def opens(self) -> dict[str, list[str]]:
        """For each resource that others want first, these others, in the order of their ids."""
        found: dict[str, list[str]] = {}
        for entry in self.resources.values():
            for before in dict.fromkeys(entry.model.prerequisites):
                found.setdefault(before, []).append(entry.id)
        return found

    @cached_property
    def terms(self) -> dict[str, tuple[str, Term]]:
        """Every term of the site with the id of its topic, by its names as they are compared."""
        found: dict[str, tuple[str, Term]] = {}
        for topic, entry in self.glossaries.items():
            for name, term in by_name(entry.model.terms).items():
                found.setdefault(name, (topic, term))
        return found

    def term_of(self, phrase: str) -> tuple[str, Term] | None:
        """The term that a phrase is a name of, with the id of its topic."""
        return self.terms.get(spelled(phrase)) if self.glossaries else None

    def glossaries_of(self, topic: str) -> list[Entry[Glossary]]:
        """The glossary of a topic, and those of all that it builds on, the nearest first."""
        found: dict[str, None] = {}
        waiting = [topic]
        for name in waiting:
            if name in found or name not in self.topics:
                continue
            found[name] = None
            waiting += self.topics[name].model.prerequisites
        return [self.glossaries[name] for name in found if name in self.glossaries]

    @cached_property
    def questions_about(self) -> dict[str, list[Entry[Questions]]]:
        """The files of questions about each resource and example."""
        found: dict[str, list[Entry[Questions]]] = {}
        for entry in self.questions.values():
            if entry.model.about is not None:
                found.setdefault(entry.model.about, []).append(entry)
        return found

    def questions_of(self, topic: str) -> list[Entry[Questions]]:
        """The files of questions of a topic: as its paths go, then the others by name."""
        own = {key: entry for key, entry in self.questions.items() if entry.topic == topic}
        steps = [step.subject for path in self.topics[topic].model.paths for step in path.steps]
        about = [entry for name in steps for entry in self.questions_about.get(name, ())]
        ordered = {f"{one.topic}/{one.id}": one for one in about if one.topic == topic}
        return list({**ordered, **own}.values())

    def goals_of(self, topic: str, path: LearningPath) -> list[Goal]:
        """The goals of a topic all of whose phrases are taught by steps of a path."""
        teaches = {phrase for step in path.steps for phrase in self.subject(step).model.teaches}
        goals = self.topics[topic].model.goals
        return [goal for goal in goals if teaches.issuperset(goal.through)]

    @cached_property
    def topic_of_example(self) -> dict[str, str]:
        """The topic that an example belongs to: of a path, a refresher, or what it follows."""
        found: dict[str, str] = {}
        for topic in self.topics.values():
            steps = (step.subject for path in topic.model.paths for step in path.steps)
            refreshers = (one.refresher for one in topic.model.assumes if one.refresher)
            for name in (*steps, *refreshers):
                found.setdefault(name, topic.id)
        for example in self.examples.values():
            for name in example.model.follows:
                if name in self.resources:
                    found.setdefault(example.id, self.resources[name].topic)
        return {name: topic for name, topic in found.items() if name in self.examples}

    @cached_property
    def examples_of(self) -> dict[str, list[str]]:
        """The ids of the examples that belong to each topic."""
        found: dict[str, list[str]] = {}
        for name, topic in sorted(self.topic_of_example.items()):
            found.setdefault(topic, []).append(name)
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

    def in_reading_order(self, entries: Iterable[Entry[Resource]]) -> list[Entry[Resource]]:
        """Entries by level, then by date, then by id; what is not known comes last."""
        levels = self.site.level_ids
        order = {level: number for number, level in enumerate((*levels, None))}
        return sorted(
            entries, key=lambda e: (order[e.model.level], e.model.published or "9999", e.id)
        )
