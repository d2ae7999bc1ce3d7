"""How a language says a message, and writes numbers, days, lists and the names of others."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from markupsafe import Markup

from topicsite.language.catalogs import MessagesError
from topicsite.language.locales import ENGLISH, Language
from topicsite.model.times import Time
from topicsite.render import labels, text

WORDS = Path(__file__).parents[2] / "code/topicsite/assets/page/words.js"
NO_BREAK = "\N{NO-BREAK SPACE}"
GERMAN = Language("de")


@pytest.mark.parametrize(
    ("code", "words", "direction"),
    [
        ("en", "Tags", "ltr"),
        ("de", "Schlagwörter", "ltr"),
        ("de-CH", "Schlagwörter", "ltr"),
        ("fr", "Mots-clés", "ltr"),
        ("es", "Etiquetas", "ltr"),
        ("it", "Tags", "ltr"),
        ("zh-Hant", "Tags", "ltr"),
        ("xx", "Tags", "ltr"),
        ("", "Tags", "ltr"),
        ("ar", "\u2066Tags\u2069", "rtl"),
        ("he", "\u2066Tags\u2069", "rtl"),
    ],
)
def test_a_regional_form_falls_back(code: str, words: str, direction: str) -> None:
    language = Language(code)
    assert language.gettext("Tags") == words
    assert language.direction == direction


def test_an_english_message_keeps_its_order_from_right_to_left() -> None:
    said = Language("fa").gettext(
        '<a href="%(url)s">%(title)s</a>: %(day)s', url="u", title="t", day="d"
    )
    assert said == '\u2066<a href="u">\u2068t\u2069</a>: \u2068d\u2069\u2069'


@pytest.mark.parametrize(
    ("code", "day", "month", "number", "some"),
    [
        ("en", "3 May 2026", "May 2026", "1,234.50", "a, b and c"),
        ("de", "3. Mai 2026", "Mai 2026", "1.234,50", "a, b und c"),
        ("fr", "3 mai 2026", "mai 2026", "1\u202f234,50", "a, b et c"),
        ("es", "3 de mayo de 2026", "mayo de 2026", "1.234,50", "a, b y c"),
        ("ja", "2026年5月3日", "2026年5月", "1,234.50", "a、b、c"),
    ],
)
def test_days_numbers_and_lists(code: str, day: str, month: str, number: str, some: str) -> None:
    language = Language(code)
    assert language.day(datetime.date(2026, 5, 3)) == day
    assert language.partial_day("2026-05-03") == day
    assert language.partial_day("2026-05") == month
    assert language.partial_day("2026") == "2026"
    assert language.number(1234.5, 2) == number
    assert language.listed(["a", "b", "c"]) == some


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (0.125, 2, "0.12"),
        (2.675, 2, "2.67"),
        (-0.001, 1, "0.0"),
        (1e6, 0, "1,000,000"),
        (7, None, "7"),
    ],
)
def test_numbers_are_rounded_as_python_does(
    value: float, decimals: int | None, written: str
) -> None:
    assert ENGLISH.number(value, decimals) == written


def test_lists_keep_html_and_nothing_else() -> None:
    links = [Markup("<b>x</b>"), "<i>"]
    assert ENGLISH.listed(links) == Markup("<b>x</b> and &lt;i&gt;")
    assert ENGLISH.commas(links) == Markup("<b>x</b>, &lt;i&gt;")
    assert ENGLISH.listed(["<i>", "{0}"]) == "<i> and {0}"
    assert [ENGLISH.listed([]), ENGLISH.commas([]), ENGLISH.listed(["a"])] == ["", "", "a"]


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("en", ["English", "German", "Brazilian Portuguese", "xx"]),
        ("de", ["Englisch", "Deutsch", "Portugiesisch (Brasilien)", "xx"]),
    ],
)
def test_languages_have_names(code: str, names: list[str]) -> None:
    language = Language(code)
    assert [language.name_of(other) for other in ("en", "de", "pt-BR", "xx")] == names


def test_a_language_is_the_same_in_another_region() -> None:
    assert GERMAN.is_of("de-AT")
    assert not GERMAN.is_of("en")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("de", "3 Schritte, insgesamt mindestens 1 h 15 min; bei 1 fehlt die Zeit noch"),
        ("fr", "3 étapes, au moins 1 h 15 min en tout\u202f; 1 n’a pas encore de durée"),
        ("es", "3 pasos, al menos 1 h 15 min en total; 1 aún no tiene duración"),
    ],
)
def test_times_are_said(code: str, said: str) -> None:
    assert text.extent(Language(code), Time(4500, 2, 1)).replace(NO_BREAK, " ") == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("claim", "Aussage"),
        ("reproduced", "reproduziert"),
        ("expected: about 7 of 8", "erwartet: etwa 7 von 8"),
        ("expected: never", "erwartet: nie"),
        ("in 7 of 8 starts ●●●; more", "bei 7 von 8 Starts ●●●; more"),
        ("0.5: half a unit", "0.5: half a unit"),
    ],
)
def test_a_report_is_said(written: str, said: str) -> None:
    assert labels.reported(GERMAN, written) == said
    assert labels.reported(ENGLISH, written) == written


def own(folder: Path, messages: str, code: str = "de") -> Path:
    folder.mkdir(exist_ok=True)
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    (folder / f"{code}.po").write_text(head + messages, encoding="utf-8")
    return folder


def test_a_site_s_own_messages_come_first(tmp_path: Path) -> None:
    messages = 'msgid "Tags"\nmsgstr "Stichwörter"\n\n#, fuzzy\nmsgid "Map"\nmsgstr "Plan"\n'
    language = Language("de-CH", own(tmp_path / "messages", messages))
    assert language.gettext("Tags") == "Stichwörter"
    assert language.gettext("Map") == "Karte", "a guess is no translation"
    assert (
        Language("en", own(tmp_path / "messages", messages, "en")).gettext("Tags") == "Stichwörter"
    )


def test_plural_forms_are_those_of_the_file(tmp_path: Path) -> None:
    forms = "".join(f'msgstr[{n}] "{n}: %(number)s"\n' for n in range(3))
    messages = f'msgid "%(number)s step"\nmsgid_plural "%(number)s steps"\n{forms}'
    language = Language("pl", own(tmp_path / "messages", messages, "pl"))
    said = [language.ngettext("%(number)s step", "%(number)s steps", n) for n in (1, 2, 5, 22)]
    assert said == ["0: 1", "1: 2", "2: 5", "1: 22"]


@pytest.mark.parametrize(
    ("messages", "told"),
    [
        ('msgid "Tags', "messages/de.po:"),
        (
            'msgid "%(a)s step"\nmsgid_plural "%(a)s steps"\nmsgstr[0] "%(b)s"\nmsgstr[1] "x"\n',
            "messages/de.po:5: `%(b)s` is nothing that this message fills in; it fills in `%(a)s`",
        ),
        ('msgid "Tags"\nmsgstr "50 % mehr"\n', "messages/de.po:5: `% ` is nothing"),
    ],
)
def test_a_file_that_is_none_is_told(tmp_path: Path, messages: str, told: str) -> None:
    with pytest.raises(MessagesError) as error:
        Language("de", own(tmp_path / "messages", messages))
    assert str(error.value).startswith(told)


def test_english_pages_load_no_messages() -> None:
    assert Language("en").script(WORDS.read_text("utf-8")) == WORDS.read_text("utf-8")
