"""Pages that nobody writes: tag pages, redirects, and a topic's page if it has none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from topicsite.catalog import Catalog, Entry
from topicsite.model import Example, Topic
from topicsite.render.blocks import fill_markers
from topicsite.render.environment import template
from topicsite.render.site import Site, root_of


@dataclass(frozen=True)
class GeneratedPage:
    """A finished page.

    Attributes:
        address: where it stands below the root, such as `tags/chain-rule/`.
        title: its title.
        description: one sentence for search engines.
        html: its content.
    """

    address: str
    title: str
    description: str
    html: str


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
            template("tag_index").render(site=site, root=root_of("tags/"), tags=tags),
        )
    for phrase, entries in tags.items():
        address = site.tag_addresses[phrase]
        yield GeneratedPage(
            address,
            phrase[:1].upper() + phrase[1:],
            f"What teaches {phrase}: {', '.join(e.model.title for e in entries[:3])}"[:160],
            template("tag").render(
                site=site, root=root_of(address), phrase=phrase, entries=entries
            ),
        )


def _topic_page(site: Site, topic: Entry[Topic]) -> GeneratedPage:
    address = f"{topic.id}/"
    outline = template("topic").render(topic=topic)
    return GeneratedPage(
        address,
        topic.model.title,
        topic.model.summary[:160],
        fill_markers(outline, site, address),
    )


def example_page(site: Site, example: Entry[Example], content: str) -> str:
    """An executed example with its title, what it follows and what it needs."""
    return template("example").render(
        site=site,
        root=root_of(f"examples/{example.id}/"),
        entry=example,
        content=Markup(content),  # noqa: S704  # made by `notebook.slim`
    )


def redirects(catalog: Catalog) -> list[Redirect]:
    """A small page at each former address of a topic."""
    made = []
    for topic in catalog.topics.values():
        for old in topic.model.formerly:
            file = f"{old}index.html" if old.endswith("/") else old
            target = f"{root_of(file)}{topic.id}/"
            html = template("redirect").render(target=target, title=topic.model.title)
            made.append(Redirect(file, html))
    return made
