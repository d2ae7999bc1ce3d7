"""Questions of learners get a right answer among the first three, on our own site."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.search.asking import addresses, ask
from topicsite.reading.load import load

PROJECT = Path(__file__).parents[2]
QUERIES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("queries.yml").read_text("utf-8")
)
WANTED = 0.9


def place_of(name: str, topics: dict[str, str]) -> str:
    """The address of what a right answer names, with or without an anchor."""
    if name in topics:
        return f"{topics[name]}/#{name}"
    if name.startswith("path:"):
        return f"#path_{name.removeprefix('path:')}"
    page, _, anchor = name.partition("#")
    return f"{page.rstrip('/')}/{'#' + anchor if anchor else ''}"


def is_right(address: str, places: list[str]) -> bool:
    """Whether an address is one of the places: a page without an anchor is all that is on it.

    What is on a topic's page are cards too, so that of it only the page's own text counts.
    """
    page, _, anchor = address.partition("#")
    return address in places or f"#{anchor}" in places or (page in places and "/" in page[:-1])


@pytest.fixture(scope="module")
def topics() -> dict[str, str]:
    """The topic of each resource."""
    return {name: entry.topic for name, entry in load(PROJECT).catalog.resources.items()}


@pytest.fixture(scope="module")
def answers(site: Path) -> list[dict[str, Any]]:
    return ask(site / "search", [query["ask"] for query in QUERIES], afresh=True)


def test_there_are_enough_questions() -> None:
    assert len({query["ask"] for query in QUERIES}) == len(QUERIES) >= 60


def test_nine_in_ten_have_a_right_answer_among_the_first_three(
    answers: list[dict[str, Any]], topics: dict[str, str]
) -> None:
    wrong = []
    for query, answer in zip(QUERIES, answers, strict=True):
        places = [place_of(str(name), topics) for name in query["right"]]
        first = addresses(answer)[:3]
        if not any(is_right(address, places) for address in first):
            wrong.append((query["ask"], first))
    print(f"{len(QUERIES) - len(wrong)} of {len(QUERIES)}")
    assert len(wrong) <= (1 - WANTED) * len(QUERIES), wrong


def test_right_answers_are_on_the_site(site: Path, topics: dict[str, str]) -> None:
    for query in QUERIES:
        for name in map(str, query["right"]):
            page = place_of(name, topics).partition("#")[0]
            assert not page or (site / page / "index.html").is_file(), name


def test_every_entry_is_found_by_its_own_title(site: Path) -> None:
    catalog = load(PROJECT).catalog
    titles = [
        *(entry.model.title for entry in catalog.resources.values()),
        *(entry.model.title for entry in catalog.examples.values()),
        *(entry.model.title for entry in catalog.topics.values()),
    ]
    for title, answer in zip(titles, ask(site / "search", titles), strict=True):
        alike = sum(other.casefold() == title.casefold() for other in titles)
        assert title in [found["title"] for found in answer["found"][: max(3, alike)]]


def test_results_lead_to_places_that_exist(site: Path, answers: list[dict[str, Any]]) -> None:
    for answer in answers:
        for found in answer["found"]:
            page, _, anchor = found["address"].partition("#")
            anchors = {anchor, found["excerpt"]["anchor"]} - {""}
            html = (site / page / "index.html").read_text("utf-8")
            assert [name for name in anchors if f'id="{name}"' not in html] == [], found


def test_learners_pages_stand_before_contributors(answers: list[dict[str, Any]]) -> None:
    asked = [query["ask"] for query in QUERIES]
    for question in ("gradient descent", "what is backpropagation", "interactive demo"):
        found = addresses(answers[asked.index(question)])
        assert not [one for one in found if one.startswith(("contribute/", "own-site/", "rules/"))]
