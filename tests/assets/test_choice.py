"""What is chosen in the catalogue: counts and order as going through all of it finds them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.assets.on_node import Call, answering

Facet = dict[str, Any]


@pytest.fixture(scope="module")
def call() -> Iterator[Call]:
    """Call a function of the script."""
    with answering("choice.mjs", "catalogue/choice.js") as asked:
        yield asked


@st.composite
def catalogues(draw: st.DrawFn) -> tuple[list[Facet], int, str]:
    """Facets over some things, and the search part of an address, not all of which is known."""
    count = draw(st.integers(0, 8))
    facets = []
    for number in range(draw(st.integers(1, 3))):
        size = draw(st.integers(1, 4))
        many = st.lists(st.integers(0, size - 1), max_size=3, unique=True)
        of = st.one_of(st.integers(0, size - 1), many)
        facets.append(
            {
                "id": f"f{number}",
                "single": draw(st.booleans()),
                "values": [[f"v{value}", "", ""] for value in range(size)],
                "of": draw(st.lists(of, min_size=count, max_size=count)),
            }
        )
    asked = draw(
        st.lists(st.tuples(st.sampled_from(["f0", "f1", "f9", "order"]),
                           st.sampled_from(["v0", "v1", "v3", "v9", "time"])), max_size=4)
    )  # fmt: skip
    return facets, count, f"?{urlencode(asked)}"


def numbers(of: int | list[int]) -> set[int]:
    return {of} if isinstance(of, int) else {*of}


@settings(max_examples=300, deadline=None)
@given(catalogues())
def test_counts_say_what_a_tick_would_give(call: Call, asked: tuple[list[Facet], int, str]) -> None:
    facets, count, search = asked
    chosen = {name: set(ticked) for name, ticked in call("read", facets, search)["values"]}

    def passes(thing: int, besides: str = "") -> bool:
        return all(
            not chosen.get(facet["id"]) or facet["id"] == besides
            or numbers(facet["of"][thing]) & chosen[facet["id"]]
            for facet in facets
        )  # fmt: skip

    found = call("taken", facets, count, search)
    assert found["found"] == [thing for thing in range(count) if passes(thing)]
    for facet, counts in zip(facets, found["counts"], strict=True):
        for value, counted in enumerate(counts):
            left = [one for one in range(count) if value in numbers(facet["of"][one])]
            assert counted == sum(passes(one, facet["id"]) for one in left)


@settings(max_examples=200, deadline=None)
@given(catalogues())
def test_an_address_says_the_whole_choice(call: Call, asked: tuple[list[Facet], int, str]) -> None:
    facets, _, search = asked
    assert call("again", facets, search) == call("read", facets, search)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("site", [0, 1, 2, 3]),
        ("time", [2, 0, 3, 1]),
        ("newest", [1, 3, 0, 2]),
        ("oldest", [0, 3, 1, 2]),
        ("title", [3, 2, 1, 0]),
    ],
)
def test_what_is_not_known_comes_last(call: Call, order: str, expected: list[int]) -> None:
    known = {"seconds": [60, 0, 30, 60], "years": [1986, 2020, 0, 1990]}
    assert call("ordered", [0, 1, 2, 3], order, known, [4, 3, 2, 1, 0]) == expected
