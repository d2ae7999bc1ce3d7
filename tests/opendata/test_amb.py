"""Records for the catalogues of schools: what AMB wants of each, and its own judgement."""

from __future__ import annotations

import json
import os
import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest
from referencing import Registry, Resource

from tests.opendata.sites import BASE, NAMES, hostile, site_of, values
from topicsite.opendata import amb, places, words

FOLDER = "TOPICSITE_FOREIGN_SCHEMAS"
"""Names a folder with what others publish: `amb/schemas` and `amb/examples`."""


@cache
def judge() -> jsonschema.Draft7Validator:
    """AMB's own schema."""
    folder = os.environ.get(FOLDER)
    if not folder:
        pytest.skip(f"{FOLDER} names no folder with the schemas of others, such as amb/schemas")
    schemas = [json.loads(file.read_text()) for file in Path(folder, "amb/schemas").glob("*.json")]
    registry: Registry[Any] = Registry().with_resources(
        (schema["$id"], Resource.from_contents(schema)) for schema in schemas
    )
    [root] = [schema for schema in schemas if schema["$id"].endswith("/schema.json")]
    return jsonschema.Draft7Validator(root, registry=registry, format_checker=formats())


def formats() -> jsonschema.FormatChecker:
    """Dates, moments and addresses; the library leaves the last two to packages that we lack."""
    made = jsonschema.FormatChecker(["date"])
    made.checks("date-time", ValueError)(lambda text: "T" in text and datetime.fromisoformat(text))
    made.checks("uri")(lambda text: re.fullmatch(r"[a-z][a-z+.-]*:[!-~]+", text) is not None)
    return made


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("base", [BASE, ""])
def test_a_record_has_what_amb_wants(name: str, base: str) -> None:
    for record in amb.records(site_of(name, base)):
        assert {"@context", "id", "type", "name"} <= record.keys()
        assert record["@context"][0] == "https://w3id.org/kim/amb/context.jsonld"
        assert len(record["@context"][1]["@language"]) == 2
        assert "LearningResource" in record["type"]
        assert not [one for one in values(record) if one is None or one in ("", [], {})]
        for one in values(record):
            if isinstance(one, dict) and "id" in one:
                assert one["id"].isascii()
                assert urlsplit(one["id"]).scheme in ("http", "https")
        assert re.fullmatch(r"PT(?=\d)(\d+H)?(\d+M)?(\d+S)?", record.get("duration", "PT1S"))


def test_a_record_says_what_its_entry_does() -> None:
    [record] = [one for one in amb.records(site_of("every-field")) if "youtu" in one["id"]]
    assert record["license"] == {"id": "https://creativecommons.org/licenses/by/4.0/"}
    assert record["learningResourceType"] == [{"id": "https://w3id.org/kim/hcrt/video"}]
    assert record["conditionsOfAccess"]["id"].endswith("/no_login")
    assert "datePublished" not in record  # AMB has days only, and a year is known
    assert record["mainEntityOfPage"][0]["id"] == f"{BASE}t/#entry"


@pytest.mark.parametrize("base", [BASE, ""])
def test_amb_takes_every_record(tmp_path: Path, base: str) -> None:
    foreign = judge()
    sites = [site_of(name, base) for name in NAMES]
    for site in (*sites, hostile(tmp_path, base)):
        for record in amb.records(site):
            assert [error.message for error in foreign.iter_errors(record)] == []


def test_the_judge_is_strict() -> None:
    foreign = judge()
    examples = Path(os.environ[FOLDER], "amb/examples")
    for kind, is_right in (("valid", True), ("invalid", False)):
        files = list((examples / kind).glob("*.json"))
        assert files
        for file in files:
            assert foreign.is_valid(json.loads(file.read_text())) == is_right, file.name


@pytest.mark.parametrize(
    ("licence", "address"),
    [
        ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("CC-BY-NC-SA-3.0", "https://creativecommons.org/licenses/by-nc-sa/3.0/"),
        ("Creative Commons BY-SA 4.0 International", "https://creativecommons.org/licenses/by-sa/4.0/"),
        ("MIT", "https://opensource.org/licenses/MIT"),
        ("MIT License", "https://opensource.org/licenses/MIT"),
        ("GPL-3.0-or-later", "https://www.gnu.org/licenses/gpl-3.0.html"),
        ("https://example.org/terms", "https://example.org/terms"),
        ("CC BY", None),
        ("CC BY 9.9", None),
        ("All rights reserved", None),
    ],
)  # fmt: skip
def test_a_licence_is_known_by_its_name(licence: str, address: str | None) -> None:
    assert words.licence_address(licence) == address


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("https://example.org/a%20b?c=d#e", "https://example.org/a%20b?c=d#e"),
        ("https://bücher.example/straße", "https://xn--bcher-kva.example/stra%C3%9Fe"),
        ("https://例え.example:8080/頁?語=字#節",
         "https://xn--r8jz45g.example:8080/%E9%A0%81?%E8%AA%9E=%E5%AD%97#%E7%AF%80"),
    ],
)  # fmt: skip
def test_an_address_is_written_in_letters_that_all_can_read(address: str, written: str) -> None:
    assert places.uri(address) == written
