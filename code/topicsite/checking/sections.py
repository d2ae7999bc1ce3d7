"""What the site as a whole says of its topics: each is there, and stands in one section."""

from __future__ import annotations

from collections.abc import Iterator

from topicsite.checking.places import finding
from topicsite.checking.references import PROPOSALS
from topicsite.findings.diagnostics import Diagnostic, did_you_mean
from topicsite.reading.load import Loaded
from topicsite.reading.source import Location


def sections(loaded: Loaded) -> Iterator[Diagnostic]:
    """Sections have titles of their own and topics that exist, each topic in one of them."""
    if loaded.site is None:
        return
    path, site = loaded.site.path, loaded.site.model
    topics = loaded.catalog.topics.keys() | loaded.broken
    left = iter(range(PROPOSALS))

    def missing(location: Location, name: str) -> Diagnostic:
        hint = did_you_mean(name, topics) if next(left, None) is not None else ""
        return finding(loaded, "unknown-id", f"there is no topic `{name}`{hint}", path, location)

    titles: set[str] = set()
    taken: dict[str, str] = {}
    for index, section in enumerate(site.sections):
        if section.title.casefold() in titles:
            message = f"another section has the title `{section.title}`; rename one"
            place: Location = ("sections", index, "title")
            yield finding(loaded, "duplicate-section", message, path, place)
        titles.add(section.title.casefold())
        for number, topic in enumerate(section.topics):
            place = ("sections", index, "topics", number)
            if topic not in topics:
                yield missing(place, topic)
            elif topic in taken:
                message = f"`{topic}` stands in the section `{taken[topic]}` already; keep one"
                yield finding(loaded, "repeated-topic", message, path, place)
            else:
                taken[topic] = section.title
    if site.start is not None and site.start not in topics:
        yield missing(("start",), site.start)
