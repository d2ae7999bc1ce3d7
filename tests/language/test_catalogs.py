"""The files of messages hold all that our pages say, and nothing else, in every language."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from tests.language.collecting import collected, headed, said_in, written
from topicsite.language.catalogs import OURS, SOURCE, read

LANGUAGES = sorted(file.stem for file in OURS.glob("*.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)s|%%")
TAG = re.compile(r"</?[a-z]+[^>]*>")


def messages(catalog: Catalog) -> dict[tuple[str | None, str], Message]:
    """The messages of a catalog, by context and English text."""
    return {
        (one.context, one.id if isinstance(one.id, str) else one.id[0]): one
        for one in catalog
        if one.id
    }


def test_the_source_holds_what_the_code_says() -> None:
    assert SOURCE.read_text("utf-8") == written(headed(collected(), "English")), (
        "run `make messages`"
    )


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("a.py", 'x.gettext("One") + N_("Two") + x.ngettext("%(number)s", "many", 3)',
         ["One", "Two", ("%(number)s", "many")]),
        ("a.py", 'x.gettext("One " "and two")', ["One and two"]),
        ("a.html.jinja", '<p>{{ _("One") }} {% trans a=1 %}Two {{ a }}{% endtrans %}</p>',
         ["One", "Two %(a)s"]),
        ("a.html.jinja", "{% trans number=1 %}One{% pluralize %}Many{% endtrans %}",
         [("One", "Many")]),
        ("a.js", 'say(_("One", { a })); ngettext("One", "Many", n); `${_("Two")}`',
         ["One", ("One", "Many"), "Two"]),
        ("a.css", 'a { content: var(--words-gives, "gives"); }', ["gives"]),
    ],
)  # fmt: skip
def test_messages_are_found(tmp_path: Path, name: str, text: str, found: list[object]) -> None:
    (tmp_path / name).write_text(text)
    assert sorted(map(str, (said for said, _ in said_in(tmp_path / name)))) == sorted(
        map(str, found)
    )


def test_there_are_languages() -> None:
    assert {"de", "es", "fr"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_says_everything_and_nothing_else(language: str) -> None:
    file = OURS / f"{language}.po"
    assert messages(read(file)).keys() == messages(read(SOURCE)).keys(), "run `make messages`"
    assert "fuzzy" not in file.read_text("utf-8")
    assert "#~" not in file.read_text("utf-8"), "a message that nobody says any more"
    assert [key for key, one in messages(read(file)).items() if not all(forms(one))] == []


def forms(message: Message) -> list[str]:
    said = message.string or ""
    return [said] if isinstance(said, str) else list(said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_holds_what_the_message_holds(language: str) -> None:
    catalog = read(OURS / f"{language}.po")
    for (_, english), message in messages(catalog).items():
        several = message.id if not isinstance(message.id, str) else (message.id,)
        assert len(forms(message)) == (catalog.num_plurals if len(several) > 1 else 1), english
        for said in forms(message):
            # A form for one thing need not say how many there are.
            wanted = [set(PLACEHOLDER.findall(one)) for one in several]
            assert set(PLACEHOLDER.findall(said)) in (*wanted, wanted[-1] - {"%(number)s"}), english
            assert said.count("%") == said.count("%%") * 2 + len(re.findall(r"%\(\w+\)s", said))
            assert Counter(TAG.findall(said)) == Counter(TAG.findall(several[-1])), english
            assert Counter(re.findall("`[^`]*`", said)) == Counter(
                re.findall("`[^`]*`", several[-1])
            ), english
            # It may stand in an attribute, between such quotes.
            assert '"' not in TAG.sub("", said), english


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_begins_and_ends_as_the_message_does(language: str) -> None:
    for (_, english), message in messages(read(OURS / f"{language}.po")).items():
        for said in forms(message):
            assert said == said.strip(" "), english
            ends = [one[-1] in ".…" for one in (english, said)]
            assert ends[0] == ends[1], f"{english} | {said}"


WRITTEN_SO = {
    "de": (r"[“‟][^”]*”|\"", "quotation marks are „ and “"),
    "fr": (r"(?<![\u202f/])[:;!?](?!//|\d)|«(?!\u202f)|(?<!\u202f)»|'|“|”", "spaces are narrow"),
    "es": (r"“|”|'", "quotation marks are « and »"),
}


@pytest.mark.parametrize("language", sorted(WRITTEN_SO))
def test_a_translation_is_written_as_its_language_is(language: str) -> None:
    wrong, reason = WRITTEN_SO[language]
    for message in messages(read(OURS / f"{language}.po")).values():
        for said in forms(message):
            text = re.sub("`[^`]*`", "", TAG.sub("", said))
            assert not re.search(wrong, text), f"{said}: {reason}"


def test_a_question_in_spanish_has_both_its_marks() -> None:
    for message in messages(read(OURS / "es.po")).values():
        for said in forms(message):
            assert said.count("¿") == said.count("?"), said
            assert said.count("¡") == said.count("!"), said
