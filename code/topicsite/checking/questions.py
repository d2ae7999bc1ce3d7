"""The questions of topics: what they name is there, and old names lead to one place."""

from __future__ import annotations

from collections.abc import Iterator

from topicsite.checking.former import Former, misused
from topicsite.checking.places import finding
from topicsite.findings.diagnostics import Diagnostic, did_you_mean
from topicsite.model.catalog import Entry
from topicsite.model.questions import Question, Questions, figures_in
from topicsite.reading.load import Loaded
from topicsite.reading.source import Location


def questions(loaded: Loaded) -> Iterator[Diagnostic]:
    """What is wrong with the questions of all topics as a whole."""
    for entry in loaded.catalog.questions.values():
        yield from _subject(loaded, entry)
        yield from _figures(loaded, entry)
        for number, question in enumerate(entry.model.questions):
            yield from _goal(loaded, entry, number, question)
    yield from _former(loaded)


def _subject(loaded: Loaded, entry: Entry[Questions]) -> Iterator[Diagnostic]:
    """What the questions are about is there, and has a place for what needs one."""
    catalog, about = loaded.catalog, entry.model.about
    known = catalog.resources.keys() | catalog.examples.keys() | loaded.broken
    if about is not None and about not in known:
        message = f"there is no resource or example `{about}`{did_you_mean(about, known)}"
        yield finding(loaded, "unknown-id", message, entry.path, ("about",))
    if about in catalog.examples or about in loaded.broken:
        return
    if entry.model.under is not None:
        message = "only the page of an example has headings to stand under; remove `under`"
        yield finding(loaded, "needless-field", message, entry.path, ("under",))
    for number, question in enumerate(entry.model.questions):
        if question.again is not None:
            message = "only the page of an example has parts to read again; remove `again`"
            place: Location = ("questions", number, "again")
            yield finding(loaded, "needless-field", message, entry.path, place)


def _figures(loaded: Loaded, entry: Entry[Questions]) -> Iterator[Diagnostic]:
    """Each figure comes from the run of an example that is there, and stands in a text."""
    catalog, model = loaded.catalog, entry.model
    examples = catalog.examples.keys() | loaded.broken
    for name, figure in model.figures.items():
        place: Location = ("figures", name)
        source = model.example_of(name)
        if figure.example is not None and figure.example not in examples:
            message = f"there is no example `{source}`{did_you_mean(figure.example, examples)}"
            yield finding(loaded, "unknown-example", message, entry.path, (*place, "example"))
        elif source not in examples:
            message = "the questions are about no example; say whose run this is in `example`"
            yield finding(loaded, "figure-without-example", message, entry.path, place)
        elif model.about in catalog.examples and source != model.about:
            message = (
                f"on the page of `{model.about}` only its own run is known, not that of `{source}`"
            )
            yield finding(
                loaded, "figure-without-example", message, entry.path, (*place, "example")
            )
    used: set[str] = set()
    for number, question in enumerate(model.questions):
        named: list[tuple[Location, str]] = [
            (place, name) for place, text in question.texts() for name in figures_in(text)
        ]
        if question.number is not None and question.number.figure is not None:
            named.append((("number", "figure"), question.number.figure))
        for place, name in named:
            used.add(name)
            if name not in model.figures:
                message = f"there is no figure `{name}`{did_you_mean(name, model.figures)}"
                here: Location = ("questions", number, *place)
                yield finding(loaded, "unknown-figure", message, entry.path, here)
    for name in model.figures:
        if name not in used:
            message = f"no question uses the figure `{name}`; remove it"
            yield finding(loaded, "needless-figure", message, entry.path, ("figures", name))


def _goal(
    loaded: Loaded, entry: Entry[Questions], number: int, question: Question
) -> Iterator[Diagnostic]:
    topic = loaded.catalog.topics.get(entry.topic)
    if question.goal is None or topic is None:
        return
    goals = [goal.can for goal in topic.model.goals]
    if question.goal not in goals:
        message = f"the topic has no goal `{question.goal}`{did_you_mean(question.goal, goals)}"
        place: Location = ("questions", number, "goal")
        yield finding(loaded, "unknown-goal", message, entry.path, place)


def _former(loaded: Loaded) -> Iterator[Diagnostic]:
    """An old name leads to one file, an old id to one question of its file."""
    topics: dict[str, list[Entry[Questions]]] = {}
    for entry in loaded.catalog.questions.values():
        topics.setdefault(entry.topic, []).append(entry)
    for entries in topics.values():
        files = (
            Former(old, entry.id, entry.path, ("formerly", index))
            for entry in entries
            for index, old in enumerate(entry.model.formerly)
        )
        known = {entry.id for entry in entries}
        yield from misused(loaded, files, known, "the name of a file of questions")
        for entry in entries:
            ids = (
                Former(old, question.id, entry.path, ("questions", number, "formerly", index))
                for number, question in enumerate(entry.model.questions)
                for index, old in enumerate(question.formerly)
            )
            known = {question.id for question in entry.model.questions}
            yield from misused(loaded, ids, known, "the id of a question")
