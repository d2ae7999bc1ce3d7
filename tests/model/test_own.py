"""What a site has of its own: words, fields, and that schema and validator judge them alike."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from pydantic import ValidationError

from tests.model.test_schema import ENTRY, Editor
from topicsite.model import words
from topicsite.model.entries import WANTED, Example, Resource
from topicsite.model.own import FieldType
from topicsite.model.schema import schema_of
from topicsite.model.site import SiteSettings

FIELDS: dict[str, dict[str, Any]] = {
    "edition": {"label": "Edition", "type": "text"},
    "tempo": {"label": "Beats a minute", "type": "number"},
    "recorded": {"label": "Has a recording", "type": "boolean"},
    "copies": {"label": "Copies", "type": "choice", "choices": ["1", "2.50", "many", "true"]},
    "players": {"label": "Players", "type": "list"},
    "publisher": {"label": "Publisher", "type": "address"},
    "played": {"label": "First played", "type": "date", "help": "The day, if you know it"},
}
SITE = SiteSettings.model_validate(
    {
        "kinds": ["video", "podcast", {"id": "score", "label": "Sheet music"}],
        "levels": ["1", {"id": "grade-2", "label": "Grade 2"}],
        "fields": FIELDS,
    }
)
OWN_ENTRY = {**ENTRY, "level": "grade-2"}


def test_a_site_without_words_of_its_own_has_ours() -> None:
    site = SiteSettings()
    assert site.resource is Resource
    assert site.example is Example
    assert site.kind_ids == words.KINDS
    assert site.level_ids == words.LEVELS


def test_models_are_made_once_for_the_same_words() -> None:
    again = SiteSettings.model_validate(SITE.model_dump(exclude_unset=True, exclude_none=True))
    assert again.resource is SITE.resource


def test_own_fields_stand_behind_ours_in_the_order_of_the_file() -> None:
    assert [*SITE.resource.model_fields] == [*Resource.model_fields, *FIELDS]


MEANT = [
    ("kind", "blog", "online-tutorial"),
    ("kind", "Blog post", "online-tutorial"),
    ("kind", "YouTube", "video"),
    ("kind", "pdf", "theory-paper"),
    ("kind", "book", "book-chapter"),
    ("kind", "mooc", "playlist"),
    ("kind", "lecture_notes", "course-notes"),
    ("kind", "github", "code"),
    ("kind", "Online Tutorial", "online-tutorial"),
    ("kind", "vidoe", None),  # a slip of the finger, which its likeness tells
    ("level", "beginner", "introductory"),
    ("level", "Expert", "advanced"),
    ("level", "medium", "intermediate"),
    ("access", "gratis", None),
]


@pytest.mark.parametrize(("field", "word", "expected"), MEANT)
def test_the_usual_wrong_words_are_known(field: str, word: str, expected: str | None) -> None:
    known = SiteSettings().kind_ids if field == "kind" else SiteSettings().level_ids
    assert words.meant(field, word, known) == expected


def test_every_wrong_word_of_the_table_leads_somewhere_on_a_usual_site() -> None:
    for field, known in (("kind", words.KINDS + words.MORE_KINDS), ("level", words.LEVELS)):
        for word in words._MEANT[field]:
            assert words.meant(field, word, [*known]), word


def test_what_is_meant_is_always_a_word_of_the_site() -> None:
    assert words.meant("kind", "blog", ["article", "online-tutorial"]) == "article"
    assert words.meant("kind", "blog", ["score"]) is None
    assert words.meant("level", "easy", ["beginner"]) == "beginner"


VALUES: dict[FieldType, list[tuple[Any, bool]]] = {
    "text": [("a", True), (" a ", True), ("a\nb", False), ("", False), (["a"], False),
             ("x" * 201, False)],
    "number": [("120", True), ("0.50", True), ("-3", True), ("fast", False), ("1e5", False),
               ("1,5", False), (".5", False), ("+3", False), ("٣", False), (["1"], False)],
    "boolean": [("true", True), ("false", True), ("yes", False), ("True", False), ("", False)],
    "choice": [("1", True), ("2.50", True), ("many", True), ("true", True), ("3", False),
               ("Many", False), (["1"], False)],
    "list": [(["a", "b"], True), ([], False), ("a", False), ([["a"]], False), (["a\nb"], False)],
    "address": [("https://example.org/b", True), ("example.org", False),
                ("javascript:alert(1)", False), ("https://localhost/", False),
                ("http://example.org/b", False)],
    "date": [("2021", True), ("2021-05", True), ("2021-05-03", True), ("May", False),
             ("2021-13", False)],
}  # fmt: skip
NAMES: dict[FieldType, str] = {field["type"]: name for name, field in FIELDS.items()}
CASES = [(NAMES[type_], value, right) for type_, all_ in VALUES.items() for value, right in all_]


def is_right(data: dict[str, Any]) -> bool:
    try:
        SITE.resource.model_validate(data)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(("name", "value", "right"), CASES, ids=lambda value: str(value)[:30])
def test_each_value_is_judged_by_its_type_in_the_schema_too(
    name: str, value: Any, right: bool
) -> None:
    data = {**OWN_ENTRY, name: value}
    assert is_right(data) == right
    # An editor reads a truth that is not quoted as one.
    seen = value == "true" if value in ("true", "false") and name == "recorded" else value
    assert Editor(schema_of(SITE.resource)).is_valid({**data, name: seen}) == right


@given(st.dictionaries(st.sampled_from([*FIELDS]), st.sampled_from(CASES)))
def test_any_of_them_together_are_right_if_each_is(chosen: dict[str, Any]) -> None:
    own = {name: value for name, value, _ in chosen.values()}
    expected = all(right for name, value, right in chosen.values() if own[name] == value)
    assert is_right({**OWN_ENTRY, **own}) == expected


@pytest.mark.parametrize("value", [1, 2.5, True, "many", "1"])
def test_an_editor_may_see_a_number_or_a_truth_in_a_choice(value: object) -> None:
    schema = schema_of(SITE.resource)
    assert Editor(schema).is_valid({**OWN_ENTRY, "copies": value})
    assert not Editor(schema).is_valid({**OWN_ENTRY, "copies": 7})
    assert Editor(schema).is_valid({**OWN_ENTRY, "level": 1})


def test_an_insecure_own_address_needs_its_reason() -> None:
    data = {**OWN_ENTRY, "publisher": "http://example.org/b"}
    reason = {"insecure_url_reason": "It has no other."}
    assert not is_right(data)
    assert is_right({**data, **reason})
    assert not is_right({**OWN_ENTRY, **reason})
    editor = Editor(schema_of(SITE.resource))
    assert not editor.is_valid(data)
    assert editor.is_valid({**data, **reason})
    assert not editor.is_valid({**OWN_ENTRY, **reason})


def test_values_keep_what_was_written() -> None:
    made: Any = SITE.resource.model_validate({**OWN_ENTRY, "tempo": "72.50", "recorded": "false"})
    assert made.tempo == Decimal("72.50")
    assert str(made.tempo) == "72.50"
    assert made.recorded is False
    assert made.players == ()
    assert made.edition is None


@pytest.mark.parametrize(("kind", "right"), [("video", True), ("score", True), ("podcast", False)])
def test_captions_are_refused_only_where_nothing_is_watched(kind: str, right: bool) -> None:
    data = {**OWN_ENTRY, "kind": kind, "captions": ["en"]}
    assert is_right(data) == right
    assert Editor(schema_of(SITE.resource)).is_valid(data) == right


def test_the_schema_explains_own_fields() -> None:
    schema = schema_of(SITE.resource)
    Draft7Validator.check_schema(schema)
    properties = schema["properties"]
    assert properties["kind"]["enum"] == ["video", "podcast", "score"]
    assert properties["level"]["description"] == "Whom it is for."
    assert properties["played"]["title"] == "First played"
    assert properties["played"]["description"] == "The day, if you know it."
    assert properties["edition"]["description"] == "Edition."
    assert schema_of(SITE.example)["properties"]["level"]["enum"][:2] == ["1", "grade-2"]
    assert schema["required"] == schema_of(Resource)["required"]


def test_a_complete_site_needs_what_learners_choose_by() -> None:
    model = COMPLETE.resource
    assert schema_of(model)["required"] == ["title", "kind", "url", *WANTED]
    assert model.model_validate({"title": "A", "kind": "code", "url": "https://example.org/"})


COMPLETE = SiteSettings.model_validate({"complete": "true"})


@pytest.mark.parametrize("name", ["elements", "reset", "class", "model_year", "copy_of", "x1"])
def test_a_field_may_have_a_name_that_means_something_elsewhere(name: str) -> None:
    site = SiteSettings.model_validate({"fields": {name: {"label": "Own", "type": "text"}}})
    made = site.resource.model_validate({**ENTRY, name: "value"})
    assert getattr(made, name) == "value"


@pytest.mark.parametrize(
    "name",
    ["title", "claims", "topic", "id", "keywords", "missing", "copy", "model_dump", "json", "help",
     "A", "a-b", "1a", "a__b", "_a", "a_", "ä", "a" * 41],
)  # fmt: skip
def test_and_not_one_that_is_taken_or_is_none(name: str) -> None:
    with pytest.raises(ValidationError):
        SiteSettings.model_validate({"fields": {name: {"label": "Own", "type": "text"}}})


def test_schema_and_validator_agree_on_names_of_fields() -> None:
    editor = Editor(schema_of(SiteSettings))
    own = {"label": "Own", "type": "text"}
    for name in ("tempo", "title", "topic", "Tempo", "a b", "missing"):
        try:
            SiteSettings.model_validate({"fields": {name: own}})
        except ValidationError:
            assert not editor.is_valid({"fields": {name: own}}), name
        else:
            assert editor.is_valid({"fields": {name: own}}), name
