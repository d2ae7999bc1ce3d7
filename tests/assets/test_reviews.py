"""When questions come back, as another FSRS has it; what is answered merges in any order."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterator
from typing import Any

import pytest
from fsrs import Card, Rating, Scheduler
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from tests.assets.on_node import ASSETS, Call, answering
from topicsite.model.progress import Progress
from topicsite.model.schema import schema_of

SCHEMA = Draft7Validator(schema_of(Progress))
BEGIN = datetime.datetime(2026, 1, 1, 12, tzinfo=datetime.UTC)
MOST = 60

Answers = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def call() -> Iterator[Call]:
    """Call a function of the scripts; gives what it gives, or why it refuses."""
    scripts = [f"progress/{name}.js" for name in ("reviews", "schedule", "due")]
    with answering("reviews.mjs", *scripts, TZ="UTC", NODE_NO_WARNINGS="1") as asked:

        def told(*question: object) -> Any:
            answer = asked(*question)
            return answer.get("refuses") or answer["gives"]

        yield told


def written(moment: datetime.datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


@settings(max_examples=200)
@given(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 4)), min_size=1, max_size=12))
def test_a_peer_gives_the_same_days(call: Call, steps: list[tuple[int, int]]) -> None:
    peer = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card, moment, answers = Card(), BEGIN, []
    for days, grade in steps:
        moment += datetime.timedelta(days=days)
        card, _ = peer.review_card(card, Rating(grade), moment)
        answers.append({"at": written(moment), "grade": grade})
    found = call("memoryAfter", answers)
    assert card.stability is not None
    assert card.difficulty is not None
    assert found["stability"] == pytest.approx(card.stability, rel=1e-5)
    assert found["difficulty"] == pytest.approx(card.difficulty, rel=1e-5)
    days_of_peer = (card.due - moment).days
    # The scripts round a stability to eight digits: half a day may fall to either side.
    assert abs(card.stability % 1 - 0.5) < 1e-4 or found["days"] == days_of_peer


def test_days_are_those_of_the_calendar(call: Call) -> None:
    # Nine days, each time an hour earlier: whoever knows it whenever it is due goes on.
    early = [
        {"at": written(BEGIN.replace(day=1 + day, hour=21 - day)), "grade": 3 if day else 1}
        for day in range(9)
    ]
    same = [
        {"at": written(BEGIN.replace(day=1 + day)), "grade": 3 if day else 1} for day in range(9)
    ]
    assert call("memoryAfter", early) == call("memoryAfter", same)
    assert call("memoryAfter", early)["days"] > 3


def test_known_comes_later_and_not_known_soon(call: Call) -> None:
    def days(*grades: int) -> int:
        moment, given = BEGIN, []
        for grade in grades:
            given.append({"at": written(moment), "grade": grade})
            moment += datetime.timedelta(days=call("memoryAfter", given)["days"])
        found: int = call("memoryAfter", given)["days"]
        return found

    assert 1 <= days(1) < days(3) < days(3, 3) < days(3, 3, 3)
    assert days(3, 3, 1) < days(3, 3)


NAMES = st.sampled_from(["t/a/x", "t/b/x", "u/a/x", "__proto__", "constructor"])
ANSWERS = st.fixed_dictionaries(
    {
        "at": st.integers(1, 9).map(lambda day: f"2026-05-0{day}T17:20:00.000Z"),
        "grade": st.integers(1, 4),
    }
)
DOCUMENTS = st.dictionaries(NAMES, st.lists(ANSWERS, max_size=6), max_size=4)


@settings(max_examples=100)
@given(DOCUMENTS, DOCUMENTS, DOCUMENTS)
def test_answers_join_in_any_order(
    call: Call, one: Answers, other: Answers, third: Answers
) -> None:
    both = call("joined", one, other)
    assert both == call("joined", other, one)
    assert call("joined", both, third) == call("joined", one, call("joined", other, third))
    assert call("joined", both, both) == both == call("joined", both, one)
    for name, answers in both.items():
        given = {(a["at"], a["grade"]) for each in (one, other) for a in each.get(name, [])}
        assert [(a["at"], a["grade"]) for a in answers] == sorted(given)


def many(first: int, count: int) -> Answers:
    moments = (BEGIN + datetime.timedelta(days=first + day) for day in range(count))
    return {"t/a/x": [{"at": written(moment), "grade": 3} for moment in moments]}


def test_of_a_question_the_latest_answers_are_kept(call: Call) -> None:
    parts = [many(0, 50), many(30, 50), many(70, 50)]
    first = call("joined", call("joined", parts[0], parts[1]), parts[2])
    assert first == call("joined", parts[2], call("joined", parts[0], parts[1]))
    assert first == many(120 - MOST, MOST)


@settings(max_examples=100)
@given(DOCUMENTS)
def test_what_is_kept_is_as_its_schema_says(call: Call, answers: Answers) -> None:
    kept = call("parsedAnswers", answers)
    document = {"version": 1, "steps": {}, "exercises": {}, "reviews": kept}
    assert list(SCHEMA.iter_errors(document)) == []
    assert Progress.model_validate(document)
    assert call("parsedAnswers", kept) == kept


@pytest.mark.parametrize(
    "spoilt",
    [
        [],
        "x",
        7,
        {"t/a/x": {}},
        {"t/a/x": [{"at": "yesterday", "grade": 3}]},
        {"t/a/x": [{"at": "2026-05-01T17:20:00.000Z", "grade": 5}]},
        {"t/a/x": [{"at": "2026-05-01T17:20:00.000Z"}]},
        {"t/a/x": [{"at": "2026-13-45T99:99:99.999Z", "grade": 3}]},  # a moment that is none
        {"t/a/x": [{"at": "9999-01-01T00:00:00.000Z", "grade": 3}]},  # it would never come back
        {"t/a/x": [None]},
    ],
)
def test_what_is_none_is_refused(call: Call, spoilt: object) -> None:
    assert call("parsedAnswers", spoilt) == "not a record"


def test_a_question_is_due_on_its_day_and_the_longest_due_comes_first(call: Call) -> None:
    said = [
        ["t/a/x", True, "2026-05-01T23:00:00.000Z"],
        ["t/a/y", False, "2026-05-01T10:00:00.000Z"],
    ]
    days = [f"2026-05-0{day}T01:00:00.000Z" for day in (1, 2, 3, 4)]
    found = call("story", said, days)
    # One day after a wrong answer, two after a right one; by the day and not by the hour.
    assert found["due"] == [[], ["t/a/y"], ["t/a/y", "t/a/x"], ["t/a/y", "t/a/x"]]
    assert [answer["grade"] for answer in found["answers"]["t/a/x"]] == [3]


def test_what_was_renamed_goes_on_and_what_is_gone_is_never_due(call: Call) -> None:
    old, new = many(0, 2)["t/a/x"], many(5, 1)["t/a/x"]
    answers = {"t/a/old": old, "t/a/new": new, "t/a/gone": old}
    found = call("settled", answers, {"t/a/old": "t/a/new", "t/a/new": "t/a/new"})
    assert found["answers"]["t/a/new"] == [*old, *new]
    assert "t/a/old" not in found["answers"]
    assert found["due"] == ["t/a/new"]
    assert found["answers"]["t/a/gone"] == old, "it may come back"


def test_the_scheduler_is_as_it_was_published() -> None:
    said = re.search(r"`([0-9a-f]{64})`", (ASSETS / "fsrs/README.md").read_text("utf-8"))
    assert said is not None
    assert said[1] == hashlib.sha256((ASSETS / "fsrs/fsrs.js").read_bytes()).hexdigest()
