"""What single fields accept, and what they make of it."""

from __future__ import annotations

import pytest
from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from topicsite.findings.rules import RULES
from topicsite.language.locales import ENGLISH
from topicsite.model import identity
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
        ("45\u00a0min", 2700),
        ("1\u202fh\u00a030\u2009min", 5400),
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
    ("written", "reason"),
    [
        ("12", "a number alone has no unit"),
        ("12:60", "the last two digits go to 59"),
        ("1:60:00", "the last two digits go to 59"),
        ("0:00", "nothing takes no time"),
        ("12:47 ", "there are spaces around it"),
        ("\u00a012:47", "there are spaces around it"),
        ("١٢ min", "its digits are others than 0 to 9"),
        ("１２:47", "its digits are others than 0 to 9"),
        ("1.5 h", "it has whole numbers only"),
        ("1,5 h", "it has whole numbers only"),
        ("999:59 min", None),
        ("1000 h", None),
        ("900 h 9999 min", "it is longer than 1000 hours"),
        ("soon", None),
    ],
)
def test_the_cause_is_named(written: str, reason: str | None) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        parse_duration(written)
    assert caught.value.message().startswith(f"not a duration{f': {reason}' if reason else ';'}")


ISBNS = {
    "978-0-262-03561-3": "978-0-262-03561-3",
    "0-8044-2957-X": "0-8044-2957-X",
    "0-8044-2957-x": "0-8044-2957-X",
    "080442957x": "080442957X",
    "978\u2011 0\u2013262\u201003561-3": "978- 0-262-03561-3",
    "978\u00a00\u00a0262\u00a003561\u00a03": "978 0 262 03561 3",
    "9791032305690": "9791032305690",
}


@pytest.mark.parametrize("written", ISBNS)
def test_an_isbn_is_read(written: str) -> None:
    assert Resource.model_validate({**ENTRY, "isbn": written}).isbn == ISBNS[written]


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("978-0-262-03561-4", "comes `3`, not `4`"),
        ("0-8044-2957-1", "comes `X`, not `1`"),
        ("123-0-262-03561-9", "starts with 978 or 979"),
        ("978-0-262-03561", "this has 12"),
        ("", "this has 0"),
        ("ISBN 0-8044-2957-X", "no `I`"),
        ("X-8044-2957-0", "an X stands at its end only"),
        ("97802620356١3", "no `\u0661`"),
    ],
)
def test_why_it_is_no_isbn(written: str, reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        Resource.model_validate({**ENTRY, "isbn": written})


DOIS = [
    "10.1038/323533a0",
    "10.1002/(SICI)1099-0000(19990101)1:1<1::AID-XXX1>3.0.CO;2-A",
    "10.1002/(SICI)1096-8644(199601)99:1<0::AID-AJPA0>3.3.CO;2-#",
    '10.1000/a"b\\c{d}|e^f`g',
    "10.1000.10/123",
    "10.48550/arXiv.1502.05767",
    "10.5555/日本語",
    "10.1000/a/b?c=d&e#f%20g",
]


@pytest.mark.parametrize("doi", DOIS)
def test_a_doi_is_what_the_handle_system_takes(doi: str) -> None:
    entry = Resource.model_validate({**ENTRY, "doi": doi})
    assert entry.doi == doi
    address = identity.doi_address(doi)
    assert identity.check_address(address) == address
    names = [identity.identities([address], None, None), identity.identities([], doi, None)]
    assert set(names[0]) == set(names[1])


@pytest.mark.parametrize(
    "doi",
    ["https://doi.org/10.1038/3", "doi:10.1038/3", "10.1038", "10.1038/", "11.1038/a", "10.1/a",
     "10.1038/a b", "10.1038/a\u00a0b", "10.1038/\u2003", " 10.1038/a", "10.abcd/e"],
)  # fmt: skip
def test_what_is_no_doi(doi: str) -> None:
    with pytest.raises(ValidationError, match="doi"):
        Resource.model_validate({**ENTRY, "doi": doi})


def test_a_phrase_may_be_one_letter() -> None:
    assert Resource.model_validate({**ENTRY, "teaches": ["C", "R"]}).teaches == ("C", "R")


@pytest.mark.parametrize(("kind", "right"), [("video", True), ("playlist", True), ("code", False)])
def test_what_is_watched_may_have_captions(kind: str, right: bool) -> None:
    fields = {**ENTRY, "kind": kind, "captions": ["en"]}
    if right:
        assert Resource.model_validate(fields).captions == ("en",)
    else:
        with pytest.raises(ValidationError, match="captions"):
            Resource.model_validate(fields)


@pytest.mark.parametrize(
    ("seconds", "words"), [(45, "45 s"), (767, "13 min"), (3600, "1 h"), (4380, "1 h 13 min")]
)
def test_a_duration_is_written(seconds: int, words: str) -> None:
    assert text.duration(ENGLISH, seconds).replace("\N{NO-BREAK SPACE}", " ") == words


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
