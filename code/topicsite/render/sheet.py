"""The sheet of a topic: what it is for, its signs and equations and a path, on one printed page.

Nothing here can measure a page. Lines are estimated, on the careful side; what does not fit at the
smallest size is left out from the end of the path, and the sheet says so. Browser tests print it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import accumulate
from math import ceil
from typing import Final

from topicsite.model.catalog import Entry
from topicsite.model.entries import LearningPath, Step, Topic
from topicsite.model.glossary import Term
from topicsite.render.environment import template
from topicsite.render.site import Site, root_of

_MOST: Final = 14
"""The path of the sheet is the longest with so many steps at most."""


@dataclass(frozen=True)
class Size:
    """A size of type.

    Attributes:
        points: the size.
        lines: so many lines both columns have together, on the shorter of the two papers.
        letters: so many letters a line has at least.
    """

    points: float
    lines: int
    letters: int


SIZES: Final = (Size(10, 116, 48), Size(9, 126, 54), Size(8, 144, 61), Size(7, 166, 70))
"""From the most comfortable to the smallest."""


@dataclass(frozen=True)
class Stop:
    """A step as the sheet has it.

    Attributes:
        title: what it is called.
        address: where it is, spelled out.
        url: the same as a link has it.
    """

    title: str
    address: str
    url: str


@dataclass(frozen=True)
class Sheet:
    """What a sheet shows.

    Attributes:
        size: the size of its type.
        goals: what one can do afterwards.
        terms: the terms whose signs and equations it has.
        path: the path that it spells out.
        stops: its steps.
        others: the other paths.
        left_out: so many goals, terms and steps found no room.
    """

    size: Size
    goals: list[str]
    terms: list[Term]
    path: LearningPath | None
    stops: list[Stop]
    others: list[LearningPath]
    left_out: int


def sheet_page(site: Site, topic: Entry[Topic]) -> str:
    """The page with the sheet of a topic."""
    root = root_of(site.sheet_address(topic.id))
    return template("sheet", site.language).render(
        site=site, root=root, topic=topic, sheet=sheet_of(site, topic)
    )


def sheet_of(site: Site, topic: Entry[Topic]) -> Sheet:
    """What the sheet of a topic shows, in the largest size in which all of it fits."""
    paths = list(topic.model.paths)
    path = max(
        paths, key=lambda one: (len(one.steps) <= _MOST, min(len(one.steps), _MOST)), default=None
    )
    goals = [goal.can for goal in topic.model.goals]
    glossary = site.catalog.glossaries.get(topic.id)
    terms = [term for term in glossary.model.terms if term.sheet] if glossary else []
    stops = [_stop(site, step) for step in path.steps] if path else []
    others = [one for one in paths if one is not path]
    found = len(goals) + len(terms) + len(stops)
    for size in SIZES:
        head = _head(topic.model, others, size)
        rows = [
            *(_lines(f"• {goal}", size) for goal in goals),
            *(_of_term(term, size) for term in terms),
            *(_lines(stop.title, size) + _lines(stop.address, size) for stop in stops),
        ]
        if head + sum(rows) <= size.lines:
            return Sheet(size, goals, terms, path, stops, others, 0)
    # Terms leave room for some steps, and goals for some of both.
    size = SIZES[-1]
    room = size.lines - head - 1
    goals = goals[: _fitting(rows[: len(goals)], room // 2)]
    first = found - len(terms) - len(stops)
    room -= sum(rows[: len(goals)])
    of_terms = rows[first : first + len(terms)]
    terms = terms[: _fitting(of_terms, room * 2 // 3 if stops else room)]
    room -= sum(of_terms[: len(terms)])
    stops = stops[: _fitting(rows[found - len(stops) :], room)]
    shown = len(goals) + len(terms) + len(stops)
    return Sheet(size, goals, terms, path, stops, others, found - shown)


def _fitting(rows: list[int], room: int) -> int:
    """How many rows there is room for."""
    return sum(total <= room for total in accumulate(rows))


def _head(topic: Topic, others: list[LearningPath], size: Size) -> int:
    """The lines of what is never left out: title, summary, headings, names of other paths."""
    return (
        2 * 3
        + _lines(topic.summary, size)
        + 3 * 3
        + sum(_lines(path.title or path.id, size) for path in others)
        + 3
    )


def _of_term(term: Term, size: Size) -> int:
    """The lines of a term: its name, its sign, its equation; formulas are taller."""
    shown = [text for text in (term.writes, term.equation) if text] or [term.means]
    lines = _lines(_bare("; ".join([term.term, *shown])), size)
    return ceil(1.5 * lines) if any("frac" in text for text in shown) else ceil(1.25 * lines)


def _lines(text: str, size: Size) -> int:
    # A line may end early, where the next word is long.
    return max(1, ceil(1.1 * sum(map(_width, text)) / size.letters))


def _width(letter: str) -> float:
    """About how wide a letter is, beside a small one of Latin."""
    if unicodedata.east_asian_width(letter) in "WF":
        return 2.2
    return 1.5 if letter.isupper() else 1.0


def _bare(text: str) -> str:
    r"""A text without what only draws its formulas: `\bar{a}` is about as wide as `xa`."""
    return re.sub(r"\\[a-zA-Z]+", "x", text).translate(_UNSEEN)


_UNSEEN: Final = str.maketrans("", "", "\\(){}^_")


def _stop(site: Site, step: Step) -> Stop:
    if step.resource is not None:
        url = site.catalog.resources[step.resource].model.url
    else:
        url = site.base + (site.address_of(step.subject) or "")
    title = site.title_of(step.subject)
    if step.part:
        title = f"{title}, {step.part}"
    shown = re.sub(r"\Ahttps?://(?:www\.)?", "", url).removesuffix("/")
    return Stop(title, shown, url)
