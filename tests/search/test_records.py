"""What is made of the catalog and of pages, to be found."""

from __future__ import annotations

from pathlib import Path

import pytest

from topicsite.reading.load import load
from topicsite.render import Site
from topicsite.search import Record, page_records, records_of
from topicsite.search.sections import Section

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def records() -> dict[str, Record]:
    """The records of our own catalog, by address; the topic's is not that of its page."""
    found = records_of(Site(load(PROJECT).catalog))
    return {f"{one.page}#{one.anchor}" if one.anchor else one.page: one for one in found}


def test_a_resource_says_what_it_is(records: dict[str, Record]) -> None:
    record = records["backpropagation/#3b1b-backprop-calculus"]
    assert record.says.replace("\N{NO-BREAK SPACE}", " ") == (
        "Video · 10 min · Introductory · Free · Grant Sanderson"
    )
    assert record.facets == ("Video", "Introductory", "Free")
    assert ("chain rule", 5.0) in record.words


def test_claims_belong_to_their_card(records: dict[str, Record]) -> None:
    record = records["backpropagation/#3b1b-backprop-intuition"]
    assert record.passages[0].anchor == ""
    claims = [one.anchor for one in record.passages if one.anchor]
    assert claims
    assert all(anchor.startswith("claim_3b1b-backprop-intuition_") for anchor in claims)


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("backpropagation/", "Topic"),
        ("backpropagation/#path_an-afternoon", "Learning path · "),
        ("examples/sensitivity/", "Example to run · "),
        ("examples/sensitivity/#exercise-foretell", "Exercise · What one component"),
        ("tags/chain-rule/", "Tag · 10 entries"),
        ("progress/", "Page"),
    ],
)
def test_each_kind_of_thing_is_there(records: dict[str, Record], address: str, says: str) -> None:
    assert records[address].says.startswith(says)


def test_a_long_section_is_found_in_pieces_and_the_first_counts_most() -> None:
    language = Site(load(PROJECT).catalog).language
    section = Section("Long", "long", 2, [f"{number} " + "x" * 500 for number in range(5)])
    pieces = list(page_records(language, "p/", "A page", [section]))
    assert [piece.passages[0].text.count("\n") + 1 for piece in pieces] == [2, 2, 1]
    assert {(piece.title, piece.page, piece.anchor) for piece in pieces} == {("Long", "p/", "long")}
    assert pieces[0].boost > pieces[1].boost == pieces[2].boost
    [half] = page_records(language, "p/", "A page", [Section("x", "x", 2, ["y"])], boost=0.5)
    assert half.boost == pieces[0].boost / 2


def test_an_examples_page_leaves_its_exercises_and_its_title_to_their_records() -> None:
    language = Site(load(PROJECT).catalog).language
    sections = [
        Section("Title", "title", 1, []),
        Section("Exercise: one", "exercise-one", 3, ["Do it."]),
        Section("Part", "part", 2, ["Text."]),
    ]
    [record] = page_records(language, "examples/e/", "E", sections, of_example=True)
    assert (record.title, record.says) == ("Part", "Example · E")
