"""What a reader has done: documents merge in any order, and what is none is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from tests.assets.on_node import Call, answering
from topicsite.model.progress import Progress
from topicsite.model.schema import schema_of

SCHEMA = Draft7Validator(schema_of(Progress))

Document = dict[str, Any]


@pytest.fixture(scope="module")
def call() -> Iterator[Call]:
    """Call a function of the script; gives what it gives, or why it refuses."""
    with answering("record.mjs", "progress/record.js") as asked:

        def told(*question: object) -> Any:
            answer = asked(*question)
            return answer.get("refuses") or answer["gives"]

        yield told


# Few names and moments, so that documents meet; `__proto__` is a name like any other.
NAMES = st.sampled_from(["a", "b", "a#part", "x/y", "__proto__", "constructor", "toString"])
MOMENTS = st.sampled_from([f"2026-05-0{day}T17:20:00.000Z" for day in range(1, 5)])
MARKS = st.fixed_dictionaries({"done": st.booleans(), "at": MOMENTS})
PARTS = st.dictionaries(NAMES, MARKS, max_size=5)
WALKS = st.fixed_dictionaries({"path": st.sampled_from(["t/p", "t/q"]), "at": MOMENTS})
PLANS = st.fixed_dictionaries(
    {
        "steps": st.lists(NAMES, max_size=2),
        "address": st.sampled_from(["", "?minutes=45"]),
        "at": MOMENTS,
    }
)
DOCUMENTS = st.fixed_dictionaries(
    {"version": st.just(1), "steps": PARTS, "exercises": PARTS},
    optional={"path": WALKS, "plan": PLANS},
)


@settings(max_examples=100)
@given(DOCUMENTS, DOCUMENTS, DOCUMENTS)
def test_records_merge_in_any_order(
    call: Call, one: Document, other: Document, third: Document
) -> None:
    both = call("merged", one, other)
    assert both == call("merged", other, one)
    assert call("merged", both, third) == call("merged", one, call("merged", other, third))
    assert call("merged", both, both) == both == call("merged", both, one)
    assert SCHEMA.is_valid(both)


@settings(max_examples=100)
@given(DOCUMENTS)
def test_what_is_written_is_read(call: Call, document: Document) -> None:
    assert call("parsed", json.dumps(document)) == document


def test_the_later_mark_counts_and_of_two_at_once_that_it_is_done(call: Call) -> None:
    def steps(done: bool, day: int) -> Document:
        mark = {"done": done, "at": f"2026-05-0{day}T17:20:00.000Z"}
        return {"version": 1, "steps": {"a": mark}, "exercises": {}}

    assert call("merged", steps(True, 1), steps(False, 2)) == steps(False, 2)
    assert call("merged", steps(True, 1), steps(False, 1)) == steps(True, 1)


GOOD: Document = {"version": 1, "steps": {}, "exercises": {}}
MARK = {"done": True, "at": "2026-05-03T17:20:00.000Z"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("null", "another version"),
        ("[]", "another version"),
        ('"1"', "another version"),
        (json.dumps({**GOOD, "version": 2}), "another version"),
        (json.dumps({**GOOD, "steps": {"a": True}}), "not a record"),
        (json.dumps({**GOOD, "steps": {"a": {"done": "yes", "at": MARK["at"]}}}), "not a record"),
        (json.dumps({**GOOD, "steps": {"a": {"done": True, "at": "today"}}}), "not a record"),
        (json.dumps({**GOOD, "exercises": {"a/b": {"done": True}}}), "not a record"),
        (json.dumps({**GOOD, "path": "t/p"}), "not a record"),
        (json.dumps({**GOOD, "path": {"path": 1, "at": MARK["at"]}}), "not a record"),
        (json.dumps({**GOOD, "path": None}), "not a record"),
        (json.dumps({**GOOD, "plan": None}), "not a record"),
        (
            json.dumps({**GOOD, "plan": {"steps": [1], "address": "", "at": MARK["at"]}}),
            "not a record",
        ),
        (json.dumps({**GOOD, "plan": {"steps": ["a"], "at": MARK["at"]}}), "not a record"),
        (json.dumps({**GOOD, "steps": {str(n): MARK for n in range(100_001)}}), "not a record"),
    ],
    ids=lambda value: str(value)[:50],
)
def test_what_is_no_record_is_refused(call: Call, text: str, why: str) -> None:
    assert call("parsed", text) == why


@pytest.mark.parametrize(
    ("steps", "exercises", "is_done"),
    [
        ({}, {}, False),
        ({"new": True}, {}, True),
        ({"old": True}, {}, True),
        ({"old": False}, {}, False),
        ({}, {"new/x": True}, False),
        ({}, {"new/x": True, "new/y": True}, True),
        ({}, {"old/x": True, "new/y": True}, True),
        ({"new": False}, {"new/x": True, "new/y": True}, False),
    ],
)
def test_a_step_is_done_when_ticked_or_when_all_its_exercises_are_solved(
    call: Call, steps: dict[str, bool], exercises: dict[str, bool], is_done: bool
) -> None:
    document = {
        "version": 1,
        "steps": {name: {**MARK, "done": done} for name, done in steps.items()},
        "exercises": {name: {**MARK, "done": done} for name, done in exercises.items()},
    }
    step = {"names": ["new", "old"], "exercises": ["new/x|old/x", "new/y|old/y"]}
    assert call("isDone", document, step) is is_done
