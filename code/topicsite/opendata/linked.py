"""JSON-LD of topics and examples: in the heads of their pages, and all of a topic in a file."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup

from topicsite.model.catalog import Entry
from topicsite.model.entries import Topic
from topicsite.opendata import claims, courses, learning
from topicsite.opendata.objects import place
from topicsite.opendata.places import from_page, graph_address
from topicsite.opendata.written import Node, compact, file_of, script_of
from topicsite.render.site import Site, root_of

WHOLE: Final = 16_000
"""So many characters of a topic's graph stand on its page. More would make readers wait for what
they never see, so the page then tells of the topic alone, and links to the rest."""
_LINK: Final = Markup('<link rel="alternate describedby" type="{}" href="{}">\n')
"""Not `alternate` alone: Material takes what that leads to for the page in another language, and
asks for a sitemap beside it."""
_PARTS: Final = frozenset({"syllabusSections", "hasPart"})


def files(site: Site) -> dict[str, bytes]:
    """What is known of each topic, beside the topic's page."""
    return {
        graph_address(site, topic): file_of(of_topic(site, entry))
        for topic, entry in site.catalog.topics.items()
    }


def in_head(site: Site, page: str) -> str:
    """The elements for the head of a page; nothing for one that is of no topic and no example."""
    catalog = site.catalog
    folder, _, name = page.rpartition("/")
    up = root_of(site.page_address(page))
    if (topic := catalog.topics.get(page)) is not None:
        graph = of_topic(site, topic)
        shown = graph if len(compact(graph)) <= WHOLE else short_of(site, topic)
        links = [
            ("application/ld+json", graph_address(site, page)),
            ("application/json", place("topic", page)),
        ]
    elif folder == "examples" and name in catalog.examples:
        shown = of_example(site, name)
        links = [("application/json", place("example", name))]
    else:
        return ""
    return script_of(shown) + "".join(_LINK.format(kind, up + below) for kind, below in links)


def of_topic(site: Site, entry: Entry[Topic]) -> Node:
    """A topic with its paths, its resources and what came of their claims."""
    to = from_page(site, entry.id)
    nodes = [
        courses.topic(site, entry, to),
        *(courses.path(site, entry, path, to) for path in entry.model.paths),
    ]
    for resource in site.catalog.shown_in(entry.id):
        nodes.append(learning.resource(site, resource, to))
        nodes += claims.of_resource(site, resource, to)
    return {"@context": learning.CONTEXT, "@graph": nodes}


def short_of(site: Site, entry: Entry[Topic]) -> Node:
    """A topic without its parts."""
    node = courses.topic(site, entry, from_page(site, entry.id))
    shown = {name: node[name] for name in node if name not in _PARTS}
    return {"@context": learning.CONTEXT, "@graph": [shown]}


def of_example(site: Site, name: str) -> Node:
    """An example."""
    to = from_page(site, f"examples/{name}")
    node = learning.example(site, site.catalog.examples[name], to)
    return {"@context": learning.CONTEXT, **node}
