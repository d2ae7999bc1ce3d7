"""The catalog as JSON: every file keeps its schema, and names what is there."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import jsonschema
import pytest

from tests.libraries import write_library
from tests.opendata.sites import BASE, CATALOGS, NAMES, hostile, of_folder, site_of, values
from topicsite.model.catalog import Catalog
from topicsite.opendata import api
from topicsite.render.site import Site

ROOT = "api/v1/"
OTHERS = {f"{ROOT}schema.json", f"{ROOT}amb.json"}
FOLDERS = {
    "topics": "topic", "resources": "resource", "examples": "example", "paths": "path",
    "claims": "claim", "tags": "tag", "questions": "questions",
}  # fmt: skip
EMPTY = Site(Catalog(topics={}, resources={}, examples={}))


def read(files: dict[str, bytes]) -> dict[str, Any]:
    return {place: json.loads(text) for place, text in files.items()}


def validator(documents: dict[str, Any]) -> jsonschema.Draft7Validator:
    schema = documents[f"{ROOT}schema.json"]
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


def faults(documents: dict[str, Any]) -> list[str]:
    judge = validator(documents)
    return [
        f"{place}: {error.message[:200]}"
        for place in documents.keys() - OTHERS
        for error in judge.iter_errors(documents[place])
    ]


@cache
def of(name: str, base: str = BASE) -> dict[str, Any]:
    return read(api.files(site_of(name, base)))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("base", [BASE, ""])
def test_every_file_keeps_the_schema(name: str, base: str) -> None:
    assert faults(of(name, base)) == []


def test_every_file_keeps_it_whatever_texts_say(tmp_path: Path) -> None:
    assert faults(read(api.files(hostile(tmp_path)))) == []


def test_an_empty_site_has_a_catalog_too() -> None:
    documents = read(api.files(EMPTY))
    assert faults(documents) == []
    assert documents[f"{ROOT}index.json"]["counts"] == dict.fromkeys(FOLDERS.values(), 0)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("resource", {"entry": {"kind": "video", "url": "https://example.org/"}}),
        ("resource", {"topic": 3}),
        ("resource", {"new": "field"}),
        ("claim", {"verdict": "maybe"}),
        ("topic", {"id": "No Id"}),
        ("path", {"extent": {"duration": "5 min", "complete": True}}),
    ],
)
def test_what_is_wrong_does_not_keep_it(kind: str, fields: dict[str, Any]) -> None:
    documents = of("every-field")
    judge = validator(documents)
    right = documents[f"{ROOT}all.json"][f"{kind}s"][0]
    assert judge.is_valid(right)
    assert not judge.is_valid({**right, **fields})


def test_a_time_is_written_in_one_way_only() -> None:
    documents = of("every-field")
    judge = validator(documents)
    right = documents[f"{ROOT}all.json"]["resources"][0]
    assert right["entry"]["duration"] == "PT15M"
    assert not judge.is_valid({**right, "entry": {**right["entry"], "duration": "15 min"}})


def test_a_resource_says_what_its_file_does_and_what_it_has_to_do_with() -> None:
    found = of("every-field")[f"{ROOT}resources/entry.json"]
    assert found["address"] == f"{BASE}t/#entry"
    assert found["json_ld"] == f"{BASE}t/index.jsonld"
    assert found["entry"]["captions"] == ["en", "pt-BR"]
    assert found["entry"]["claims"][0]["expects"] == "about 7 of 8"
    assert [(link["rel"], link["type"], link["id"]) for link in found["links"]] == [
        ("topic", "topic", "t"),
        ("claim", "claim", "entry/sum"),
        ("claim", "claim", "entry/slow"),
        ("tag", "tag", "chain-rule"),
        ("path", "path", "t/short"),
    ]
    claim = of("every-field")[f"{ROOT}claims/entry/sum.json"]
    assert claim["verdict"] == "differs"
    assert claim["outcome"]["controls"] == [{"without": "without a carry", "found": "3"}]
    assert of("every-field")[f"{ROOT}claims/entry/slow.json"]["verdict"] == "not tried"


def test_questions_are_there_with_their_answers_and_figures() -> None:
    site = site_of("questions")
    site.printed["addition"] = ["together 4", "| other | 5 |"]
    found = read(api.files(site))[f"{ROOT}questions/t/addition.json"]
    assert found["figures"] == {"sum": "4", "other": "5"}
    assert found["address"] == f"{BASE}t/questions/"
    choose, predict, *_ = found["entry"]["questions"]
    assert choose["options"][0] == {"says": "It is [[sum]].", "right": True}
    assert predict["number"] == {"figure": "sum", "within": "0.5", "unit": "apples"}
    assert [(link["rel"], link["id"]) for link in found["links"]] == [
        ("topic", "t"), ("example", "addition"),
    ]  # fmt: skip


def test_fields_kinds_and_levels_of_a_site_are_in_its_schema() -> None:
    documents = of("own-words")
    entry = documents[f"{ROOT}schema.json"]["definitions"]["Resource"]["properties"]
    assert "score" in entry["kind"]["enum"]
    assert set(site_of("own-words").catalog.site.fields) <= entry.keys()
    kinds = [one["entry"]["kind"] for one in documents[f"{ROOT}all.json"]["resources"]]
    assert "score" in kinds


@pytest.mark.parametrize("name", NAMES)
def test_one_of_all_holds_what_the_others_do_and_links_arrive(name: str) -> None:
    documents = of(name)
    everything = documents[f"{ROOT}all.json"]
    index = documents[f"{ROOT}index.json"]
    singles = {}
    assert len({place.casefold() for place in documents}) == len(documents)
    for folder in FOLDERS:
        items = {one["id"]: one for one in everything[folder]}
        assert len(items) == len(everything[folder]) == index["counts"][FOLDERS[folder]]
        for name_of, one in items.items():
            place = f"{ROOT}{folder}/{name_of}.json"
            singles[place] = one
            with_links = documents[place]
            assert {key: with_links[key] for key in with_links if key != "links"} == one
            assert one["file"] == BASE + quote(place)
        rows = documents[f"{ROOT}{folder}.json"]["items"]
        assert [row["id"] for row in rows] == [*items]
    catalog = {place: documents[place] for place in documents.keys() - OTHERS}
    for value in values(catalog):
        if isinstance(value, dict) and "file" in value and "id" in value:
            place = unquote(value["file"].removeprefix(BASE))
            assert documents[place]["id"] == value["id"]
            assert documents[place]["address"] == value["address"]
    old = documents.keys() - singles.keys() - OTHERS
    old -= {f"{ROOT}{one}.json" for one in (*FOLDERS, "all", "index")}
    former = [one for one in values(everything) if isinstance(one, dict) and "formerly" in one]
    with_files = [one for one in former if one.keys() & {"url", "duration", "questions"}]
    assert bool(old) == bool(with_files)


def test_what_was_renamed_is_found_under_its_old_name() -> None:
    files = api.files(site_of("every-field"))
    assert files[f"{ROOT}resources/an-old-entry.json"] == files[f"{ROOT}resources/entry.json"]
    old = files[f"{ROOT}claims/an-old-entry/sum.json"]
    assert old == files[f"{ROOT}claims/entry/sum.json"]


def test_an_old_name_that_something_has_now_is_its_own() -> None:
    site = site_of("every-field")
    resources = dict(site.catalog.resources)
    second = resources["second"]
    model = second.model.model_copy(update={"formerly": ("entry",)})
    resources["second"] = replace(second, model=model)
    site = replace(site, catalog=replace(site.catalog, resources=resources))
    assert json.loads(api.files(site)[f"{ROOT}resources/entry.json"])["id"] == "entry"


def test_without_an_address_those_below_the_root_are_named() -> None:
    documents = of("every-field", "")
    found = documents[f"{ROOT}resources/entry.json"]
    assert found["address"] == "t/#entry"
    assert found["file"] == "api/v1/resources/entry.json"
    assert "root" not in documents[f"{ROOT}index.json"]["site"]


def test_the_same_site_gives_the_same_bytes() -> None:
    first, second = (of_folder(CATALOGS / "complete") for _ in range(2))
    assert api.files(first) == api.files(second)
    assert api.files(first)[f"{ROOT}all.json"] == api.everything(first)


def test_files_grow_as_entries_do(tmp_path: Path) -> None:
    sizes = []
    for topics in (44, 176):
        write_library(tmp_path / str(topics), topics)
        site = of_folder(tmp_path / str(topics))
        made = api.files(site)
        sizes.append((sum(map(len, made.values())) - len(made[f"{ROOT}schema.json"]), len(made)))
    # A tag of which all resources of a library are has to name them all.
    assert 3.9 < sizes[1][0] / sizes[0][0] < 4.2
    assert sizes[1][1] < 4 * sizes[0][1]
