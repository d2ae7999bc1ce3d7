"""Plans: the shortest way to what somebody wants, as going through all ways finds it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.assets.on_node import Call, answering

ASSUMED = 1800
Index = dict[str, Any]
Asked = dict[str, Any]


@pytest.fixture(scope="module")
def call() -> Iterator[Call]:
    """Call a function of the script."""
    with answering("plan.mjs", "plan/plan.js") as asked:
        yield asked


def item(seconds: int, teaches: list[int], needs: list[int], after: list[int]) -> dict[str, Any]:
    return {"seconds": seconds, "teaches": teaches, "needs": needs, "after": after}


@st.composite
def questions(draw: st.DrawFn) -> tuple[Index, Asked]:
    """A small catalog whose items need only earlier ones, and what somebody asks of it."""
    concepts = draw(st.integers(1, 5))
    concept = st.integers(0, concepts - 1)
    some = st.lists(concept, max_size=3, unique=True)
    items = []
    for number in range(draw(st.integers(1, 7))):
        before = (
            st.lists(st.integers(0, number - 1), max_size=2, unique=True) if number else st.just([])
        )
        items.append(
            item(
                draw(st.sampled_from([0, 60, 300, 300, 900])),
                draw(some),
                draw(before),
                draw(before),
            )
        )
    goals = [{"through": draw(some)} for _ in range(draw(st.integers(1, 3)))]
    asked = {
        "goals": draw(st.lists(st.integers(0, len(goals) - 1), max_size=3, unique=True)),
        "learn": draw(some),
        "known": draw(st.lists(concept, max_size=2, unique=True)),
        "done": draw(st.lists(st.integers(0, len(items) - 1), max_size=2, unique=True)),
        "seconds": 0,
    }
    return {"items": items, "goals": goals}, asked


def known(index: Index, asked: Asked) -> set[int]:
    """What somebody knows: what they say, and what they have done."""
    return {
        *asked["known"],
        *(one for done in asked["done"] for one in index["items"][done]["teaches"]),
    }


def wanted(index: Index, asked: Asked) -> set[int]:
    """What has to be taught, as far as there is something that teaches it."""
    goals = {one for goal in asked["goals"] for one in index["goals"][goal]["through"]}
    taught = {
        one
        for number, each in enumerate(index["items"])
        if number not in asked["done"]
        for one in each["teaches"]
    }
    return ({*goals, *asked["learn"]} - known(index, asked)) & taught


def is_whole(index: Index, asked: Asked, steps: set[int]) -> bool:
    """Whether steps teach all that is wanted, and miss nothing that one of them needs."""
    items, knows = index["items"], known(index, asked)
    taught = {one for step in steps for one in items[step]["teaches"]}
    if steps & {*asked["done"]} or not wanted(index, asked) <= taught:
        return False
    return all(
        need in steps or need in asked["done"]
        or (items[need]["teaches"] and {*items[need]["teaches"]} <= knows)
        for step in steps for need in items[step]["needs"]
    )  # fmt: skip


def cost(index: Index, steps: Any) -> int:
    return sum(index["items"][step]["seconds"] or ASSUMED for step in steps)


def least_cost(index: Index, asked: Asked) -> int:
    """What the cheapest way costs, found by going through all."""
    every = range(len(index["items"]))
    ways = (set(way) for size in range(len(every) + 1) for way in combinations(every, size))
    return min(cost(index, way) for way in ways if is_whole(index, asked, way))


def in_good_order(index: Index, steps: list[int]) -> bool:
    places = {step: place for place, step in enumerate(steps)}
    return all(
        places.get(need, -1) < place
        for step, place in places.items()
        for need in [*index["items"][step]["needs"], *index["items"][step]["after"]]
    )


@settings(max_examples=400, deadline=None)
@given(questions())
def test_no_way_is_shorter(call: Call, question: tuple[Index, Asked]) -> None:
    index, asked = question
    found = call("plan", index, asked)
    assert found["isShortest"]
    assert len(found["steps"]) == len({*found["steps"]})
    assert is_whole(index, asked, {*found["steps"]})
    assert in_good_order(index, found["steps"])
    assert cost(index, found["steps"]) == least_cost(index, asked)


@settings(max_examples=200, deadline=None)
@given(questions(), st.integers(60, 4000))
def test_little_time_holds_what_it_says(
    call: Call, question: tuple[Index, Asked], seconds: int
) -> None:
    index, asked = question
    found = call("plan", index, {**asked, "seconds": seconds})
    steps = {*found["steps"]}
    kept = {
        **asked,
        "goals": [goal for goal in asked["goals"] if goal not in found["left"]],
        "learn": [one for one in asked["learn"] if one not in found["leftLearn"]],
    }
    assert cost(index, steps) <= seconds
    assert in_good_order(index, found["steps"])
    if found["isCut"]:  # the beginning of a way to one of the parts, and nothing is promised
        assert not wanted(index, kept)
        assert steps or found["left"] or found["leftLearn"]
    else:
        assert is_whole(index, kept, steps)
        assert cost(index, steps) == least_cost(index, kept)
    # Nothing that would fit beside the rest is left out, and nothing that is known.
    for name, left in (("goals", found["left"]), ("learn", found["leftLearn"])):
        for one in left:
            assert least_cost(index, {**kept, name: [*kept[name], one]}) > seconds


@settings(max_examples=100, deadline=None)
@given(questions())
def test_every_step_has_a_reason(call: Call, question: tuple[Index, Asked]) -> None:
    index, asked = question
    steps = call("plan", index, asked)["steps"]
    for step, reason in zip(steps, call("reasons", index, steps, asked), strict=True):
        assert reason["teaches"] or reason["before"], step


def large(seed: int, wants: int = 5) -> tuple[Index, Asked]:
    """A catalog of 500 concepts and about 1,200 dependencies."""
    source = random.Random(seed)
    items = []
    for number in range(800):
        before = source.sample(range(number), min(number, source.choice([0, 1, 1, 2, 3])))
        near = [one for one in before if one > number - 200]
        items.append(
            item(
                source.randrange(5, 120) * 60,
                source.sample(range(500), source.randrange(1, 5)),
                near[:2],
                [],
            )
        )
    goals = [{"through": source.sample(range(500), 4)} for _ in range(60)]
    asked = {
        "goals": source.sample(range(60), wants),
        "learn": [],
        "known": source.sample(range(500), 40),
        "done": source.sample(range(800), 30),
        "seconds": 0,
    }
    return {"items": items, "goals": goals}, asked


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("wants", [5, 20, 60])
def test_a_large_plan_keeps_to_its_time(call: Call, seed: int, wants: int) -> None:
    index, asked = large(seed, wants)
    whole = call("plan", index, asked)
    assert is_whole(index, asked, {*whole["steps"]})
    for share in (0.05, 0.5, 0.95):
        seconds = share * cost(index, whole["steps"])
        found = call("plan", index, {**asked, "seconds": seconds})
        kept = {**asked, "goals": [one for one in asked["goals"] if one not in found["left"]]}
        assert cost(index, found["steps"]) <= seconds
        assert in_good_order(index, found["steps"])
        assert found["left"] or share == 0.95
        assert found["isCut"] or is_whole(index, kept, {*found["steps"]})


@pytest.mark.parametrize("seed", range(5))
def test_a_large_plan_is_whole_and_holds_nothing_needless(call: Call, seed: int) -> None:
    index, asked = large(seed)
    found = call("plan", index, asked)
    steps = {*found["steps"]}
    assert is_whole(index, asked, steps)
    assert in_good_order(index, found["steps"])
    for step in steps:
        assert not is_whole(index, asked, steps - {step})


def test_what_can_be_taken_next(call: Call) -> None:
    items = [
        item(600, [0], [], []),
        item(900, [1], [0], []),
        item(60, [2], [0], []),
        item(60, [3], [1], []),
        item(60, [4], [0, 3], []),
    ]

    def after(done: list[int], known: list[int] | None = None) -> Any:
        return call("next", {"items": items}, {"done": done, "known": known or []})

    assert after([]) == [0]
    assert after([0]) == [1, 2]
    assert after([0, 1, 2]) == [3]
    assert after([], [0]) == [1, 2]  # whoever knows what a step teaches need not take it
    assert after([0], [2]) == [1]
    assert after([0, 1], [3]) == [2, 4]
