"""What built sites publish, as a client, a reader of records and the schema of it see it."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import unquote, urldefrag, urljoin

import extruct
import jsonschema
import pytest

from tests.browser.browsing import serve
from tests.built.projects import SMALL, build, pages_of, small_project
from tests.opendata.client import Catalogue
from tests.opendata.sites import values

ROOT = "https://root.example/"
KINDS = ("topic", "resource", "example", "path", "claim", "tag")


@pytest.fixture(params=["site", "library", "own", "unknown"])
def built(request: pytest.FixtureRequest) -> Path:
    """Each of the sites: this project's own, one of 95 topics, one with words of its own, one of
    which nothing is known."""
    folder: Path = request.getfixturevalue(request.param)
    return folder if request.param == "site" else folder / "site"


@cache
def anchors(file: Path) -> frozenset[str]:
    return frozenset(re.findall(r'\bid="([^"]+)"', file.read_text(encoding="utf-8")))


def lost(site: Path, address: str, page: str = "") -> str:
    """What an address below the root leads to that is not there; empty if all is."""
    whole, anchor = urldefrag(urljoin(ROOT + page, address))
    if not whole.startswith(ROOT):
        return f"{address} leads out"
    place = unquote(whole.removeprefix(ROOT))
    file = site / (f"{place}index.html" if place.endswith("/") or not place else place)
    if not file.is_file():
        return f"{address} is no file"
    if anchor and file.suffix == ".html" and unquote(anchor) not in anchors(file):
        return f"{address} has no such anchor"
    return ""


def records(site: Path, page: str) -> list[Any]:
    html = (site / page / "index.html").read_text(encoding="utf-8")
    found: list[Any] = extruct.extract(html, syntaxes=["json-ld"])["json-ld"]
    return found


def test_what_is_published_keeps_its_schema_and_names_what_is_there(built: Path) -> None:
    folder = built / "api/v1"
    schema = json.loads((folder / "schema.json").read_text("utf-8"))
    judge = jsonschema.Draft7Validator(schema)
    whole = json.loads((folder / "all.json").read_text("utf-8"))
    judge.validate(whole)
    judge.validate(json.loads((folder / "index.json").read_text("utf-8")))
    for kind in KINDS:
        judge.validate(json.loads((folder / f"{kind}s.json").read_text("utf-8")))
        for one in whole[f"{kind}s"][:3]:
            judge.validate(json.loads((built / one["file"]).read_text("utf-8")))
        addresses = [one[name] for one in whole[f"{kind}s"] for name in one
                     if name in ("address", "file", "json_ld", "term")]  # fmt: skip
        assert [fault for address in addresses if (fault := lost(built, address))] == []
    exercises = [task for one in whole["examples"] for task in one.get("exercises", ())]
    assert [fault for task in exercises if (fault := lost(built, task["address"]))] == []


def test_records_are_read_out_of_the_pages(built: Path) -> None:
    whole = json.loads((built / "api/v1/all.json").read_text("utf-8"))
    of_something = {one["address"] for kind in ("topics", "examples") for one in whole[kind]}
    for page in pages_of(built):
        if not page.endswith("/") and page:
            continue
        found = records(built, page)
        assert bool(found) == (page in of_something), page
        if not found:
            continue
        [record] = found
        graph = record.get("@graph", [record])
        here = [node for node in graph if urljoin(ROOT + page, node["@id"]) == ROOT + page]
        assert len(here) == 1, page
        named = [one["@id"] for one in values(record) if isinstance(one, dict) and "@id" in one]
        named = [address for address in named if "bioschemas.org" not in address]
        # A claim's review is about the claim, and stands where that does.
        named = [address.removesuffix("_review") for address in named]
        assert [fault for address in named if (fault := lost(built, address, page))] == []
    for one in whole["topics"]:
        graph = json.loads((built / one["json_ld"]).read_text("utf-8"))["@graph"]
        cards = {urljoin(ROOT + one["address"], node["@id"]) for node in graph}
        own = [card for card in whole["resources"] if card["topic"] == one["id"]]
        assert {ROOT + card["address"] for card in own} <= cards


def test_a_client_that_knows_the_page_alone_finds_everything(site: Path) -> None:
    with serve(site) as root:
        catalogue = Catalogue(root)
        assert catalogue.index["version"].startswith("1.")
        for kind in KINDS:
            assert len(catalogue.list(kind)) == catalogue.index["counts"][kind] > 0
        [topic] = catalogue.list("topic")
        whole = catalogue.one("topic", topic["id"])
        paths = list(catalogue.follow(whole, "path"))
        assert [path["id"].partition("/")[2] for path in paths] == [
            path["id"] for path in whole["entry"]["paths"]
        ]
        steps = list(catalogue.follow(paths[0], "step"))
        assert steps
        for step in steps:
            assert urldefrag(catalogue.address(step)).url.startswith(root)
        claims = [claim for claim in catalogue.all()["claims"] if claim["verdict"] != "not tried"]
        assert len(claims) > 50
        claim = catalogue.one("claim", claims[0]["id"])
        assert claim["outcome"]["found"]
        [example] = catalogue.follow(claim, "example")
        assert example["id"] == claim["entry"]["shown_by"]
        with pytest.raises(HTTPError):
            catalogue.one("resource", "no-such-entry")


def test_a_topic_called_api_below_a_path_with_pages_that_are_files(tmp_path: Path) -> None:
    project = small_project(tmp_path / "project")
    [topic] = [folder for folder in (project / "resources").iterdir() if folder.is_dir()]
    topic.rename(project / "resources/api")
    settings = "site_url: https://learn.example/sub/\nuse_directory_urls: false\n"
    (project / "mkdocs.yml").write_text(SMALL + settings)
    (project / "docs/api/v1").mkdir(parents=True)
    (project / "docs/api/v1/amb.json").write_text("mine")
    done = build(project)
    assert done.returncode == 0, done.stderr
    site = project / "site"
    assert (site / "api/v1/amb.json").read_text() == "mine"
    whole = json.loads((site / "api/v1/all.json").read_text("utf-8"))
    base = "https://learn.example/sub/"
    page = whole["topics"][0]["address"].removeprefix(base)
    assert page.startswith("api")
    html = (site / page).read_text(encoding="utf-8")
    [record] = extruct.extract(html, syntaxes=["json-ld"])["json-ld"]
    ids = {node["@id"] for node in record["@graph"]}
    assert {base + page, *(one["address"] for one in whole["resources"])} <= ids
    graph = whole["topics"][0]["json_ld"].removeprefix(base)
    assert json.loads((site / graph).read_text("utf-8")) == record
    assert f'href="{Path(graph).name}"' in html.replace("../api/", "") or graph in html
