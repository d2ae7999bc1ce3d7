"""What is new on a site, and what changed for its learners, in words: the matter of feeds."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from typing import Final, NamedTuple

from topicsite.language.locales import Language
from topicsite.language.marking import N_
from topicsite.proving.history import Turn
from topicsite.reading.changes import Change
from topicsite.render import feed, labels
from topicsite.render.citing import byline, under
from topicsite.render.labels import label
from topicsite.render.site import Site
from topicsite.render.text import facts, plain

MOST: Final = 50
"""Entries of a feed: who looks in once a month misses nothing."""


class Said(NamedTuple):
    """What is said of something new.

    Attributes:
        title: in a line.
        text: what more there is to say; maybe nothing.
        address: where it is, below the root.
    """

    title: str
    text: str
    address: str


class News(NamedTuple):
    """Something new.

    Attributes:
        moment: when, as RFC 3339 has it.
        id: what it is called for good, as a reference below the root.
        topic: the id of the topic it happened in; empty for none.
        is_new: whether something came, rather than changed.
        say: says it.
    """

    moment: str
    id: str
    topic: str
    is_new: bool
    say: Callable[[], Said]


def news(site: Site) -> dict[str, list[News]]:
    """The latest of all by topic, and of the whole site under no name; only where there is some."""
    found: dict[str, list[News]] = defaultdict(list)
    for one in chain(_changes(site), _questions(site), _gone(site), _turned(site)):
        for name in {"", one.topic}:
            found[name].append(one)
    return {name: _latest(some) for name, some in found.items()}


def _latest(some: Iterable[News]) -> list[News]:
    by_name = sorted(some, key=lambda one: one.id)
    return sorted(by_name, key=lambda one: one.moment, reverse=True)[:MOST]


def _changes(site: Site) -> Iterator[News]:
    for one in site.changes:
        say = _SAY.get(one.what)
        if say is None:
            continue
        name = _NAMES[one.what](site, one)
        is_new = one.what in ("resource", "example", "path")
        yield News(
            _moment(one.seconds), f"{site.feed_address()}#{name}", one.topic, is_new,
            partial(say, site, one),
        )  # fmt: skip


def _questions(site: Site) -> Iterator[News]:
    """New questions, those of a topic and a day together."""
    later: dict[tuple[str, str], int] = defaultdict(int)
    for one in site.changes:
        if one.what == "more-questions":
            later[one.topic, one.name] += int(one.now)
    days: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for one in site.changes:
        if one.what in ("questions", "more-questions"):
            number = int(one.now)
            if one.what == "questions":
                number = max(1, number - later[one.topic, one.name])
            days[one.topic, _moment(one.seconds)[:10]].append((one.seconds, number))
    for (topic, day), some in days.items():
        name = f"{site.feed_address()}#questions/{_first_id(site, topic)}/{day}"
        number = sum(number for _, number in some)
        yield News(
            _moment(max(seconds for seconds, _ in some)), name, topic, True,
            partial(_say_questions, site, topic, number),
        )  # fmt: skip


def _gone(site: Site) -> Iterator[News]:
    for entry in site.catalog.resources.values():
        if day := site.gone_since.get(entry.model.url):
            first = (*entry.model.formerly, entry.id)[0]
            name = f"{site.feed_address()}#gone/{first}/{day}"
            yield News(
                f"{day}T00:00:00Z", name, entry.topic, False, partial(_say_gone, site, entry.id)
            )


def _turned(site: Site) -> Iterator[News]:
    for turn in site.turned:
        resource = turn.claim.partition("/")[0]
        topic = site.catalog.resources[resource].topic
        yield News(
            f"{turn.day}T00:00:00Z",
            feed.name_of(turn),
            topic,
            False,
            partial(_say_turn, site, turn),
        )


def _moment(seconds: int) -> str:
    moment = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    return moment.isoformat().replace("+00:00", "Z")


def _first_id(site: Site, topic: str) -> str:
    return (*site.former_ids(topic), topic)[0]


def _first_name(site: Site, one: Change) -> str:
    known = site.known_as(one.name)
    return (*known[1:], one.name)[0]


def _path_name(site: Site, one: Change) -> str:
    return f"{_first_id(site, one.topic)}/{one.name}"


_NAMES: Final[Mapping[str, Callable[[Site, Change], str]]] = {
    "resource": lambda site, one: f"new/{_first_name(site, one)}",
    "example": lambda site, one: f"new/{_first_name(site, one)}",
    "path": lambda site, one: f"path/{_path_name(site, one)}",
    "longer": lambda site, one: f"longer/{_path_name(site, one)}/{one.seconds}",
    "access": lambda site, one: f"access/{_first_name(site, one)}/{one.seconds}",
}


def _say_resource(site: Site, one: Change) -> Said:
    model = site.catalog.resources[one.name].model
    said = facts(site.kinds[model.kind], byline(site.language, model))
    text = f"{said}. {plain(model.summary)}" if model.summary else f"{said}."
    title = site.language.gettext("New: %(title)s", title=model.title)
    return Said(title, text, _address(site, one.name))


def _say_example(site: Site, one: Change) -> Said:
    model = site.catalog.examples[one.name].model
    title = site.language.gettext("New example: %(title)s", title=model.title)
    return Said(title, plain(model.summary), _address(site, one.name))


def _say_path(site: Site, one: Change) -> Said:
    path = next(path for path in site.catalog.topics[one.topic].model.paths if path.id == one.name)
    name = site.path_name(one.topic, one.name)
    title = site.language.gettext("New learning path: %(path)s", path=name)
    return Said(title, plain(path.summary or ""), _address_of_path(site, one))


def _say_longer(site: Site, one: Change) -> Said:
    title = site.language.ngettext(
        "%(number)s more step on the path: %(path)s",
        "%(number)s more steps on the path: %(path)s",
        int(one.now),
        path=site.path_name(one.topic, one.name),
    )
    catalog = site.catalog
    there = [name for name in one.added if name in catalog.resources or name in catalog.examples]
    titles = site.language.listed([site.title_of(name) for name in there])
    return Said(title, f"{titles}." if titles else "", _address_of_path(site, one))


def _say_access(site: Site, one: Change) -> Said:
    title = site.language.gettext(_NOW[one.now], title=site.title_of(one.name))
    before = label(site.language, one.before)
    return Said(
        title, site.language.gettext("Before: %(access)s.", access=before), _address(site, one.name)
    )


_NOW: Final = {
    "free": N_("Now free: %(title)s"),
    "registration": N_("Now asks you to register: %(title)s"),
    "paywalled": N_("Now paywalled: %(title)s"),
}
_SAY: Final[Mapping[str, Callable[[Site, Change], Said]]] = {
    "resource": _say_resource,
    "example": _say_example,
    "path": _say_path,
    "longer": _say_longer,
    "access": _say_access,
}


def _say_questions(site: Site, topic: str, number: int) -> Said:
    title = site.language.ngettext(
        "%(number)s new question: %(topic)s",
        "%(number)s new questions: %(topic)s",
        number,
        topic=site.title_of(topic),
    )
    return Said(title, "", site.questions_address(topic))


def _say_gone(site: Site, name: str) -> Said:
    model = site.catalog.resources[name].model
    title = site.language.gettext("Link no longer works: %(title)s", title=model.title)
    known = site.ledger[model.url]
    text = (
        site.language.gettext("An archived copy: %(address)s", address=known.archive)
        if known.archive
        else site.language.gettext("No archived copy is known.")
    )
    return Said(title, text, _address(site, name))


def _say_turn(site: Site, turn: Turn) -> Said:
    language: Language = site.language
    title = language.gettext(
        "%(before)s before, %(now)s now: %(claim)s",
        before=_capital(labels.verdict(language, turn.before)),
        now=labels.verdict(language, turn.now),
        claim=plain(site.claims[turn.claim].says),
    )
    text = language.gettext(
        "%(title)s. Seen under %(runtimes)s.",
        title=site.title_of(turn.claim.partition("/")[0]),
        runtimes=under(language, turn.runtimes),
    )
    return Said(title, text, site.claim_address(turn.claim))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _address(site: Site, name: str) -> str:
    return site.address_of(name) or ""


def _address_of_path(site: Site, one: Change) -> str:
    return f"{_address(site, one.topic)}#path_{one.name}"
