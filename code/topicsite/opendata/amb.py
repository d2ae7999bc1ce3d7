"""Resources in AMB, the profile in which German-speaking school and university catalogues exchange.

https://dini-ag-kim.github.io/amb/20231019/
"""

from __future__ import annotations

import re
from typing import Final

from topicsite.model.catalog import Entry
from topicsite.model.entries import Resource
from topicsite.model.times import iso
from topicsite.opendata.places import root, uri
from topicsite.opendata.words import PLAYED, called, is_of_amb, licence_address
from topicsite.opendata.written import Node, known, plain
from topicsite.render.site import Site

_CONTEXT: Final = "https://w3id.org/kim/amb/context.jsonld"
_TYPES: Final = "https://w3id.org/kim/hcrt/"
_ACCESS: Final = {
    "free": "http://w3id.org/kim/conditionsOfAccess/no_login",
    "registration": "http://w3id.org/kim/conditionsOfAccess/login",
}
_WITHOUT: Final = frozenset({"Dataset"})
"""Classes of schema.org that AMB does not take."""
_DAY: Final = len("2017-03-15")


def records(site: Site) -> list[Node]:
    """A record of each resource."""
    return [record(site, entry) for entry in site.catalog.resources.values()]


def record(site: Site, entry: Entry[Resource]) -> Node:
    """What AMB can say of a resource."""
    model = entry.model
    kind = called(model.kind)
    narrower = [kind.type] if kind.type and kind.type not in _WITHOUT else []
    spoken = _short(site.language.code)
    licence = licence_address(model.licence) if model.licence else None
    condition = _ACCESS.get(model.access or "")
    played = model.duration if model.kind in PLAYED else None
    return known(
        {
            "@context": [_CONTEXT, {"@language": spoken or "en"}],
            "id": uri(model.url),
            "type": ["LearningResource", *narrower],
            "name": plain(model.title),
            "description": model.summary and plain(model.summary),
            "creator": [{"type": "Person", "name": name} for name in model.authors],
            "datePublished": model.published if len(model.published or "") == _DAY else None,
            "inLanguage": [code] if (code := _short(model.language or "")) else None,
            "duration": played and iso(played),
            "isAccessibleForFree": None if model.access is None else model.access != "paywalled",
            "conditionsOfAccess": {"id": condition} if condition else None,
            "license": {"id": licence} if licence and is_of_amb(licence) else None,
            "learningResourceType": [{"id": _TYPES + kind.hcrt}] if kind.hcrt else None,
            "keywords": list(model.teaches),
            "teaches": _terms(site, model.teaches, spoken),
            "competencyRequired": _terms(site, model.assumes, spoken),
            "mainEntityOfPage": _page(site, entry),
        }
    )


def _terms(site: Site, phrases: tuple[str, ...], spoken: str) -> list[Node]:
    """Phrases that have an address, which AMB wants of each."""
    if not root(site):
        return []
    found = []
    for phrase in phrases:
        address = site.term_address(phrase) or site.tag_addresses.get(phrase)
        if address:
            named = known({"prefLabel": {spoken: phrase} if spoken else None})
            found.append({"id": uri(root(site) + address), **named})
    return found


def _page(site: Site, entry: Entry[Resource]) -> list[Node]:
    """Where this was taken from: the card, of a site that knows where it is."""
    if not root(site):
        return []
    provider = known({"id": uri(root(site)), "type": "Service", "name": site.name})
    address = uri(root(site) + (site.address_of(entry.id) or ""))
    return [{"id": address, "type": "WebContent", "provider": provider}]


def _short(code: str) -> str:
    """The two letters of a language; nothing for one that has three."""
    return code[:2].lower() if re.match(r"[A-Za-z]{2}(?:[-_]|\Z)", code) else ""
