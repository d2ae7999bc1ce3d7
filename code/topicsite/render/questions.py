"""Questions as they are asked: with the figures of runs, in the order of paths, options shuffled.

`Asked` has plain fields, so that cards for other programs can be made from it as pages are.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, TypeVar

from topicsite.mathematics.formulas import formulas
from topicsite.model.catalog import Entry
from topicsite.model.entries import Goal, LearningPath, Topic
from topicsite.model.fields import ID
from topicsite.model.graphs import Node
from topicsite.model.questions import Graph, Option, Question, Questions, full_names
from topicsite.proving.quoted import figures_of, filled, number_of, written
from topicsite.render.expressions import Drawing, drawn, shown
from topicsite.render.site import Site

T = TypeVar("T")

_TESTED: Final = 2
"""So many questions on a goal a self-test has."""
_SHARE: Final = 0.01
"""How far, as a share of the number, an answer may be off that need not be exact."""


@dataclass(frozen=True)
class Choice:
    """An option; its texts are inline Markdown."""

    says: str
    right: bool
    because: str

    @property
    def is_formula(self) -> bool:
        """Whether it is a formula alone, which cannot be the name of a button by itself."""
        (*_, end) = [0, *(formula.end for formula in formulas(self.says))]
        return self.says.startswith("\\(") and end == len(self.says)


@dataclass(frozen=True)
class Asked:
    """A question as it is asked.

    Attributes:
        id: its full name, `topic/file/question`, by which answers are kept.
        former: full names it had before.
        kind: `options`, `number`, `order` or `graph`.
        topic: the id of its topic.
        about: the id of the resource or the example that it is about; empty for the topic itself.
        goal: the goal that it tests; empty if it tests none.
        ask: the question, inline Markdown.
        because: the explanation, inline Markdown.
        again: the anchor of the part to read again, on the page of the example; empty without.
        options: of `options`, shuffled.
        value: of `number` and `graph`, the right number.
        within: how far an answer may be off.
        written: the right number as it is written, inline Markdown.
        unit: what stands behind it.
        lines: of `order`, in the right order.
        shuffled: the same, shuffled.
        is_code: whether they are code.
        graph: of `graph`.
    """

    id: str
    former: tuple[str, ...]
    kind: str
    topic: str
    about: str
    goal: str
    ask: str
    because: str
    again: str = ""
    options: tuple[Choice, ...] = ()
    value: float = 0.0
    within: float = 0.0
    written: str = ""
    unit: str = ""
    lines: tuple[str, ...] = ()
    shuffled: tuple[str, ...] = ()
    is_code: bool = False
    graph: Graph | None = None

    @property
    def anchor(self) -> str:
        """Where it stands on the page of all questions of its topic."""
        return "question_" + self.id.partition("/")[2].replace("/", "_")

    @property
    def is_multiple(self) -> bool:
        """Whether several options are right."""
        return sum(option.right for option in self.options) > 1

    @property
    def right(self) -> list[Choice]:
        """The options that are right."""
        return [option for option in self.options if option.right]

    @property
    def wrong(self) -> list[tuple[int, Choice]]:
        """The others, each with its place among all."""
        return [(n, option) for n, option in enumerate(self.options) if not option.right]

    @cached_property
    def drawing(self) -> Drawing | None:
        """The picture of its graph, if it has one."""
        return drawn(self.graph) if self.graph else None

    @property
    def nodes(self) -> list[Node]:
        """The nodes of its graph, with their values and derivatives."""
        return list(self.graph.nodes.values()) if self.graph else []

    @property
    def solution(self) -> str:
        """What the page's script checks an answer by, as JSON."""
        made: dict[str, Any]
        if self.kind == "options":
            made = {"right": [n for n, option in enumerate(self.options) if option.right]}
        elif self.kind == "order":
            made = {"lines": list(self.lines)}
        else:
            made = {"value": self.value, "within": self.within}
        return json.dumps(made, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Group:
    """The questions of one file.

    Attributes:
        entry: the file.
        questions: those whose figures are known.
        intro: what stands above them, inline Markdown.
        all_right: what it means if all are right at the first go, inline Markdown.
    """

    entry: Entry[Questions]
    questions: list[Asked]
    intro: str = ""
    all_right: str = ""

    @property
    def about(self) -> str:
        """What they are about; empty for the topic itself."""
        return self.entry.model.about or ""


def groups(site: Site, topic: str) -> list[Group]:
    """All questions of a topic, as its paths go."""
    return [_group(site, entry) for entry in site.catalog.questions_of(topic)]


def groups_about(site: Site, name: str) -> list[Group]:
    """The questions about a resource or an example."""
    return [_group(site, entry) for entry in site.catalog.questions_about.get(name, ())]


def self_test(
    site: Site, topic: Entry[Topic], path: LearningPath
) -> list[tuple[Goal, list[Asked]]]:
    """The goals of a path, each with a question or two; those without one are left out."""
    every = [one for group in groups(site, topic.id) for one in group.questions]
    steps = {step.subject for step in path.steps}
    found = []
    for goal in site.catalog.goals_of(topic.id, path):
        # What is about a step of the path goes first.
        asked = sorted(
            (one for one in every if one.goal == goal.can), key=lambda one: one.about not in steps
        )
        found.append((goal, _unlike(asked)))
    return [(goal, asked) for goal, asked in found if asked]


def _unlike(asked: Sequence[Asked]) -> list[Asked]:
    """The first of some questions and another, of another kind and about something else if any."""
    if not asked:
        return []
    first, *others = asked
    others.sort(key=lambda one: (one.kind == first.kind) + (one.about == first.about))
    return [first, *others[: _TESTED - 1]]


def _group(site: Site, entry: Entry[Questions]) -> Group:
    model = entry.model
    figures = figures_of(entry, site.printed)
    # A topic that was renamed leaves its address, which is its id and a slash.
    formerly = site.catalog.topics[entry.topic].model.formerly
    topics = [old.rstrip("/") for old in formerly if ID.match(old.rstrip("/"))]
    asked = [
        _asked(entry, question, figures, topics)
        for question in model.questions
        if figures.keys() >= set(question.figures)
    ]
    return Group(entry, asked, model.intro or "", model.all_right or "")


def _asked(
    entry: Entry[Questions], question: Question, figures: dict[str, str], topics: Sequence[str]
) -> Asked:
    files = (entry.id, *entry.model.formerly)
    name, *former = full_names((entry.topic, *topics), files, question)

    def told(text: str) -> str:
        return filled(text, lambda one, inside: written(figures[one], in_formula=inside))

    def choice(option: Option) -> Choice:
        return Choice(told(option.says), option.right, told(option.because or ""))

    made: dict[str, Any] = {}
    if question.options is not None:
        made["options"] = tuple(shuffled([choice(one) for one in question.options], name))
    elif question.number is not None:
        amount = question.number
        digits = figures[amount.figure] if amount.figure else str(amount.value)
        made |= {"value": number_of(digits), "written": written(digits)}
        made["within"] = (
            float(amount.within) if amount.within is not None else _allowed(made["value"])
        )
        made["unit"] = amount.unit or ""
    elif question.order is not None:
        lines = question.order.lines
        made |= {"lines": lines, "is_code": question.order.code}
        made["shuffled"] = tuple(_out_of_order(lines, name))
    elif question.graph is not None:
        value = question.graph.answer
        made |= {"graph": question.graph, "value": value, "written": shown(value)}
        made["within"] = _allowed(value)
    return Asked(
        id=name,
        former=tuple(former),
        kind=question.kind,
        topic=entry.topic,
        about=entry.model.about or "",
        goal=question.goal or "",
        ask=told(question.ask),
        because=told(question.because),
        again=question.again or "",
        **made,
    )


def _allowed(value: float) -> float:
    """How far an answer may be off where nobody says."""
    return 1e-9 if value == round(value) else abs(value) * _SHARE


def shuffled(items: Iterable[T], seed: str) -> list[T]:
    """Items in an order that looks random, and is the same in every build."""

    def place(numbered: tuple[int, T]) -> bytes:
        return hashlib.sha256(f"{seed}\0{numbered[0]}".encode()).digest()

    return [item for _, item in sorted(enumerate(items), key=place)]


def _out_of_order(lines: Sequence[str], seed: str) -> list[str]:
    """Lines shuffled so that they are not right by chance; there are two that differ."""
    found = shuffled(lines, seed)
    while found == list(lines):
        found = [*found[1:], found[0]]
    return found


def all_asked(site: Site) -> Iterator[Asked]:
    """Every question of the site, topic by topic."""
    for topic in site.catalog.topics:
        for group in groups(site, topic):
            yield from group.questions
