"""What files have to do with each other: which others must be read to judge one that changed.

A rule between files finds something about an entry because of those that it names, and of those
that have something in common with it. The index of a large project knows both, so that a change is
judged by reading little more than what changed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Set
from dataclasses import dataclass
from itertools import chain

from topicsite.catalog import Catalog, Entry
from topicsite.identity import identities
from topicsite.load import Ids
from topicsite.model import Example, Resource, Topic

AnyEntry = Entry[Resource] | Entry[Topic] | Entry[Example]


class FarReachingError(Exception):
    """A change that concerns too many others to be judged by reading only some of them."""


@dataclass(frozen=True)
class Index:
    """Where everything was, and what it had in common, when the whole project was read.

    Attributes:
        commit: the commit that it was read at.
        unsure: files that were not as in that commit, or not right; they are always read again.
        resources, topics, examples: for each id its file.
        having: the files by what they have that others need, or must not have as well.
        spellings: how each phrase is written; nothing if there are several ways.
    """

    commit: str
    unsure: list[str]
    resources: dict[str, str]
    topics: dict[str, str]
    examples: dict[str, str]
    having: dict[str, list[str]]
    spellings: dict[str, str]

    def elsewhere(self, read: Collection[str]) -> Ids:
        """The ids of all files but those that are read."""
        return Ids(
            *(
                files.keys() - {name for name in map(id_of, read) if files.get(name) in read}
                for files in (self.resources, self.topics, self.examples)
            )
        )

    def concerned(self, catalog: Catalog, read: Collection[str], changed: Set[str]) -> set[str]:
        """The files that rules look at when they judge `changed`, as far as is known by now.

        Args:
            catalog: the entries that were read so far.
            read: the files that they came from.
            changed: the files to judge.

        Raises:
            FarReachingError: if that would be nearly all.
        """
        names = set(map(id_of, read))
        found: set[str] = set()
        for entry in _entries(catalog):
            # Which of several spellings is the usual one, only all entries can tell.
            if any(self.spellings.get(plain, it) != it for plain, it in _phrases(entry)):
                raise FarReachingError
            if entry.path in changed:
                names.update(_named(entry))
                found.update(*(self.having.get(key, ()) for key in _needs(entry)))
            elif not isinstance(entry.model, Example):
                names.update(entry.model.prerequisites)  # they may lead back
        for files in (self.resources, self.topics, self.examples):
            found.update(files[name] for name in names if name in files)
        return found


def index_of(catalog: Catalog, commit: str, unsure: Collection[str]) -> Index:
    """The index of a catalog that was read at a commit."""
    having: dict[str, list[str]] = {}
    spellings: dict[str, str] = {}
    names = {resource.id: names for resource, names in catalog.identities}
    for entry in _entries(catalog):
        for key in _unique(entry, names.get(entry.id, ())):
            having.setdefault(key, []).append(entry.path)
    for resource in catalog.resources.values():
        for example in {claim.shown_by for claim in resource.model.claims} - {None}:
            having.setdefault(f"shows {example}", []).append(resource.path)
    for phrase in {p for entry in catalog.resources.values() for p in entry.model.teaches}:
        if spellings.setdefault(plain_phrase(phrase), phrase) != phrase:
            spellings[plain_phrase(phrase)] = ""
    return Index(
        commit,
        sorted(unsure),
        {name: entry.path for name, entry in catalog.resources.items()},
        {name: entry.path for name, entry in catalog.topics.items()},
        {name: entry.path for name, entry in catalog.examples.items()},
        having,
        spellings,
    )


def id_of(path: str) -> str:
    """The id that a file's name gives to what is in it."""
    folder, _, name = path.rpartition("/")
    return folder.rpartition("/")[2] if name == "topic.yml" else name.rpartition(".")[0]


def plain_phrase(phrase: str) -> str:
    """What is left of a phrase if case, hyphens and plurals do not count."""
    words = re.sub(r"[\W_]+", " ", phrase.casefold()).split()
    return " ".join(word.removesuffix("s") for word in words)


def _entries(catalog: Catalog) -> Iterator[AnyEntry]:
    return chain(catalog.resources.values(), catalog.topics.values(), catalog.examples.values())


def _named(entry: AnyEntry) -> Iterator[str]:
    """The ids that an entry names."""
    model = entry.model
    if isinstance(model, Example):
        yield from model.follows
        return
    yield from model.prerequisites
    if isinstance(model, Topic):
        yield from (step.subject for path in model.paths for step in path.steps)


def _needs(entry: AnyEntry) -> Iterator[str]:
    """What an entry looks up in others: see `Index.having`."""
    model = entry.model
    names: Iterable[str] = ()
    if isinstance(model, Resource):
        names = identities(model.addresses, model.doi, model.arxiv)
    elif isinstance(model, Example):
        yield f"shows {entry.id}"
    yield from _unique(entry, names)


def _unique(entry: AnyEntry, names: Iterable[str]) -> Iterator[str]:
    """What no two entries may have: canonical names and old ids."""
    yield from (f"is {name}" for name in names)
    yield from (f"was {old.rstrip('/')}" for old in entry.model.formerly)


def _phrases(entry: AnyEntry) -> Iterator[tuple[str, str]]:
    if isinstance(entry.model, Resource):
        yield from ((plain_phrase(phrase), phrase) for phrase in entry.model.teaches)
