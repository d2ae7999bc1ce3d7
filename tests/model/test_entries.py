"""What single fields accept, and what they make of it."""

from __future__ import annotations

import pytest
from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from topicsite.findings.rules import RULES
from topicsite.model.entries import Resource, Topic
from topicsite.model.fields import PATTERNS, parse_duration
from topicsite.reading.validation_errors import _RULES
from topicsite.render import text


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("12:47", 767),
        ("0:05", 5),
        ("90:00", 5400),
        ("1:02:03", 3723),
        ("45 min", 2700),
        ("45min", 2700),
        ("2 h", 7200),
        ("1 h 30 min", 5400),
        ("PT1H30M", 5400),
        ("PT767S", 767),
        ("PT2H", 7200),
    ],
)
def test_a_duration_is_read(written: str, seconds: int) -> None:
    assert parse_duration(written) == seconds


@pytest.mark.parametrize(
    "written",
    ["", " ", "12", "12:7", "12:60", "1:60:00", "-1:00", "0:00", "0 min", "1 h 30", "1.5 h", "PT",
     "PT1.5H", "P1D", "about 5 min", "12:47 ", "١٢ min", "9999 h", "5 min 1 h", "1h30m"],
)  # fmt: skip
def test_what_is_no_duration(written: str) -> None:
    with pytest.raises(PydanticCustomError, match="not a duration"):
        parse_duration(written)


@pytest.mark.parametrize(
    ("seconds", "words"), [(45, "45 s"), (767, "13 min"), (3600, "1 h"), (4380, "1 h 13 min")]
)
def test_a_duration_is_written(seconds: int, words: str) -> None:
    assert text.duration(seconds).replace("\N{NO-BREAK SPACE}", " ") == words


ENTRY: dict[str, object] = {
    "title": "A good entry",
    "kind": "video",
    "url": "https://example.org/good",
    "authors": ["Ada Example"],
    "duration": "12:47",
    "level": "intuition",
    "access": "free",
    "language": "en",
    "summary": "It shows one idea with one worked example, and says why.",
    "teaches": ["chain rule"],
}


def test_the_smallest_entry_is_whole() -> None:
    assert Resource.model_validate(ENTRY).duration == 767


def test_an_entry_cannot_be_changed_later() -> None:
    entry = Resource.model_validate(ENTRY)
    with pytest.raises(ValidationError, match="frozen"):
        entry.title = "Another"  # type: ignore[misc]  # this is what must fail


def test_folded_text_becomes_one_paragraph() -> None:
    summary = "It shows one idea with\n  one worked example, \n\nand says why.\n"
    entry = Resource.model_validate({**ENTRY, "summary": summary})
    assert entry.summary == "It shows one idea with one worked example, and says why."


@pytest.mark.parametrize("field", list(ENTRY))
def test_no_field_takes_a_mapping(field: str) -> None:
    with pytest.raises(ValidationError):
        Resource.model_validate({**ENTRY, field: {"a": "b"}})


@pytest.mark.parametrize("value", [1, 1.5, True, None, b"A good entry"])
def test_no_type_is_converted_by_guess(value: object) -> None:
    with pytest.raises(ValidationError):
        Resource.model_validate({**ENTRY, "title": value})


def test_every_pattern_and_every_kind_of_error_has_a_rule() -> None:
    assert {rule for rule, _ in PATTERNS.values()} <= set(RULES)
    assert {rule for rule, _ in _RULES.values()} <= set(RULES)


def test_the_schema_for_editors_can_be_made_from_the_models() -> None:
    assert set(Resource.model_json_schema()["properties"]) == set(Resource.model_fields)
    assert set(Topic.model_json_schema()["properties"]) == set(Topic.model_fields)
