"""What the site has, for programs that read before they answer: `llms.txt`, as llmstxt.org has it.

A title, a summary and lists of links, each to the Markdown of a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from topicsite.opendata.places import root
from topicsite.opendata.twins import link, place_of, text
from topicsite.render.site import Site

PLACE: Final = "llms.txt"


class Written(NamedTuple):
    """A page that somebody wrote, besides those of topics.

    Attributes:
        name: what it is called among pages.
        title: its title, as text.
        description: what it is about, as text; nothing if nobody says.
    """

    name: str
    title: str
    description: str


def listed(site: Site, written: Sequence[Written]) -> str:
    """The list; its addresses are whole where the site knows its own, else relative.

    Args:
        site: the site.
        written: pages that may be left out where there is little room.
    """
    return "\n".join(_lines(site, written)) + "\n"


def _lines(site: Site, written: Sequence[Written]) -> Iterator[str]:
    yield f"# {text(site.name)}"
    if site.description:
        yield from ("", f"> {text(site.description)}")
    for group in site.catalog.groups:
        if group.topics:
            yield from ("", f"## {text(site.heading(group))}", "")
            for topic in site.in_order(group):
                yield _entry(site, topic.id, topic.model.title, topic.model.summary)
    if site.catalog.examples:
        yield from ("", f"## {text(site.language.gettext('Examples to run'))}", "")
        for example in site.catalog.examples.values():
            name = f"examples/{example.id}"
            yield _entry(site, name, example.model.title, example.model.summary)
    if written:
        # In English whatever the site's language is: the format gives this heading its meaning.
        yield from ("", "## Optional", "")
        for page in written:
            yield _entry(site, page.name, page.title, page.description)


def _entry(site: Site, name: str, title: str, said: str) -> str:
    line = f"- {link(title, root(site) + place_of(site.page_address(name)))}"
    return f"{line}: {text(said)}" if said else line
