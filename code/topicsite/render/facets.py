"""What the things on a site can be chosen by: each facet with its values, and who has which."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, get_args

from topicsite.model.catalog import Entry
from topicsite.model.entries import Example, Resource
from topicsite.model.fields import Access
from topicsite.model.phrases import slug
from topicsite.render.labels import label
from topicsite.render.site import Site
from topicsite.render.text import duration

Item = Entry[Resource] | Entry[Example]

EXAMPLE: Final = "example"
"""Stands for examples among the kinds."""
UNKNOWN: Final = "unknown"
"""Stands for what nobody has filled in."""
_LIMITS: Final = (10, 20, 45, 90)
"""Minutes that somebody may have."""
_LONGER: Final = "longer"
_OWN: Final = frozenset({"choice", "boolean", "list"})
"""The types of a site's own fields whose values several entries share."""


@dataclass(frozen=True)
class Value:
    """One value of a facet.

    Attributes:
        id: its name in addresses.
        label: what stands at its box.
        said: the same within the sentence that says what is shown.
    """

    id: str
    label: str
    said: str


@dataclass(frozen=True)
class Facet:
    """One way to choose.

    Attributes:
        id: its name in addresses.
        label: what stands above its values.
        values: its values in the order in which they are shown.
        of: for each item the numbers of its values.
        single: whether only one value makes sense at a time.
    """

    id: str
    label: str
    values: list[Value]
    of: list[list[int]]
    single: bool = False


def items_of(site: Site) -> list[Item]:
    """Everything that can be chosen: resources by topic, kind and level, then examples."""
    catalog = site.catalog
    resources = [
        entry
        for topic in _topics(site)
        for kind in catalog.site.kind_ids
        for entry in catalog.of_kind(topic, kind)
    ]
    levels = {level: number for number, level in enumerate(catalog.site.level_ids)}
    examples = sorted(catalog.examples.values(), key=lambda entry: levels[entry.model.level])
    return [*resources, *examples]


def facets_of(site: Site, items: Sequence[Item]) -> list[Facet]:
    """The facets that part the items, as far as there is something to choose."""
    return [facet for facet in _facets(site, items) if len(facet.values) > 1]


def _facets(site: Site, items: Sequence[Item]) -> Iterator[Facet]:
    gettext, within = site.language.gettext, site.language.within
    topics = [Value(name, site.title_of(name), site.title_of(name)) for name in _topics(site)]
    yield _facet(site, "topic", gettext("Topic"), items, _topics_of(site), topics)

    kinds = {kind: site.plurals[kind] for kind in site.catalog.site.kind_ids}
    kinds[EXAMPLE] = gettext("Examples to run")
    values = [Value(name, words, within(words)) for name, words in kinds.items()]
    yield _facet(site, "kind", gettext("Kind"), items, lambda item: [kind_of(item)], values)

    times = {
        str(limit): gettext("up to %(time)s", time=duration(site.language, 60 * limit))
        for limit in _LIMITS
    }
    times[_LONGER] = gettext("longer")
    values = [Value(name, words, words) for name, words in times.items()]
    yield _facet(site, "time", gettext("Time"), items, _limits_of, values, single=True)

    values = [Value(name, words, within(words)) for name, words in site.levels.items()]
    yield _facet(
        site, "level", gettext("Level"), items, lambda one: _given(one.model.level), values
    )

    names = {word: label(site.language, word) for word in get_args(Access)}
    values = [Value(name, words, within(words)) for name, words in names.items()]
    yield _facet(site, "access", gettext("Access"), items, _access_of, values)

    codes = sorted({code for item in items for code in _languages_of(site, item)})
    names = {code: site.language.name_of(code) for code in codes}
    values = [
        Value(code, name, gettext("in %(language)s", language=name)) for code, name in names.items()
    ]
    yield _facet(site, "language", gettext("Language"), items, partial(_languages_of, site), values)

    tried = {
        "tried": gettext("tried by a program"),
        "differs": gettext("some came out otherwise"),
        "no": gettext("none tried"),
    }
    values = [Value(name, words, words) for name, words in tried.items()]
    yield _facet(site, "tried", gettext("Statements"), items, partial(_tried, site), values)

    yield from _own(site, items)

    values = [Value(slug(phrase), phrase, phrase) for phrase in site.catalog.tags]
    yield _facet(
        site,
        "teaches",
        gettext("Teaches"),
        items,
        lambda item: [slug(phrase) for phrase in item.model.teaches],
        values,
    )


def _facet(
    site: Site,
    name: str,
    title: str,
    items: Sequence[Item],
    values_of: Callable[[Item], Iterable[str]],
    values: Sequence[Value],
    *,
    single: bool = False,
) -> Facet:
    """A facet with those of the values that some item has; who has none is `not said`."""
    has = [[*values_of(item)] for item in items]
    used = {value for own in has for value in own}
    shown = [value for value in values if value.id in used]
    numbers = {value.id: number for number, value in enumerate(shown)}
    of = [[numbers[value] for value in own if value in numbers] for own in has]
    if not all(of):
        gettext = site.language.gettext
        words = gettext("%(facet)s: not said", facet=title)
        of = [own or [len(shown)] for own in of]
        shown.append(Value(UNKNOWN, gettext("not said"), words))
    return Facet(name, title, shown, of, single)


def _topics(site: Site) -> list[str]:
    return [topic.id for group in site.catalog.groups for topic in group.topics]


def _topics_of(site: Site) -> Callable[[Item], list[str]]:
    """Gives the topics that show a resource, or that an example belongs to by its resources."""
    catalog = site.catalog
    shown: dict[str, dict[str, None]] = {}
    for topic in _topics(site):
        for entry in catalog.shown_in(topic):
            shown.setdefault(entry.id, {})[topic] = None
    for topic, own in catalog.topics.items():
        for assumed in own.model.assumes:
            if assumed.refresher is not None:
                shown.setdefault(assumed.refresher, {})[topic] = None
    for name, example in catalog.examples.items():
        of = shown.setdefault(name, {})
        of |= dict.fromkeys(stop.topic for stop in catalog.stops.get(name, ()))
        of |= {
            topic: None for resource in example.model.follows for topic in shown.get(resource, ())
        }
    return lambda item: [*shown.get(item.id, ())]


def kind_of(item: Item) -> str:
    """The kind of a resource; an example is one too."""
    return item.model.kind if isinstance(item.model, Resource) else EXAMPLE


def _limits_of(item: Item) -> list[str]:
    seconds = item.model.duration
    if seconds is None:
        return []
    return [str(limit) for limit in _LIMITS if seconds <= 60 * limit] or [_LONGER]


def _access_of(item: Item) -> list[str]:
    return _given(item.model.access) if isinstance(item.model, Resource) else ["free"]


def _languages_of(site: Site, item: Item) -> list[str]:
    """The language of a resource; an example is in that of the site."""
    if isinstance(item.model, Resource):
        return _given(item.model.language)
    return [site.language.code]


def _tried(site: Site, item: Item) -> list[str]:
    """What came out for the claims of a resource; an example is what tries them."""
    if not isinstance(item.model, Resource):
        return ["tried"]
    found = {finding.verdict for finding in site.findings(site.catalog.resources[item.id])}
    if not found - {"not tried"}:
        return ["no"]
    return ["tried", "differs"] if "differs" in found else ["tried"]


def _own(site: Site, items: Sequence[Item]) -> Iterator[Facet]:
    """The facets of a site's own fields."""
    gettext = site.language.gettext
    for name, field in site.catalog.site.fields.items():
        if field.type not in _OWN:
            continue
        has = partial(_own_values, name)
        words = {"true": gettext("Yes"), "false": gettext("No")}
        if field.type != "boolean":
            words = {word: word for item in items for word in has(item)}
        order = field.choices or sorted(words, key=str.casefold)
        values = [
            Value(one, words.get(one, one), f"{field.label}: {words.get(one, one)}")
            for one in order
        ]
        yield _facet(site, f"own-{name}", field.label, items, has, values)


def _own_values(name: str, item: Item) -> list[str]:
    value = getattr(item.model, name, None)
    if isinstance(value, bool):
        return ["true" if value else "false"]
    return [*value] if isinstance(value, tuple) else _given(value)


def _given(value: str | None) -> list[str]:
    return [] if value is None else [value]
