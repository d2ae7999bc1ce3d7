"""What entries said before: what is new on the site, and what changed for its learners."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Final, Literal, NamedTuple, get_args

from topicsite.model.catalog import Catalog
from topicsite.model.fields import ID, Access
from topicsite.model.questions import FOLDER as QUESTIONS
from topicsite.project.revisions import Revision
from topicsite.reading import source
from topicsite.reading.source import Data

What = Literal["resource", "example", "questions", "more-questions", "path", "longer", "access"]
PATTERNS: Final = ("*.yml", "*.py")
"""The files in which all of it stands, wherever they lay."""
_MOST: Final = 400
"""Changes of files that are looked into, the latest of each sort: a feed shows far fewer."""
_ACCESS: Final = re.compile(r"^access:.*$", re.MULTILINE)
_PATHS: Final = re.compile(r"^paths:.*?(?=^\w|\Z)", re.MULTILINE | re.DOTALL)
_QUESTION: Final = re.compile(r"\bid:")


class Change(NamedTuple):
    """Something new, or something that is otherwise than before.

    Attributes:
        what: what happened.
        topic: the id of the topic that it happened in; empty for an example of none.
        name: the id of what it happened to; of a path or a file of questions, that below the topic.
        seconds: when, since 1970.
        before: what could be said of it until then: a word of access.
        now: what can be said since: such a word, or how many steps or questions more there are.
        added: the ids of what a path got.
    """

    what: What
    topic: str
    name: str
    seconds: int
    before: str = ""
    now: str = ""
    added: tuple[str, ...] = ()


def changes(
    catalog: Catalog,
    revisions: Sequence[Revision],
    texts_of: Callable[[Iterable[str]], Mapping[str, str]],
) -> list[Change]:
    """What version control knows of the entries that are there now, in no order.

    Args:
        catalog: what is there.
        revisions: every change of their files, the latest first.
        texts_of: reads what files said, by the names in the revisions.
    """
    looked = [*_looked_into(catalog, revisions)]
    texts = texts_of(name for _, one in looked for name in (one.before, one.after))
    found = [*_new(catalog, revisions)]
    for compare, one in looked:
        if one.before in texts and one.after in texts:
            found += compare(catalog, one, texts[one.before], texts[one.after])
    return found


def _new(catalog: Catalog, revisions: Sequence[Revision]) -> Iterator[Change]:
    """What was not there once; whatever was renamed or moved is as old as its first file."""
    first: dict[tuple[str, str], int] = {}
    for one in revisions:
        if not one.before:
            key = _key(one.path)
            first[key] = min(one.seconds, first.get(key, one.seconds))

    def since(keys: Iterable[tuple[str, str]]) -> int:
        return min((first[key] for key in keys if key in first), default=0)

    for entry in catalog.resources.values():
        names = (entry.id, *entry.model.formerly)
        if seconds := since((".yml", name) for name in names):
            yield Change("resource", entry.topic, entry.id, seconds)
    for example in catalog.examples.values():
        names = (example.id, *example.model.formerly)
        if seconds := since((".py", name) for name in names):
            topic = catalog.topic_of_example.get(example.id, "")
            yield Change("example", topic, example.id, seconds)
    for file in catalog.questions.values():
        topics = (
            file.topic,
            *(old.rstrip("/") for old in catalog.topics[file.topic].model.formerly),
        )
        names = (file.id, *file.model.formerly)
        if seconds := since((f"{topic}/{QUESTIONS}", name) for topic in topics for name in names):
            number = str(len(file.model.questions))
            yield Change("questions", file.topic, file.id, seconds, now=number)


def _key(path: str) -> tuple[str, str]:
    """What tells a file apart wherever it lies: its kind and its name."""
    place = PurePosixPath(path)
    if place.parent.name == QUESTIONS:
        return f"{place.parent.parent.name}/{QUESTIONS}", place.stem
    return place.suffix, place.stem


_Compare = Callable[[Catalog, Revision, str, str], Iterator[Change]]


def _looked_into(
    catalog: Catalog, revisions: Iterable[Revision]
) -> Iterator[tuple[_Compare, Revision]]:
    """The latest changes of entries, topics and questions that are there, where they are now."""
    compares: dict[str, _Compare] = {}
    compares |= {entry.path: _access for entry in catalog.resources.values()}
    compares |= {entry.path: _paths for entry in catalog.topics.values()}
    compares |= {entry.path: _questions for entry in catalog.questions.values()}
    seen: dict[_Compare, int] = {}
    for one in revisions:
        compare = compares.get(one.path)
        if compare is None or not one.before or not one.after:
            continue
        seen[compare] = seen.get(compare, 0) + 1
        if seen[compare] <= _MOST:
            yield compare, one


def _access(catalog: Catalog, one: Revision, before: str, after: str) -> Iterator[Change]:
    """What somebody meets who opens a resource, where that was known before and after."""
    if _ACCESS.findall(before) == _ACCESS.findall(after):
        return
    then, now = (_data(one.path, text).get("access") for text in (before, after))
    known = get_args(Access)
    if then in known and now in known and then != now:
        topic, name = PurePosixPath(one.path).parts[-2:]
        yield Change("access", topic, name[:-4], one.seconds, str(then), str(now))


def _paths(catalog: Catalog, one: Revision, before: str, after: str) -> Iterator[Change]:
    """New paths, and those that became longer, as far as they are there now."""
    if _PATHS.findall(before) == _PATHS.findall(after):
        return
    topic = PurePosixPath(one.path).parts[-2]
    there = {path.id for path in catalog.topics[topic].model.paths}
    then = _steps(_data(one.path, before))
    for name, steps in _steps(_data(one.path, after)).items():
        if name not in there:
            continue
        if name not in then:
            yield Change("path", topic, name, one.seconds)
        elif (more := len(steps) - len(then[name])) > 0:
            added = tuple(dict.fromkeys(step for step in steps if step not in then[name]))
            yield Change("longer", topic, name, one.seconds, now=str(more), added=added)


def _questions(catalog: Catalog, one: Revision, before: str, after: str) -> Iterator[Change]:
    """Questions that a file has more than before."""
    if len(_QUESTION.findall(after)) <= len(_QUESTION.findall(before)):
        return
    then, now = (_data(one.path, text).get("questions") for text in (before, after))
    if isinstance(then, list) and isinstance(now, list) and len(now) > len(then):
        parts = PurePosixPath(one.path).parts
        name = parts[-1][:-4]
        yield Change("more-questions", parts[-3], name, one.seconds, now=str(len(now) - len(then)))


def _data(path: str, text: str) -> dict[str, Data]:
    """What a file said, as far as it can be read by today's rules."""
    data = source.parse(path, text.encode()).data
    return data if isinstance(data, dict) else {}


def _steps(topic: Mapping[str, Data]) -> dict[str, list[str]]:
    """What the steps of each path name, by its id."""
    found: dict[str, list[str]] = {}
    paths = topic.get("paths")
    for path in paths if isinstance(paths, list) else []:
        name: Data = "path"
        steps: list[Data] = path if isinstance(path, list) else []
        if isinstance(path, dict):
            name = path.get("id", name)
            stages = [path, *_mappings(path.get("stages"))]
            steps = [step for stage in stages for step in _list(stage.get("steps"))]
        if isinstance(name, str) and ID.match(name):
            found[name] = [_subject(step) for step in steps]
    return found


def _subject(step: Data) -> str:
    named = (
        next((step[key] for key in ("id", "resource", "example") if key in step), "")
        if isinstance(step, dict)
        else step
    )
    return named if isinstance(named, str) else ""


def _list(value: Data | None) -> list[Data]:
    return value if isinstance(value, list) else []


def _mappings(value: Data | None) -> list[dict[str, Data]]:
    return [one for one in _list(value) if isinstance(one, dict)]
