"""Pages that nobody writes: tag pages, redirects, and a topic's page if it has none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from markupsafe import Markup

from topicsite.model.catalog import Catalog, Entry
from topicsite.model.entries import Example, Topic
from topicsite.render.blocks import fill_markers
from topicsite.render.environment import template
from topicsite.render.site import Site, root_of

_FAINT: Final = 0.1


@dataclass(frozen=True)
class GeneratedPage:
    """A page that is finished when it is asked for, so that a large site need not be held at once.

    Attributes:
        address: where it stands below the root, such as `tags/chain-rule/`.
        title: its title.
        description: one sentence for search engines.
        html: makes its content.
        search_boost: how much its words count in the search; a tag page only repeats others'.
    """

    address: str
    title: str
    description: str
    html: Callable[[], str]
    search_boost: float = 1


@dataclass(frozen=True)
class Redirect:
    """A page at an old address that sends readers on: its file below the root, and its HTML."""

    file: str
    html: str


def generated_pages(site: Site) -> Iterator[GeneratedPage]:
    """The default page of every topic, the index of tags, and a page for each tag."""
    for topic in site.catalog.topics.values():
        yield _topic_page(site, topic)
    tags = site.catalog.tags
    if tags:
        yield GeneratedPage(
            "tags/",
            "Tags",
            f"Everything on this site by what it teaches: {len(tags)} tags.",
            partial(_render, "tag_index", "tags/", site=site, tags=tags),
            _FAINT,
        )
    for phrase, entries in tags.items():
        address = site.tag_addresses[phrase]
        yield GeneratedPage(
            address,
            phrase[:1].upper() + phrase[1:],
            f"What teaches {phrase}: {', '.join(e.model.title for e in entries[:3])}"[:160],
            partial(_render, "tag", address, site=site, phrase=phrase, entries=entries),
            _FAINT,
        )


def _render(name: str, address: str, **context: object) -> str:
    return template(name).render(root=root_of(address), **context)


def _topic_page(site: Site, topic: Entry[Topic]) -> GeneratedPage:
    address = f"{topic.id}/"

    def html() -> str:
        return fill_markers(template("topic").render(topic=topic), site, address)

    return GeneratedPage(address, topic.model.title, topic.model.summary[:160], html)


def example_page(site: Site, example: Entry[Example], content: str) -> str:
    """An executed example with its title, what it follows and what it needs."""
    return template("example").render(
        site=site,
        root=root_of(f"examples/{example.id}/"),
        entry=example,
        content=Markup(content),  # noqa: S704  # made by `notebook.slim`
    )


def redirects(catalog: Catalog) -> list[Redirect]:
    """A small page at each former address of a topic or an example."""
    made = []
    for topic in catalog.topics.values():
        for old in topic.model.formerly:
            file = f"{old}index.html" if old.endswith("/") else old
            made.append(_redirect(file, f"{topic.id}/", topic.model.title))
    for example in catalog.examples.values():
        for old in example.model.formerly:
            file, target = f"examples/{old}/index.html", f"examples/{example.id}/"
            made.append(_redirect(file, target, example.model.title))
    return made


def _redirect(file: str, target: str, title: str) -> Redirect:
    html = template("redirect").render(target=root_of(file) + target, title=title)
    return Redirect(file, html)
