"""The search of a small site: what is in it, where the way in stands, whose plugin goes first."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.built.projects import SMALL, build

HEADER = '<topicsite-search data-index="{root}search/index.json">'
PAGES = {
    "shown.md": "# Shown\n\nAn axolotl.\n\n<p data-search-exclude>A newt.</p>\n",
    "hidden.md": "---\nsearch:\n  exclude: true\n---\n# Hidden\n\nA salamander.\n",
    "deep/page.md": "# Deep\n\nA frog.\n",
}


def files_of(site: Path) -> dict[str, bytes]:
    """The files of the index, by name."""
    folder = site / "search"
    found = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.fixture
def found(small: Path) -> Path:
    """A small project with topicsite's search, built."""
    (small / "mkdocs.yml").write_text(SMALL.replace("[search, topicsite]", "[topicsite]"))
    for name, text in PAGES.items():
        (small / "docs" / name).parent.mkdir(exist_ok=True)
        (small / "docs" / name).write_text(text)
    done = build(small)
    assert done.returncode == 0, done.stderr
    return small


def test_the_same_site_has_the_same_index(found: Path) -> None:
    first = files_of(found / "site")
    assert "index.json" in first
    assert build(found).returncode == 0
    assert files_of(found / "site") == first


def test_pages_say_what_is_found_of_them(found: Path) -> None:
    site = found / "site"
    [version] = [path.name for path in (site / "search").iterdir() if path.is_dir()]
    whole = json.loads((site / f"search/{version}/all.json").read_text("utf-8"))
    records = [one for name, file in whole.items() if name.startswith("records-") for one in file]
    assert {one["title"] for one in records if one["says"] == "Page"} >= {"Shown", "Deep"}
    text = json.dumps(records)
    assert "axolotl" in text
    assert "newt" not in text
    assert "salamander" not in text


def test_the_way_in_stands_in_the_header_of_every_page(found: Path) -> None:
    site = found / "site"
    for page, root in (("", ""), ("shown/", "../"), ("deep/page/", "../../")):
        html = (site / page / "index.html").read_text("utf-8")
        header = html.partition("<header")[2].partition("</header>")[0]
        assert HEADER.format(root=root) in header, page
        assert f'src="{root}assets/topicsite/search/search.js"' in header
    assert HEADER.format(root="/") in (site / "404.html").read_text("utf-8")


@pytest.mark.parametrize("plugin", ["search", "material/search"])
def test_an_owners_search_goes_first(small: Path, plugin: str) -> None:
    (small / "mkdocs.yml").write_text(SMALL.replace("[search,", f"[{plugin},"))
    done = build(small)
    assert done.returncode == 0, done.stderr
    assert "<topicsite-search" not in (small / "site/index.html").read_text("utf-8")
    assert [*files_of(small / "site")] == ["search_index.json"]
