"""What stands on cards, and that a deck is the same for the same site."""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
import sqlite3
import sys
import zipfile
from contextlib import closing
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests import children
from tests.cards.decks import FILE, QUESTIONS, changed, site_of
from topicsite import render
from topicsite.cards import Card, Deck, deck_of, files_of, package, table
from topicsite.language.locales import ENGLISH, Language
from topicsite.reading.load import load


def card_of(name: str, site: render.Site | None = None) -> Card:
    """The card of a question, by the beginning of what it asks."""
    (found,) = [
        card for card in deck_of(site or site_of(), "t").cards if card.asks.startswith(name)
    ]
    return found


def test_options_have_letters_and_a_word_on_each_wrong_one() -> None:
    card = card_of("How much is \\(")
    assert card.asks == "How much is \\(2 + 2\\), beside 2.5?\nA. It is 4.\nB. It is \\(2.5\\)."
    assert card.answers == "A. It is 4.\nIt is 4.\nNot B: That is on another line."
    assert "<li>It is 4.</li>" in card.front
    assert '<p class="right">A. It is 4.</p>' in card.back
    assert "Not B: That is on another line." in card.back


def test_several_right_options_are_announced_and_all_given() -> None:
    card = card_of("Which are even")
    for side in (card.front, card.asks):
        assert "Several answers are right." in side
    assert card.back.count('class="right"') == 2


def test_a_number_has_its_unit() -> None:
    assert card_of("How much is it").answers == "4 apples\nTwo and two."


def test_lines_are_shuffled_in_front_and_ordered_behind() -> None:
    card = card_of("And these")
    assert sorted(card.asks.splitlines()[2:]) == ["•     print(x)", "• if x:", "• x = 1"]
    assert card.asks.splitlines()[2:] != ["• x = 1", "• if x:", "•     print(x)"]
    assert card.answers.startswith("1. x = 1\n2. if x:\n3.     print(x)\n")
    assert '<code dir="ltr">    print(x)</code>' in card.back


def test_a_graph_is_a_picture_and_in_plain_text_a_list() -> None:
    card = card_of("How fast")
    assert "<svg" in card.front
    assert "\u2212" in card.asks
    assert "?" in card.asks.partition("\n")[2]
    # x y + max(x, y)^2 at 2 and -3: the derivative with x is y + 2 x.
    assert card.answers.startswith("1\n")
    assert card_of("What comes out").answers.startswith("8\n")


def test_nothing_on_a_card_needs_the_page(tmp_path: Path) -> None:
    for card in deck_of(site_of(), "t").cards:
        for side in (card.front, card.back):
            for needs in (" id=", "<input", "<form", "topicsite-", "<script", "<math", " href="):
                assert needs not in side
    page = card_of("How fast").page
    assert page == '<a href="https://example.org/learn/examples/addition/">An example</a>'
    assert card_of("How fast", site_of(base="")).page == ""


def test_questions_whose_figures_nobody_knows_are_not_asked() -> None:
    cards = deck_of(site_of(printed={}), "t").cards
    assert [card.asks.splitlines()[0] for card in cards] == [
        "Which are even?", "In which order?", "And these?", "How fast?",
    ]  # fmt: skip


def test_a_site_has_two_files_beside_the_questions_of_each_topic() -> None:
    place = "t/questions/t"
    site = site_of()
    assert list(files_of(site)) == [f"{place}.apkg", f"{place}.txt"]
    flat = site_of(page_address=lambda name: f"{name}.html")
    assert list(files_of(flat)) == [f"{place}.apkg", f"{place}.txt"]
    none = load(QUESTIONS.with_name("smallest")).catalog
    assert files_of(render.Site(none)) == {}


def test_a_card_has_changed_when_its_file_has_or_with_any_program_if_it_has_figures() -> None:
    committed = {
        FILE.format("entry"): 200,
        FILE.format("addition"): 100,
        "code/x.py": 300,
        "docs/x.md": 400,
    }
    site = site_of(committed=committed)
    moments = {card.asks.splitlines()[0]: card.changed for card in deck_of(site, "t").cards}
    assert moments["Which are even?"] == 200
    assert moments["In which order?"] == 100
    assert moments["How much is it?"] == 300
    assert {card.changed for card in deck_of(site_of(), "t").cards} == {1_577_836_800}


def test_who_asks_is_known_by_the_first_names_of_question_and_file(tmp_path: Path) -> None:
    before = card_of("In which order").guid
    project = changed(
        tmp_path / "p",
        "addition",
        lambda text: text.replace("id: sort\n", "id: put\n    formerly: [sort]\n"),
    )
    assert card_of("In which order", site_of(project)).guid == before
    guids = [card.guid for card in deck_of(site_of(), "t").cards]
    assert len(set(guids)) == len(guids)


def test_words_around_questions_are_in_the_language_of_the_site() -> None:
    card = card_of("Which are even", site_of(language=Language("de")))
    assert "Several" not in card.front + card.asks


PROGRAM = """
import hashlib
from tests.cards.decks import site_of
from topicsite.cards import files_of
print(hashlib.sha256(b"".join(files_of(site_of()).values())).hexdigest())
"""


def test_the_same_site_has_the_same_bytes_in_any_process() -> None:
    made = hashlib.sha256(b"".join(files_of(site_of()).values())).hexdigest()
    for seed in ("1", "2"):
        done = children.run(
            [sys.executable, "-c", PROGRAM],
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        )
        assert done.stdout.strip() == made


def notes_in(content: bytes) -> list[tuple[str, ...]]:
    """What a package holds, read without any of our code."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        database = archive.read("collection.anki2")
    with closing(sqlite3.connect(":memory:")) as opened:
        opened.deserialize(database)
        return [
            (guid, *fields.split("\x1f"))
            for guid, fields in opened.execute("SELECT guid, flds FROM notes ORDER BY rowid")
        ]


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=30)
LINES = st.lists(TEXTS, min_size=1, max_size=4).map("\n".join)
CARDS = st.builds(
    Card, st.uuids().map(lambda one: one.hex[:16]), TEXTS, TEXTS, LINES, LINES, TEXTS,
    st.just("t::file"), st.integers(1, 2**31),
)  # fmt: skip


@given(st.lists(CARDS, max_size=5, unique_by=lambda card: card.guid))
def test_whatever_cards_say_comes_out_again(cards: list[Card]) -> None:
    deck = Deck("t", "A title", ENGLISH, cards)
    assert sorted(notes_in(package(deck))) == sorted(
        (card.guid, card.front, card.back, card.page) for card in cards
    )
    text = table(deck).decode()
    heads = [line for line in text.split("\n") if line.startswith("#")][:5]
    rows = text.split("\n", len(heads))[-1]
    read = list(csv.reader(io.StringIO(rows, newline=""), delimiter="\t"))
    assert read == [[card.guid, card.asks, card.answers, card.tag] for card in cards]


def test_what_anki_takes_for_its_own_is_text(tmp_path: Path) -> None:
    def said(text: str) -> str:
        return text.replace("They can be halved.", "'[sound:a.mp3] [latex]x[/latex] [$]y[/$] a[0]'")

    card = card_of("Which are even", site_of(changed(tmp_path / "p", "entry", said)))
    assert "&#91;sound:a.mp3]" in card.back
    assert "a[0]" in card.back
    for side in (card.back, card.answers):
        assert not {"[sound:", "[latex]", "[$]"} & set(side.split())
        assert "[sound" not in side


def test_a_topic_that_is_renamed_keeps_its_cards(tmp_path: Path) -> None:
    project = shutil.copytree(QUESTIONS, tmp_path / "p")
    topic = (project / "resources/t").rename(project / "resources/u") / "topic.yml"
    topic.write_text(topic.read_text() + "formerly: [t/, sums.html]\n")
    before, after = deck_of(site_of(), "t"), deck_of(site_of(project), "u")
    assert after.id == before.id
    assert {card.guid for card in after.cards} == {card.guid for card in before.cards}
