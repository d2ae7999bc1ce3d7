"""Sites in memory whose data are looked at, and programs of others that look at them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag

from pyld import jsonld
from rdflib import Graph

from tests.hostile import write_project
from topicsite.proving.claims import Outcome
from topicsite.reading.load import Loaded, load
from topicsite.render.site import Site

CATALOGS = Path(__file__).parents[1] / "catalogs/valid"
NAMES = sorted(folder.name for folder in CATALOGS.iterdir() if folder.is_dir())
LOADED: Loaded = load(CATALOGS / "every-field")
"""All that an entry can say."""
BASE = "https://learn.example/sub/"
FOUND = Outcome("4", "5", "differs", "about 7 of 8", (("without a carry", "3"),))
STAND_IN = {
    "@context": {
        "@vocab": "https://schema.org/",
        **{name: {"@type": "@id"} for name in ("url", "sameAs", "targetUrl", "license")},
    }
}
"""As much of the context of schema.org as our records need, since no test asks the network."""


def site_of(name: str, base: str = BASE) -> Site:
    """The site of a catalog among the valid ones, on which every claim that can be was tried."""
    return of_folder(CATALOGS / name, base)


def of_folder(folder: Path, base: str = BASE) -> Site:
    """The site of a project."""
    site = Site(load(folder).catalog, name="A site", base=base)
    site.outcomes.update({name: FOUND for name, claim in site.catalog.claims() if claim.shown_by})
    return site


def hostile(folder: Path, base: str = BASE) -> Site:
    """The site of a project in which every text attacks."""
    write_project(folder)
    return of_folder(folder, base)


def renamed(site: Site, base: str) -> Site:
    """The same site at another address."""
    return replace(site, base=base)


def expanded(record: Any, at: str) -> list[dict[str, Any]]:
    """A record as a JSON-LD processor understands it that found it at an address."""
    options = {"documentLoader": _offline, "base": at}
    made: list[dict[str, Any]] = jsonld.expand(record, options)
    return made


def graph_of(record: Any, at: str) -> Graph:
    """The statements of a record."""
    quads = jsonld.to_rdf(
        record, {"documentLoader": _offline, "base": at, "format": "application/n-quads"}
    )
    return Graph().parse(data=quads, format="nt")


def _offline(url: str, _: Any) -> dict[str, Any]:
    assert url == "https://schema.org", url
    return {
        "contextUrl": None,
        "documentUrl": url,
        "document": STAND_IN,
        "contentType": "application/ld+json",
    }


def values(data: Any) -> Iterator[Any]:
    """Everything in JSON, at any depth."""
    yield data
    if isinstance(data, dict):
        data = list(data.values())
    if isinstance(data, list):
        for one in data:
            yield from values(one)


def page_of(address: str) -> str:
    """An address without its anchor."""
    return urldefrag(address).url
