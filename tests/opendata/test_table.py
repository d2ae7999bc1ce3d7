"""The table of resources: no cell is a formula, and an import makes the same of it again."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.opendata.catalogs import imported, lines, site_of, sites, topic_of
from topicsite.cli import main
from topicsite.exchange import tables
from topicsite.model.catalog import Catalog
from topicsite.opendata import table
from topicsite.reading import cells
from topicsite.reading.load import load
from topicsite.render.site import Site

VALID = Path(__file__).parents[1] / "catalogs/valid"
summaries = lines.map(lambda text: f"{text} and enough words to be a summary of forty characters")
phrases = st.lists(lines.map(lambda text: text[:50].strip()), max_size=3)
others = st.lists(
    st.builds(
        lambda label, name: {"label": label, "url": f"https://mirror.example/{name}"},
        lines,
        st.from_regex("[a-z]{8}", fullmatch=True),
    ),
    max_size=2,
    unique_by=lambda one: one["url"],
)
MORE = {
    "summary": summaries,
    "note": lines,
    "licence": lines,
    "duration": st.sampled_from(["12:47", "45 min", "1:02:03", "999 h 60 min", "1 h"]),
    "level": st.sampled_from(["intuition", "advanced"]),
    "access": st.sampled_from(["free", "registration", "paywalled"]),
    "teaches": phrases.map(lambda some: [f"{text}{n}" for n, text in enumerate(some)]),
    "assumes": phrases,
    "last_verified": st.just("2026-11-24"),
    "also_at": others,
    "formerly": st.lists(st.from_regex("old-[a-z]{12}", fullmatch=True), max_size=1),
}


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True))


@given(sites(MORE))
@settings(max_examples=60)
def test_a_table_comes_back_from_an_import(site: Site) -> None:
    first = table.table(site, site.catalog.resources.values())
    for cell in (cell for row in rows(first) for cell in row):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b"))
    back = imported(tables.read("resources.csv", first.decode(), {}))
    assert table.table(back, back.catalog.resources.values()) == first


@given(st.text())
def test_a_cell_says_what_was_put_in(text: str) -> None:
    made = cells.defused(text)
    assert cells.plain(made) == text
    assert not made.startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.lists(st.text(min_size=1).map(str.strip).filter(bool)))
def test_a_list_says_what_was_put_in(texts: list[str]) -> None:
    assert cells.parts(cells.listed(texts)) == texts


def test_a_formula_is_text() -> None:
    entry = {
        "title": "=HYPERLINK(\"https://evil.example\")", "kind": "video",
        "url": "https://e.example/", "authors": ["@cmd", "A; B"], "venue": "'quoted'",
    }  # fmt: skip
    [head, row] = rows(
        table.table(site := site_of({"a-b-c": entry}), site.catalog.resources.values())
    )
    said = dict(zip(head, row, strict=True))
    assert said["title"] == '\'=HYPERLINK("https://evil.example")'
    assert said["authors"] == r"'@cmd; A\; B"
    assert said["venue"] == "'quoted'"
    assert said["published"] == ""


def test_all_fields_and_those_of_the_site_come_back(tmp_path: Path) -> None:
    site = Site(load(VALID / "own-words").catalog)
    site = replace(site, catalog=replace(site.catalog, examples={}))
    files = table.files(site)
    assert {"resources.csv", "resources/scales.csv"} <= {*files}
    project = tmp_path / "project"
    for name, topic in site.catalog.topics.items():
        folder = project / "resources" / name
        folder.mkdir(parents=True)
        text = (VALID / "own-words" / topic.path).read_text()
        kept = text.partition("paths:")[0].partition("goals:")[0].partition("shares:")[0]
        (folder / "topic.yml").write_text(kept)
    settings_ = (VALID / "own-words/resources/site.yml").read_text().partition("\ntags:")[0]
    (project / "resources/site.yml").write_text(settings_ + "\n")
    (tmp_path / "resources.csv").write_bytes(files["resources.csv"])
    done = CliRunner().invoke(
        main, ["import", "--root", str(project), str(tmp_path / "resources.csv")]
    )
    assert done.exit_code == 0, done.output
    back = Site(load(project).catalog)
    assert table.files(back)["resources.csv"] == files["resources.csv"]
    again = CliRunner().invoke(
        main, ["import", "--root", str(project), str(tmp_path / "resources.csv")]
    )
    assert again.exit_code == 0, again.output
    assert Site(load(project).catalog).catalog == back.catalog


def test_what_is_taken_first_comes_back_as_far_as_it_is_there() -> None:
    entry = {"title": "T", "kind": "video"}
    site = site_of({
        "one": {**entry, "url": "https://e.example/1", "prerequisites": ["two", "t", "gone"]},
        "two": {**entry, "url": "https://e.example/2"},
    })  # fmt: skip
    reading = tables.read("a.csv", table.table(site, site.catalog.resources.values()).decode(), {})
    assert imported(reading).catalog.resources["one"].model.prerequisites == ("two", "t")


@pytest.mark.parametrize("cell", ["http://e.example/", "https://e.example/ x", ""])
def test_a_row_that_can_have_no_entry_is_told(cell: str) -> None:
    reading = tables.read("a.csv", f"id,topic,title,kind,url\none,t,T,video,{cell}\n", {})
    with pytest.raises(AssertionError, match="left-out"):
        imported(reading)


def test_places_of_a_topic_that_was_renamed() -> None:
    site = site_of({"one": {"title": "T", "kind": "code", "url": "https://e.example/"}}, "feed")
    topics = {"feed": topic_of("feed", formerly=["old/"]), "empty": topic_of("empty")}
    files = table.files(Site(Catalog(topics, site.catalog.resources, {})))
    assert {*files} == {"resources.csv", "resources/feed.csv", "resources/old.csv"}
