"""Feeds of what is new: Atom (RFC 4287), JSON Feed 1.1, and a list of them all as OPML 2.0.

They name their entries by the address of the site, so a site that nobody has said the address of
has none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final
from xml.etree import ElementTree as ET

from topicsite.opendata import places
from topicsite.render import feed
from topicsite.render.news import News, news
from topicsite.render.site import Site

LIST: Final = "feeds.opml"
"""Where the list of feeds lies below the root."""
_VERSION: Final = "https://jsonfeed.org/version/1.1"


def files(site: Site) -> dict[str, bytes]:
    """The feeds of the site and of each topic, where there is something to tell, and their list."""
    made: dict[str, bytes] = {}
    found = news(site) if site.base else {}
    for topic in ("", *site.catalog.topics):
        some = found.get(topic)
        if not some:
            continue
        atom, data = _atom(site, topic, some), _json(site, topic, some)
        for name in (*(site.former_ids(topic) if topic else ()), topic):
            made |= {site.feed_address(name): atom, site.feed_address(name, "json"): data}
    if made:
        made[LIST] = _outline(
            site, [name for name in ("", *site.catalog.topics) if found.get(name)]
        )
    return made


def _address(site: Site, place: str) -> str:
    return places.root(site) + place


def _page(site: Site, topic: str) -> str:
    return _address(site, site.page_address(topic) if topic else "")


def _atom(site: Site, topic: str, some: Iterable[News]) -> bytes:
    some = list(some)
    own = _address(site, site.feed_address(topic))
    spoken = {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": site.language.tag}
    root = ET.Element("feed", spoken)
    _add(root, "title", site.feed_title(topic))
    _add(root, "id", own)
    _link(root, "self", "application/atom+xml", own)
    _link(root, "alternate", "text/html", _page(site, topic))
    _add(root, "updated", some[0].moment)
    _add(ET.SubElement(root, "author"), "name", site.name or site.base)
    for one in some:
        said = one.say()
        entry = ET.SubElement(root, "entry")
        _add(entry, "title", said.title)
        _add(entry, "id", _address(site, one.id))
        _link(entry, "alternate", "text/html", _address(site, said.address))
        if one.is_new:
            _add(entry, "published", one.moment)
        _add(entry, "updated", one.moment)
        if one.topic:
            category = {"term": one.topic, "label": site.title_of(one.topic)}
            ET.SubElement(entry, "category", category)
        if said.text:
            _add(entry, "summary", said.text)
    return _written(root)


def _json(site: Site, topic: str, some: Iterable[News]) -> bytes:
    items = []
    for one in some:
        said = one.say()
        item: dict[str, Any] = {
            "id": _address(site, one.id),
            "url": _address(site, said.address),
            "title": said.title,
            "content_text": said.text or said.title,
            "date_published" if one.is_new else "date_modified": one.moment,
        }
        if one.topic:
            item["tags"] = [site.title_of(one.topic)]
        items.append(item)
    made = {
        "version": _VERSION,
        "title": site.feed_title(topic),
        "home_page_url": _page(site, topic),
        "feed_url": _address(site, site.feed_address(topic, "json")),
        "language": site.language.tag,
        "items": items,
    }
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()


def _outline(site: Site, topics: Iterable[str]) -> bytes:
    """A list of feeds, for programs that follow them."""
    root = ET.Element("opml", {"version": "2.0"})
    _add(ET.SubElement(root, "head"), "title", site.name or site.base)
    body = ET.SubElement(root, "body")
    lines: list[tuple[str, str, str]] = [
        (site.feed_title(topic), site.feed_address(topic), _page(site, topic)) for topic in topics
    ]
    if feed.is_there(site):
        lines.append((feed.title(site), feed.PLACE, _page(site, "")))
    for title, place, page in lines:
        outline: Mapping[str, str] = {
            "type": "rss", "text": title, "title": title, "xmlUrl": _address(site, place),
            "htmlUrl": page,
        }  # fmt: skip
        ET.SubElement(body, "outline", dict(outline))
    return _written(root)


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text


def _link(parent: ET.Element, rel: str, kind: str, address: str) -> None:
    ET.SubElement(parent, "link", {"rel": rel, "type": kind, "href": address})


def _written(root: ET.Element) -> bytes:
    ET.indent(root, space="")
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made + b"\n"
