"""The catalog as JSON below `api/v1`: each object, lists of them, everything, and the schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple

from topicsite.model.published import VERSION, Type
from topicsite.opendata import amb
from topicsite.opendata.entries import fields_of
from topicsite.opendata.objects import FOLDERS, Objects, place
from topicsite.opendata.places import API, from_root, root
from topicsite.opendata.schema import schema_of_site
from topicsite.opendata.written import Node, compact, file_of, known, plain
from topicsite.render.site import Site

GENERATOR: Final = "topicsite"


class _Thing(NamedTuple):
    """Something that has an object.

    Attributes:
        type: what it is.
        title: what lists call it.
        make: makes the object.
        former: the names that it had before.
    """

    type: Type
    title: str
    make: Callable[[], Node]
    former: Sequence[str] = ()


def files(site: Site) -> dict[str, bytes]:
    """All files of the catalog as JSON."""
    rows: dict[Type, list[Node]] = {kind: [] for kind in FOLDERS}
    objects: dict[Type, list[str]] = {kind: [] for kind in FOLDERS}
    made: dict[str, bytes] = {}
    former: dict[str, bytes] = {}
    for thing in _things(site):
        node = thing.make()
        links = node.pop("links", [])
        text = compact(node)
        objects[thing.type].append(text)
        # A fifth of the time of all this is spent on making text, so none is made twice.
        file = f'{text[:-1]},"links":{compact(links)}}}\n' if links else f"{text}\n"
        made[place(thing.type, node["id"])] = file.encode()
        former |= {place(thing.type, old): file.encode() for old in thing.former}
        row = {"id": node["id"], "title": thing.title}
        rows[thing.type].append({**row, "address": node["address"], "file": node["file"]})
    for kind, folder in FOLDERS.items():
        head = {"version": VERSION, "generator": GENERATOR, "type": kind}
        made[f"{API}/{folder}.json"] = file_of({**head, "items": rows[kind]})
    made[f"{API}/all.json"] = _all(site, objects)
    made[f"{API}/amb.json"] = file_of(amb.records(site))
    made[f"{API}/schema.json"] = file_of(schema_of_site(site.catalog.site))
    made[f"{API}/index.json"] = file_of(_index(site, rows))
    return {**former, **made}


def everything(site: Site) -> bytes:
    """The file that holds everything."""
    objects: dict[Type, list[str]] = {kind: [] for kind in FOLDERS}
    for thing in _things(site):
        node = thing.make()
        node.pop("links", None)
        objects[thing.type].append(compact(node))
    return _all(site, objects)


def _all(site: Site, objects: Mapping[Type, Sequence[str]]) -> bytes:
    """The file of all objects, each as the text that it is among others, where ids are enough."""
    head = compact(
        {
            "version": VERSION,
            "generator": GENERATOR,
            "site": _site(site),
            **known({"settings": fields_of(site.catalog.site)}),
        }
    )
    lists = (f'"{folder}":[{",".join(objects[kind])}]' for kind, folder in FOLDERS.items())
    return f"{head[:-1]},{','.join(lists)}}}\n".encode()


def _things(site: Site) -> Iterator[_Thing]:
    catalog, objects = site.catalog, Objects(site)
    for topic in catalog.topics.values():
        yield _Thing("topic", plain(topic.model.title), partial(objects.topic, topic))
    for entry in catalog.resources.values():
        model = entry.model
        make = partial(objects.resource, entry)
        yield _Thing("resource", plain(model.title), make, model.formerly)
    for example in catalog.examples.values():
        header = example.model
        make = partial(objects.example, example)
        yield _Thing("example", plain(header.title), make, header.formerly)
    for topic in catalog.topics.values():
        for path in topic.model.paths:
            name = plain(site.path_name(topic.id, path.id))
            yield _Thing("path", name, partial(objects.path, topic, path))
    for entry in catalog.resources.values():
        for finding in site.findings(entry):
            claim = finding.claim
            former = [f"{old}/{claim.id}" for old in entry.model.formerly]
            make = partial(objects.claim, entry, finding)
            yield _Thing("claim", plain(claim.says), make, former)
    for phrase in catalog.tags:
        yield _Thing("tag", phrase, partial(objects.tag, phrase))
    for name, asked in catalog.questions.items():
        title = site.title_of(asked.model.about or asked.topic)
        former = [f"{asked.topic}/{old}" for old in asked.model.formerly]
        yield _Thing("questions", plain(title), partial(objects.questions, name, asked), former)


def _site(site: Site) -> Node:
    return {
        "name": site.name,
        "language": site.language.code,
        **known({"root": root(site)}),
    }


def _index(site: Site, rows: Mapping[Type, Sequence[Node]]) -> Node:
    to = from_root(site)
    return {
        "version": VERSION,
        "generator": GENERATOR,
        "site": _site(site),
        "counts": {kind: len(of_kind) for kind, of_kind in rows.items()},
        "lists": {kind: to(f"{API}/{folder}.json") for kind, folder in FOLDERS.items()},
        "all": to(f"{API}/all.json"),
        "amb": to(f"{API}/amb.json"),
        "json_schema": to(f"{API}/schema.json"),
    }
