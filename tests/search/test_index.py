"""The index: what is put in is found, by few files, and the same always makes the same."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.search.asking import addresses, ask, write_index
from topicsite.search import Record, build_index, spelling_of
from topicsite.search.records import Passage

LETTERS = st.characters(categories=["Ll", "Lu", "Nd", "Po", "Zs", "Pd"], max_codepoint=0x3FF)
TITLES = st.text(LETTERS, min_size=1, max_size=40).filter(spelling_of("en").words)
SMALL = [
    Record(
        "Chain rule", "a/", passages=(Passage("It multiplies derivatives."),), facets=("Video",)
    ),
    Record("Sums", "b/", passages=(Passage("Why sums saturate.", "why"),), facets=("Paper",)),
    Record("Colours", "c/", words=(("Grace Hopper", 5.0),), facets=("Video", "Free")),
    Record("Backpropagation", "d/", passages=(Passage("It goes back. It is a δ."),)),
    Record("Part one", "e/", "one", group="e/", passages=(Passage("octopus octopus"),)),
    Record("Part two", "e/", "two", group="e/", passages=(Passage("an octopus"),)),
    Record("Elsewhere", "f/", passages=(Passage("octopus, and much else beside it"),), boost=0.8),
]
SYNONYMS = [("octopus", "kraken"), ("chain rule", "rule of products")]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_index(tmp_path_factory.mktemp("small"), SMALL, synonyms=SYNONYMS)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("chain rule", "a/"),
        ("multiplying derivative", "a/"),
        ("saturating", "b/"),
        ("color", "c/"),
        ("hopper", "c/"),
        ("hoper", "c/"),
        ("ohpper", "c/"),
        ("back propagation", "d/"),
        ("backprop", "d/"),
        ("bakcpropagaton", "d/"),
        ("delta", "d/"),
        ("kraken", "e/#one"),
        ("the rule of products", "a/"),
        ("free video", "c/"),
        ("paper", "b/"),
        ("what is a sum", "b/"),
    ],
)
def test_a_question_finds(small: Path, question: str, first: str) -> None:
    [answer] = ask(small, [question])
    assert addresses(answer)[:1] == [first]


def test_nothing_is_found_by_nothing_and_by_nonsense(small: Path) -> None:
    for answer in ask(small, ["", "  ", "?!", "xyzzyq", "the", "constructor", "__proto__"]):
        assert answer["found"] == []


def test_other_things_stand_before_a_second_part_of_one(small: Path) -> None:
    [answer] = ask(small, ["octopus"])
    assert addresses(answer) == ["e/#one", "f/", "e/#two"]


def test_a_slip_is_told_and_the_sentence_is_marked(small: Path) -> None:
    [answer] = ask(small, ["why sums satruate"])
    assert answer["corrected"] == [["satruate", "saturate"]]
    excerpt = answer["found"][0]["excerpt"]
    assert excerpt["anchor"] == "why"
    marked = [piece["text"] for piece in excerpt["pieces"] if piece["marked"]]
    assert marked == ["sums", "saturate."]


def test_an_empty_site_has_an_index(tmp_path: Path) -> None:
    [answer] = ask(write_index(tmp_path, []), ["anything"])
    assert answer["found"] == []


@settings(max_examples=8)
@given(st.lists(TITLES, max_size=60))
def test_every_record_is_found_by_its_own_title(titles: list[str]) -> None:
    records = [Record(title, f"{number}/") for number, title in enumerate(titles)]
    with tempfile.TemporaryDirectory() as folder:
        answers = ask(write_index(Path(folder), records), titles, most=60)
    spelling = spelling_of("en")
    for number, (title, answer) in enumerate(zip(titles, answers, strict=True)):
        alike = [
            one
            for one, other in enumerate(titles)
            if spelling.words(other) == spelling.words(title)
        ]
        found = addresses(answer)
        assert f"{number}/" in found[: len(alike)], title


@given(st.lists(TITLES, max_size=20), st.sampled_from(["en", "de", "pt"]))
def test_the_same_records_make_the_same_files(titles: list[str], code: str) -> None:
    records = [Record(title, f"{number}/") for number, title in enumerate(titles)]
    first = build_index(records, spelling_of(code))
    assert build_index(list(records), spelling_of(code)) == first
    version = json.loads(first["index.json"])["version"]
    assert {name.split("/")[0] for name in first} == {"index.json", version}


def test_another_record_makes_another_folder() -> None:
    def version(records: list[Record]) -> str:
        return str(json.loads(build_index(records, spelling_of("en"))["index.json"])["version"])

    assert version(SMALL) != version([*SMALL, Record("One more", "g/")])
