"""Cards from questions: what stands on either side, and what makes each the same next time."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from markupsafe import Markup

from topicsite.language.locales import Language
from topicsite.model.catalog import Entry
from topicsite.model.fields import ID
from topicsite.model.questions import Question, Questions
from topicsite.render.environment import template
from topicsite.render.questions import Asked, groups
from topicsite.render.site import Site
from topicsite.render.text import plain

LETTERS: Final = "ABCDEF"
"""What options are called."""
_UNKNOWN: Final = 1_577_836_800
"""When a card changed of which nobody knows it: as long ago as can be, in 2020."""
_DIGITS: Final = 16
# What Anki takes for a sound, a voice or LaTeX of its own, wherever it stands.
_ANKIS: Final = re.compile(r"\[(?=sound:|anki:|/?latex\]|/?\$)", re.IGNORECASE)


@dataclass(frozen=True)
class Card:
    r"""A question with its answer.

    Attributes:
        guid: what makes it the same card, whatever changes in it.
        front, back: as HTML, with formulas between `\(` and `\)`.
        asks, answers: the same as plain text of some lines.
        page: a link to what it is about, as HTML; empty where nobody knows where the site is.
        tag: the topic and the file of the question, `topic::file`.
        changed: when, in seconds since 1970.
    """

    guid: str
    front: str
    back: str
    asks: str
    answers: str
    page: str
    tag: str
    changed: int


@dataclass(frozen=True)
class Deck:
    """The cards of a topic.

    Attributes:
        id: the first that the topic had.
        title: that of the topic.
        language: what the words around the questions are in.
        cards: in the order of the questions.
    """

    id: str
    title: str
    language: Language
    cards: Sequence[Card]

    @property
    def name(self) -> str:
        """What the deck is called: two colons would put it into another one."""
        return re.sub(":{2,}", ":", " ".join(self.title.split())).strip(": ")

    @property
    def changed(self) -> int:
        """When the last of its cards changed, in seconds since 1970."""
        return max((card.changed for card in self.cards), default=_UNKNOWN)


def deck_of(site: Site, topic: str) -> Deck:
    """The deck of a topic; questions whose figures nobody knows are not in it."""
    cards = [
        _card(site, group.entry, asked)
        for group in groups(site, topic)
        for asked in group.questions
    ]
    return Deck(
        _first_id(site, topic), site.catalog.topics[topic].model.title, site.language, cards
    )


def _card(site: Site, entry: Entry[Questions], asked: Asked) -> Card:
    own = asked.id.rpartition("/")[2]
    question = next(one for one in entry.model.questions if one.id == own)
    return Card(
        guid=_guid(_first_id(site, entry.topic), entry, question),
        front=_side(site, "card_front", asked),
        back=_side(site, "card_back", asked),
        asks=_lines(_asks(site.language, asked)),
        answers=_lines(_answers(site.language, asked)),
        page=_page(site, asked),
        tag=f"{entry.topic}::{entry.id}",
        changed=_changed(site, entry, question),
    )


def _first_id(site: Site, topic: str) -> str:
    """The id under which readers first got the deck of a topic."""
    former = (old.rstrip("/") for old in site.catalog.topics[topic].model.formerly)
    return next(filter(ID.match, former), topic)


def _guid(topic: str, entry: Entry[Questions], question: Question) -> str:
    # The first names they had: those stay first when others are added.
    file = (*entry.model.formerly, entry.id)[0]
    name = f"{topic}/{file}/{(*question.formerly, question.id)[0]}"
    return hashlib.sha256(f"topicsite\0{name}".encode()).hexdigest()[:_DIGITS]


def _side(site: Site, name: str, asked: Asked) -> str:
    html = template(name, site.language).render(asked=asked, letters=LETTERS)
    return _ANKIS.sub("&#91;", re.sub(r"\n+", "\n", html.strip()))


def _page(site: Site, asked: Asked) -> str:
    about = asked.about or asked.topic
    address = site.address_of(about)
    if not site.base or address is None:
        return ""
    link = Markup('<a href="{}">{}</a>')
    return str(link.format(urljoin(site.base, address), site.title_of(about)))


def _changed(site: Site, entry: Entry[Questions], question: Question) -> int:
    """When a question changed; one with figures may change with any program."""
    moments = [
        moment
        for path, moment in site.committed.items()
        if path == entry.path or (question.figures and path.endswith(".py"))
    ]
    return max(moments, default=_UNKNOWN)


def _lines(lines: Sequence[str]) -> str:
    return _ANKIS.sub("[ ", "\n".join(line.rstrip() for line in lines))


def _asks(language: Language, asked: Asked) -> list[str]:
    gettext = language.gettext
    lines = [plain(asked.ask)]
    if asked.is_multiple:
        lines.append(gettext("Several answers are right."))
    lines += [
        f"{letter}. {plain(option.says)}"
        for letter, option in zip(LETTERS, asked.options, strict=False)
    ]
    if asked.kind == "order":
        lines.append(gettext("Put the lines in order."))
        lines += [f"• {_line(asked, text)}" for text in asked.shuffled]
    if asked.drawing is not None:
        boxes = asked.drawing.boxes
        lines += [_node(box.formula, box.value, box.derivative) for box in boxes]
        if any(box.derivative for box in boxes):
            lines.append(gettext("Behind the bar: how fast the last step changes with it."))
    return lines


def _node(formula: str, value: str, derivative: str) -> str:
    told = formula + (f": {value}" if value else "")
    return f"• {told} | {derivative}" if derivative else f"• {told}"


def _line(asked: Asked, text: str) -> str:
    return text if asked.is_code else plain(text)


def _answers(language: Language, asked: Asked) -> list[str]:
    lettered = list(zip(LETTERS, asked.options, strict=False))
    if asked.kind == "options":
        lines = [f"{letter}. {plain(one.says)}" for letter, one in lettered if one.right]
    elif asked.kind == "order":
        lines = [f"{n}. {_line(asked, text)}" for n, text in enumerate(asked.lines, 1)]
    else:
        lines = [f"{plain(asked.written)} {asked.unit}"]
    lines.append(plain(asked.because))
    lines += [
        language.gettext("Not %(letter)s: %(why)s", letter=letter, why=plain(one.because))
        for letter, one in lettered
        if not one.right
    ]
    return lines
