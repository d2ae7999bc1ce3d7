"""The generated blocks that an author places with a marker comment.

A marker is an HTML comment on a line of its own: `<!-- topicsite: resources kind=video -->`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, count
from typing import Final

from markupsafe import Markup

from topicsite.findings.diagnostics import did_you_mean
from topicsite.findings.rules import RULES
from topicsite.language.locales import ENGLISH
from topicsite.links.states import MEANING
from topicsite.model.catalog import FEW, Entry
from topicsite.model.entries import LearningPath, Topic
from topicsite.model.gaps import gaps
from topicsite.model.measurements import Measurement
from topicsite.model.words import meant
from topicsite.proving.claims import Finding
from topicsite.render import feed
from topicsite.render.environment import template
from topicsite.render.form import form
from topicsite.render.map import LINE, WIDTH, drawn
from topicsite.render.measured import measured, name_of
from topicsite.render.site import Site, root_of

_MARKER: Final = re.compile(r"(?:<p>)?<!--\s*topicsite:\s*(.*?)\s*-->(?:</p>)?", re.DOTALL)
_OPTION: Final = re.compile(r"([a-z]+)=([A-Za-z0-9._/-]+)\Z")


class MarkerError(ValueError):
    """A marker that names no block, or an option that the block does not take."""


class MarkersError(MarkerError):
    """All that is wrong with the markers of a page.

    Attributes:
        problems: what a marker says behind `topicsite:`, and what is wrong with it, in order.
    """

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        super().__init__("\n".join(message for _, message in problems))
        self.problems = problems


@dataclass
class Place:
    """Where a block stands, and what the markers around it show.

    Attributes:
        site: the site.
        root: the way from the page to the site's root.
        address: where the page will be published; below the root if nobody knows where that is.
        topic: the topic that the marker names, else that of the page, if it belongs to one.
        shown: the kinds that other markers of the page show by themselves.
        measurements: what was measured, by the files that markers of the page name.
    """

    site: Site
    root: str
    address: str
    topic: Entry[Topic] | None
    shown: frozenset[str]
    measurements: Mapping[str, Measurement]


def measured_files(html: str) -> list[str]:
    """The files of measurements that the markers of a page name, in order.

    Raises:
        MarkersError: for files whose tables would have the same anchors.
    """
    markers = ((match[1], _measured_file(match)) for match in _MARKER.finditer(html))
    found = [(marker, file) for marker, file in markers if file]
    problems = []
    for (_, one), (marker, other) in combinations(found, 2):
        if one == other:
            problems.append((marker, f"`{one}` is shown twice; keep one of the markers"))
        elif name_of(one) == name_of(other):
            message = f"`{one}` and `{other}` have the same name; rename one of them"
            problems.append((marker, message))
    if problems:
        raise MarkersError(problems)
    return [file for _, file in found]


def _measured_file(marker: re.Match[str]) -> str | None:
    try:
        name, options = _parse(marker[1])
    except MarkerError:
        return None  # it is told when the markers are filled
    return options.get("file") if name == "measured" else None


def fill_markers(
    html: str, site: Site, address: str, measurements: Mapping[str, Measurement] | None = None
) -> str:
    """Replace every marker of a page by its block.

    Args:
        html: the page as Markdown made it.
        site: the site.
        address: the page's address below the root, such as `sorting/` or `sorting/index.html`.
        measurements: what was measured, by file: that of all `measured_files`.

    Raises:
        MarkersError: for unknown blocks, options and topics, and blocks without a topic.
    """
    if "topicsite:" not in html:
        return html
    shown = frozenset(re.findall(r"topicsite:\s*resources\s+kind=([a-z0-9-]+)", html))
    # A topic's id is one folder, or a page at the root: `sorting/`, `sorting/more.html`,
    # `sorting.html`.
    own = site.catalog.topics.get(address.split("/")[0].removesuffix(".html"))

    problems: list[tuple[str, str]] = []

    def fill(match: re.Match[str]) -> str:
        try:
            name, options = _parse(match[1])
            topic = _named(site, options.pop("topic")) if "topic" in options else own
            place = Place(
                site, root_of(address), site.base + address, topic, shown, measurements or {}
            )
            return BLOCKS[name][0](place, options)
        except MarkerError as error:
            problems.append((match[1], str(error)))
            return match[0]

    filled = _MARKER.sub(fill, html)
    if problems:
        raise MarkersError(problems)
    return filled


def line_of(marker: str, source: str) -> int:
    """The line of a page's source on which a marker that holds some text begins, else the first."""
    for match in _MARKER.finditer(source):
        if marker in match[1]:
            return source.count("\n", 0, match.start()) + 1
    return 1


def _parse(text: str) -> tuple[str, dict[str, str]]:
    name, *words = text.split() or [""]
    if name not in BLOCKS:
        raise MarkerError(f"there is no block `{name}`{did_you_mean(name, BLOCKS)}")
    accepted = BLOCKS[name][1]
    options: dict[str, str] = {}
    for word in words:
        match = _OPTION.match(word)
        if match is None:
            raise MarkerError(f"`{word}` is not an option; write it as `kind=video`")
        option, value = match.groups()
        if option not in accepted:
            proposal = did_you_mean(option, accepted)
            raise MarkerError(f"the block `{name}` has no option `{option}`{proposal}")
        if option in options:
            raise MarkerError(f"`{option}` is given twice; keep one of the two")
        options[option] = value
    return name, options


def _named(site: Site, topic: str) -> Entry[Topic]:
    """The topic that a marker names."""
    topics = site.catalog.topics
    if topic not in topics:
        proposal = did_you_mean(topic, topics) or _known(topics)
        raise MarkerError(f"there is no topic `{topic}`{proposal}")
    return topics[topic]


def _known(topics: Iterable[str]) -> str:
    """A clause that names the topics of a site, the first few of many."""
    names = [f"`{name}`" for name in topics]
    if not names:
        return ", and no other yet"
    return f"; {'there is' if len(names) == 1 else 'the topics are'} {ENGLISH.listed(names)}"


def _topic(place: Place) -> Entry[Topic]:
    if place.topic is None:
        topics = place.site.catalog.topics
        if not topics:
            raise MarkerError("this page belongs to no topic, and there is none yet")
        first = f"such as `topic={next(iter(topics))}`"
        raise MarkerError(f"this page belongs to no topic; name one, {first}")
    return place.topic


def _render(place: Place, name: str, **more: object) -> str:
    return template(name, place.site.language).render(site=place.site, root=place.root, **more)


def _resources(place: Place, options: dict[str, str]) -> str:
    """The cards of one kind, or of all that no other marker shows; few of them in the open."""
    topic = _topic(place)
    kinds = place.site.catalog.site.kind_ids
    kind = options.get("kind")
    if kind is not None and kind not in kinds:
        usual = meant("kind", kind, kinds)
        advice = f"; did you mean `{usual}`?" if usual else did_you_mean(kind, kinds)
        raise MarkerError(f"there is no kind `{kind}`{advice}")
    wanted = [kind] if kind else [one for one in kinds if one not in place.shown]
    catalog = place.site.catalog
    entries = catalog.in_reading_order(catalog.shown_in(topic.id))
    groups = [(one, [entry for entry in entries if entry.model.kind == one]) for one in wanted]
    filled = [(one, *catalog.chosen(entries)) for one, entries in groups if entries]
    return _render(place, "resources", topic=topic, groups=filled, with_headings=kind is None)


def _paths(place: Place, options: dict[str, str]) -> str:
    """The learning paths of a topic, or one of them."""
    topic = _topic(place)
    paths: list[LearningPath] = list(topic.model.paths)
    if wanted := options.get("id"):
        known = [path.id for path in paths]
        paths = [path for path in paths if path.id == wanted]
        if not paths:
            raise MarkerError(f"there is no path `{wanted}`{did_you_mean(wanted, known)}")
    return _render(place, "paths", topic=topic, paths=paths, number=count(1))


def _of_topic(name: str) -> Callable[[Place, dict[str, str]], str]:
    def block(place: Place, options: dict[str, str]) -> str:
        return _render(place, name, topic=_topic(place))

    return block


def _home(place: Place, options: dict[str, str]) -> str:
    """The way in for a site: the first step, the paths, and what the catalog holds."""
    topics = list(place.site.catalog.topics.values())
    first = place.topic or next((topic for topic in topics if topic.model.paths), None)
    return _render(
        place, "home", topics=topics, first=first, picture=map_of(place.site, place.root)
    )


def map_of(site: Site, root: str) -> Markup:
    """The picture of all topics, where there are many."""
    if len(site.catalog.topics) <= FEW:
        return Markup()
    picture = drawn(site.catalog)
    if site.language.direction == "rtl":
        picture = picture.mirrored()
    html = template("map", site.language).render(
        site=site, root=root, map=picture, box_width=WIDTH, line_height=LINE
    )
    return Markup(html)  # noqa: S704  # made by a template


def _map(place: Place, options: dict[str, str]) -> str:
    return map_of(place.site, place.root)


def _tags(place: Place, options: dict[str, str]) -> str:
    return _render(place, "tags", tags=place.site.catalog.tags)


def _claims(place: Place, options: dict[str, str]) -> str:
    """Every claim with what came out: those that differ first, because they teach most."""
    catalog = place.site.catalog
    entries = [
        entry
        for topic in catalog.topics
        for kind in catalog.site.kind_ids
        for entry in catalog.of_kind(topic, kind)
        if entry.model.claims
    ]
    found = {entry.id: place.site.findings(entry) for entry in entries}
    sections = [
        (
            verdict,
            [(entry, chosen) for entry in entries if (chosen := _only(found[entry.id], verdict))],
        )
        for verdict in ("differs", "reproduced", "proved", "not tried")
    ]
    everything = [finding for findings in found.values() for finding in findings]
    return _render(
        place,
        "claims",
        sections=sections,
        everything=everything,
        address=place.address,
        feed=feed.PLACE if feed.is_there(place.site) else None,
    )


def _only(findings: list[Finding], verdict: str) -> list[Finding]:
    return [finding for finding in findings if finding.verdict == verdict]


def _output(place: Place, options: dict[str, str]) -> str:
    """What a named cell of an example drew."""
    if len(options) < 2:
        raise MarkerError("an output is that of a cell: write `output example=two-ways cell=graph`")
    example, cell = options["example"], options["cell"]
    examples = place.site.catalog.examples
    if example not in examples:
        raise MarkerError(f"there is no example `{example}`{did_you_mean(example, examples)}")
    drawn = place.site.drawn.get(example, {})
    if cell not in drawn:
        raise MarkerError(
            f"the example `{example}` has no cell `{cell}`"
            + (did_you_mean(cell, drawn) or f"; tag the cell you mean `name:{cell}`")
        )
    return drawn[cell]


def _along(place: Place, options: dict[str, str]) -> str:
    """What a reader can take along: of the page's topic, or of the site."""
    catalog = place.site.catalog
    has_resources = catalog.shown_in(place.topic.id) if place.topic else catalog.resources
    return _render(place, "along", topic=place.topic, has_resources=bool(has_resources))


def _todo(place: Place, options: dict[str, str]) -> str:
    """The resources of which something is not known, of the page's topic or of all."""
    topic = place.topic.id if place.topic else None
    return _render(place, "todo", gaps=gaps(place.site.catalog, topic))


def _links(place: Place, options: dict[str, str]) -> str:
    """Every address that was ever looked at, by what became of it, the most urgent first."""
    ledger = place.site.ledger
    groups = [
        (state, meaning, [(a, ledger[a]) for a in sorted(ledger) if ledger[a].state == state])
        for state, meaning in MEANING.items()
    ]
    return _render(place, "links", groups=groups)


def _rules(place: Place, options: dict[str, str]) -> str:
    return _render(place, "rules", rules=RULES.values())


def _measured(place: Place, options: dict[str, str]) -> str:
    """What was measured, from a file."""
    if "file" not in options:
        raise MarkerError("name the file of a measurement: write `measured file=speed.json`")
    if options["file"] not in place.measurements:
        raise MarkerError(f"`{options['file']}` could not be read")
    return measured(
        place.measurements[options["file"]], options["file"], place.root, place.site.language
    )


def _form(place: Place, options: dict[str, str]) -> str:
    """The form that writes an entry."""
    if not place.site.catalog.topics:
        raise MarkerError("there is no topic yet that a resource could go into")
    return form(place.site)


BLOCKS: Final[dict[str, tuple[Callable[[Place, dict[str, str]], str], tuple[str, ...]]]] = {
    "along": (_along, ("topic",)),
    "assumes": (_of_topic("assumes"), ("topic",)),
    "claims": (_claims, ()),
    "form": (_form, ()),
    "goals": (_of_topic("goals"), ("topic",)),
    "home": (_home, ("topic",)),
    "links": (_links, ()),
    "map": (_map, ()),
    "measured": (_measured, ("file",)),
    "output": (_output, ("example", "cell")),
    "paths": (_paths, ("id", "topic")),
    "resources": (_resources, ("kind", "topic")),
    "rules": (_rules, ()),
    "tags": (_tags, ()),
    "todo": (_todo, ("topic",)),
}
