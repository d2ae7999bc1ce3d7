"""The whole catalogue as lists, for readers without scripts, however long it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bench.generate import as_yaml
from tests.render.sites import Elements
from topicsite import render
from topicsite.reading.load import load
from topicsite.render.catalogue import LISTED, Part, catalogue_page, part_page, parts_of
from topicsite.render.facets import items_of, kind_of
from topicsite.render.pages import generated_pages

PROJECT = Path(__file__).parents[2]
OWN = render.Site(load(PROJECT).catalog)


def links(html: str) -> list[str]:
    return [fields["href"] or "" for tag, fields in Elements(html).found if tag == "a"]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> render.Site:
    """A site with more than one page holds."""
    folder = tmp_path_factory.mktemp("large")
    as_yaml(folder, LISTED + 10)
    return render.Site(load(folder).catalog)


def test_what_fits_stands_on_the_page_itself() -> None:
    assert parts_of(OWN) == []
    assert len(links(catalogue_page(OWN))) == len(items_of(OWN))


@given(st.integers(1, 100))
def test_all_is_on_one_of_the_pages_and_they_lead_on(most: int) -> None:
    parts = parts_of(OWN, most)
    by_name = {part.name: part for part in parts}
    assert len(by_name) == len(parts)
    assert all(0 < len(part.items) <= most for part in parts)
    assert all(len({kind_of(item) for item in part.items}) == 1 for part in parts)
    walked: list[Part] = []
    for first in [part for part in parts if not part.before]:
        here: Part | None = first
        while here is not None:
            walked.append(here)
            after = by_name.get(here.after)
            assert after is None or after.before == here.name
            here = after
    assert walked == parts
    ids = [item.id for part in walked for item in part.items]
    assert sorted(ids) == sorted(item.id for item in items_of(OWN))


def test_a_large_site_has_its_whole_list_without_a_script(large: render.Site) -> None:
    page = catalogue_page(large)
    parts = parts_of(large)
    assert links(page) == [f"../{part.name}/" for part in parts]
    there = {made.name: made for made in generated_pages(large)}
    found = []
    for part in parts:
        html = there[part.name].html()
        assert html == part_page(large, part)
        rows = [link for link in links(html) if "#" in link]
        found += [link.rpartition("#")[2] for link in rows]
    assert sorted(found) == sorted(large.catalog.resources)


def test_the_parts_of_a_long_list_lead_to_each_other() -> None:
    parts = parts_of(OWN, 5)
    middle = next(part for part in parts if part.before and part.after)
    assert links(part_page(OWN, middle))[-2:] == [f"{'../' * 3}{name}/" for name in (
        middle.before, middle.after
    )]  # fmt: skip
