"""The objects of the catalog as JSON; `model.published` says what each holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final
from urllib.parse import quote

from topicsite.model.catalog import Entry
from topicsite.model.entries import Example, LearningPath, Resource, Topic
from topicsite.model.published import Type
from topicsite.model.questions import Questions
from topicsite.model.times import Time, iso
from topicsite.opendata.entries import fields_of
from topicsite.opendata.learning import OF_EXERCISE
from topicsite.opendata.places import API, To, from_root, graph_address
from topicsite.opendata.written import Node, known
from topicsite.proving.claims import Finding
from topicsite.proving.quoted import figures_of
from topicsite.render.site import Site

FOLDERS: Final[dict[Type, str]] = {
    "topic": "topics", "resource": "resources", "example": "examples", "path": "paths",
    "claim": "claims", "tag": "tags", "questions": "questions",
}  # fmt: skip


def place(kind: Type, name: str) -> str:
    """Where an object lies, below the root of the site."""
    return f"{API}/{FOLDERS[kind]}/{name}.json"


class Objects:
    """Makes the objects of a site."""

    def __init__(self, site: Site) -> None:
        self.site, self.catalog = site, site.catalog
        self.to: To = from_root(site)

    def topic(self, entry: Entry[Topic]) -> Node:
        """A topic."""
        made = {
            **self._head("topic", entry.id, self.site.page_address(entry.id)),
            "json_ld": self.to(graph_address(self.site, entry.id)),
            "extent": _extent(self.catalog.topic_time(entry)),
            "entry": fields_of(entry.model),
        }
        made["links"] = [
            *self._named("prerequisite", entry.model.prerequisites),
            *(self._link("path", "path", f"{entry.id}/{p.id}") for p in entry.model.paths),
            *(self._link("resource", "resource", r.id) for r in self.catalog.shown_in(entry.id)),
        ]
        return known(made)

    def resource(self, entry: Entry[Resource]) -> Node:
        """A resource."""
        made = {
            **self._head("resource", entry.id, self.site.address_of(entry.id) or ""),
            "topic": entry.topic,
            "json_ld": self.to(graph_address(self.site, entry.topic)),
            "entry": fields_of(entry.model),
        }
        made["links"] = [
            self._link("topic", "topic", entry.topic),
            *self._named("prerequisite", entry.model.prerequisites),
            *(self._link("claim", "claim", f"{entry.id}/{c.id}") for c in entry.model.claims),
            *self._tags(entry.model.teaches),
            *self._paths(entry.id),
        ]
        return known(made)

    def example(self, entry: Entry[Example]) -> Node:
        """An example."""
        page = self.site.page_address(f"examples/{entry.id}")
        topic = self.catalog.topic_of_example.get(entry.id)
        made = {
            **self._head("example", entry.id, page),
            "topic": topic,
            "json_ld": self.to(page),
            "program": entry.path,
            "entry": fields_of(entry.model),
            "exercises": [
                {
                    "id": exercise.id,
                    "title": exercise.title,
                    "address": self.to(f"{page}#{OF_EXERCISE}{exercise.id}"),
                }
                for exercise in self.catalog.exercises.get(entry.id, ())
            ],
        }
        made["links"] = [
            *([self._link("topic", "topic", topic)] if topic else []),
            *self._named("resource", entry.model.follows),
            *self._tags(entry.model.teaches),
            *(self._link("claim", "claim", name) for name in self._tried.get(entry.id, ())),
            *self._paths(entry.id),
        ]
        return known(made)

    def path(self, topic: Entry[Topic], model: LearningPath) -> Node:
        """A learning path."""
        name = f"{topic.id}/{model.id}"
        made = {
            **self._head("path", name, self._address("path", name)),
            "topic": topic.id,
            "title": self.site.path_name(topic.id, model.id),
            "json_ld": self.to(graph_address(self.site, topic.id)),
            "extent": _extent(self.catalog.time_of(model.steps)),
            "entry": fields_of(model),
        }
        made["links"] = [
            self._link("topic", "topic", topic.id),
            *self._named("prerequisite", model.prerequisites),
            *self._named("step", (step.subject for step in model.steps)),
        ]
        return known(made)

    def claim(self, entry: Entry[Resource], finding: Finding) -> Node:
        """A claim with its verdict."""
        claim, outcome = finding.claim, finding.outcome
        name = f"{entry.id}/{claim.id}"
        made = {
            **self._head("claim", name, self.site.claim_address(name)),
            "resource": entry.id,
            "json_ld": self.to(graph_address(self.site, entry.topic)),
            "verdict": finding.verdict,
            "outcome": outcome
            and known(
                {
                    "says": outcome.says,
                    "found": outcome.found,
                    "expects": outcome.expects,
                    "controls": [{"without": one, "found": got} for one, got in outcome.controls],
                }
            ),
            "entry": fields_of(claim),
        }
        made["links"] = [
            self._link("resource", "resource", entry.id),
            *self._named("example", [claim.shown_by] if claim.shown_by else []),
        ]
        return known(made)

    def tag(self, phrase: str) -> Node:
        """A tag."""
        resources = [entry.id for entry in self.catalog.tags[phrase]]
        examples = [entry.id for entry in self.catalog.taught_by.get(phrase, ())]
        term = self.site.term_address(phrase)
        made = {
            **self._head("tag", self.tag_id(phrase), self.site.tag_addresses[phrase]),
            "phrase": phrase,
            "term": self.to(term) if term else None,
            "resources": resources,
            "examples": examples,
        }
        made["links"] = [
            *self._named("resource", resources),
            *self._named("example", examples),
        ]
        return known(made)

    def questions(self, name: str, entry: Entry[Questions]) -> Node:
        """A file of questions."""
        made = {
            **self._head("questions", name, self.site.questions_address(entry.topic)),
            "topic": entry.topic,
            "figures": figures_of(entry, self.site.printed),
            "entry": fields_of(entry.model),
        }
        about = entry.model.about
        rel = "example" if about in self.catalog.examples else "resource"
        made["links"] = [
            self._link("topic", "topic", entry.topic),
            *self._named(rel, [about] if about else []),
        ]
        return known(made)

    def tag_id(self, phrase: str) -> str:
        """What a tag is called in addresses."""
        return self.catalog.tag_pages[phrase].partition("/")[2]

    def _head(self, kind: Type, name: str, address: str) -> Node:
        """What every object begins with."""
        file = self.to(quote(place(kind, name)))
        return {"type": kind, "id": name, "address": self.to(address), "file": file}

    def _link(self, rel: str, kind: Type, name: str) -> Node:
        return {"rel": rel, **self._head(kind, name, self._address(kind, name))}

    def _named(self, rel: str, names: Iterable[str]) -> Iterator[Node]:
        """Links to resources, examples or topics."""
        for name in names:
            if name in self.catalog.resources:
                yield self._link(rel, "resource", name)
            elif name in self.catalog.examples:
                yield self._link(rel, "example", name)
            elif name in self.catalog.topics:
                yield self._link(rel, "topic", name)

    def _tags(self, phrases: Iterable[str]) -> Iterator[Node]:
        for phrase in phrases:
            if phrase in self.catalog.tag_pages:
                head = self._head("tag", self.tag_id(phrase), self.site.tag_addresses[phrase])
                yield {"rel": "tag", **head}

    def _paths(self, name: str) -> Iterator[Node]:
        stops = self.catalog.stops.get(name, ())
        for path in dict.fromkeys(f"{stop.topic}/{stop.path.id}" for stop in stops):
            yield self._link("path", "path", path)

    def _address(self, kind: Type, name: str) -> str:
        if kind == "path":
            topic, _, path = name.partition("/")
            return f"{self.site.page_address(topic)}#path_{path}"
        if kind == "claim":
            return self.site.claim_address(name)
        return self.site.address_of(name) or ""

    @cached_property
    def _tried(self) -> dict[str, list[str]]:
        """The claims that each example tries."""
        found: dict[str, list[str]] = {}
        for name, claim in self.catalog.claims():
            if claim.shown_by:
                found.setdefault(claim.shown_by, []).append(name)
        return found


def _extent(time: Time) -> Node | None:
    """How long things take together, as far as that is known."""
    if not time.known:
        return None
    return {"duration": iso(time.seconds), "complete": not time.unknown}
