"""Resources and examples as things to learn from, in the words of schema.org."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from topicsite.model import identity
from topicsite.model.catalog import Entry
from topicsite.model.entries import Example, Resource
from topicsite.model.times import iso
from topicsite.opendata.places import To
from topicsite.opendata.words import PLAYED, called, licence_address
from topicsite.opendata.written import Json, Node, known, plain
from topicsite.render.site import Site

CONTEXT: Final = ["https://schema.org", {"dct": "http://purl.org/dc/terms/"}]
TRAINING_MATERIAL: Final = "https://bioschemas.org/profiles/TrainingMaterial/1.0-RELEASE"
"""The profile that a thing keeps whose name, description and keywords are known."""
OF_EXERCISE: Final = "exercise-"
"""What stands before the name of an exercise in the anchor of its heading."""


def resource(site: Site, entry: Entry[Resource], to: To) -> Node:
    """A resource as its card tells it."""
    model = entry.model
    kind = called(model.kind)
    licence = model.licence and (
        licence_address(model.licence) or {"@type": "CreativeWork", "name": model.licence}
    )
    played = model.duration if model.kind in PLAYED else None
    fields = {
        "@type": types(kind.type),
        "@id": to(site.address_of(entry.id) or ""),
        "name": plain(model.title),
        "url": model.url,
        "description": model.summary and plain(model.summary),
        "author": [{"@type": "Person", "name": name} for name in model.authors],
        "datePublished": model.published,
        "inLanguage": model.language,
        "learningResourceType": site.kinds[model.kind],
        "educationalLevel": model.level and site.levels[model.level],
        "timeRequired": model.duration and iso(model.duration),
        "duration": played and iso(played),
        "isAccessibleForFree": None if model.access is None else model.access != "paywalled",
        "conditionsOfAccess": "registration" if model.access == "registration" else None,
        "license": licence,
        "teaches": phrases(site, model.teaches, to),
        "keywords": list(model.teaches),
        "competencyRequired": phrases(site, model.assumes, to),
        "educationalAlignment": [requirement(site, name, to) for name in model.prerequisites],
        "isbn": model.isbn if kind.type in ("Book", "Chapter") else None,
        "identifier": identifiers(model),
        "sameAs": _same(model),
        "accessibilityFeature": ["captions"] if model.captions else None,
        "isPartOf": {"@id": to(site.page_address(entry.topic))},
    }
    return conforming(known(fields))


def example(site: Site, entry: Entry[Example], to: To) -> Node:
    """An example with what its exercises assess."""
    model = entry.model
    address = to(site.page_address(f"examples/{entry.id}"))
    topic = site.catalog.topic_of_example.get(entry.id)
    fields = {
        "@type": types("SoftwareSourceCode"),
        "@id": address,
        "name": plain(model.title),
        "url": address,
        "description": plain(model.summary),
        "inLanguage": site.language.code,
        "programmingLanguage": "Python",
        "educationalLevel": site.levels[model.level],
        "timeRequired": iso(model.duration),
        "teaches": phrases(site, model.teaches, to),
        "keywords": list(model.teaches),
        "assesses": [
            {
                "@type": "DefinedTerm",
                "@id": f"{address}#{OF_EXERCISE}{exercise.id}",
                "name": plain(exercise.title),
            }
            for exercise in site.catalog.exercises.get(entry.id, ())
        ],
        "isBasedOn": references(site, model.follows, to),
        "isPartOf": {"@id": to(site.page_address(topic))} if topic else None,
    }
    return conforming(known(fields))


def types(narrower: str) -> Json:
    """The classes of something to learn from."""
    return ["LearningResource", narrower] if narrower else "LearningResource"


def phrases(site: Site, given: Iterable[str], to: To) -> list[Node]:
    """Phrases as terms: at their definition if there is one, else at the page of what teaches them.

    What has neither is a name only.
    """
    found = []
    for phrase in given:
        address = site.term_address(phrase) or site.tag_addresses.get(phrase)
        named = {"@id": to(address)} if address else {}
        found.append({"@type": "DefinedTerm", **named, "name": phrase})
    return found


def requirement(site: Site, name: str, to: To) -> Node:
    """A resource or a topic that comes first."""
    address = site.address_of(name)
    return known(
        {
            "@type": "AlignmentObject",
            "alignmentType": "requires",
            "targetName": plain(site.title_of(name)),
            "targetUrl": to(address) if address else None,
        }
    )


def references(site: Site, names: Iterable[str], to: To) -> list[Node]:
    """Things of the site by their addresses."""
    addresses = (site.address_of(name) for name in dict.fromkeys(names))
    return [{"@id": to(address)} for address in addresses if address]


def identifiers(model: Resource) -> list[Node]:
    """The numbers by which libraries know a resource."""
    given = (
        ("DOI", model.doi, model.doi and identity.doi_address(model.doi)),
        ("arXiv", model.arxiv, model.arxiv and identity.arxiv_address(model.arxiv)),
        ("ISBN", model.isbn, None),
    )
    return [
        known({"@type": "PropertyValue", "propertyID": name, "value": value, "url": url})
        for name, value, url in given
        if value
    ]


def conforming(node: Node) -> Node:
    """A thing that says which profile it keeps, if it says all that this wants."""
    if {"name", "description", "keywords"} <= node.keys():
        return {**node, "dct:conformsTo": {"@id": TRAINING_MATERIAL}}
    return node


def _same(model: Resource) -> list[str]:
    """The other addresses of a resource."""
    also = [other.url for other in model.also_at]
    also += [identity.doi_address(model.doi)] if model.doi else []
    also += [identity.arxiv_address(model.arxiv)] if model.arxiv else []
    return [address for address in dict.fromkeys(also) if address != model.url]
