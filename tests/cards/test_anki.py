"""Anki's own library is the oracle: it imports the decks and the tables, once and again."""

from __future__ import annotations

import html
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tests.cards.decks import FILE, changed, site_of
from topicsite.cards import Deck, deck_of, package, table

if TYPE_CHECKING:
    from anki.collection import Collection

NEW, UPDATED = "new", "updated"
JUNE, JULY = 1_780_000_000, 1_783_000_000
"""Two moments, in seconds since 1970."""
PROGRAM = "code/examples/addition.py"
ALL = 7
"""Questions of the project."""


def told(log: object) -> dict[str, int]:
    """How many notes an import has put where, by what Anki calls it."""
    fields = log.ListFields()  # type: ignore[attr-defined]  # a message of protobuf
    return {field.name: len(notes) for field, notes in fields if not isinstance(notes, int)}


def brought(anki: Collection, folder: Path, deck: Deck) -> dict[str, int]:
    """What an import of a deck does, as Anki does it unless it is told otherwise."""
    file = folder / "deck.apkg"
    file.write_bytes(package(deck))
    return imported(anki, file)


def imported(anki: Collection, file: Path) -> dict[str, int]:
    """The same of a file."""
    from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

    request = ImportAnkiPackageRequest(package_path=str(file), options=ImportAnkiPackageOptions())
    return told(anki.import_anki_package(request).log)


def typed(anki: Collection, folder: Path, deck: Deck) -> dict[str, int]:
    """The same of a table."""
    from anki.collection import ImportCsvRequest

    file = folder / "table.txt"
    file.write_bytes(table(deck))
    found = anki.get_csv_metadata(path=str(file), delimiter=None)
    return told(anki.import_csv(ImportCsvRequest(path=str(file), metadata=found)).log)


def test_a_deck_arrives_whole(anki: Collection, tmp_path: Path) -> None:
    deck = deck_of(site_of(), "t")
    assert len(deck.cards) == ALL
    assert brought(anki, tmp_path, deck) == {NEW: ALL}
    assert (anki.note_count(), anki.card_count()) == (ALL, ALL)
    numbers = anki.find_cards(f'"deck:{deck.title}"', order="c.due")
    arrived = [anki.get_card(number) for number in numbers]
    assert [card.note().guid for card in arrived] == [card.guid for card in deck.cards]
    for card, ours in zip(arrived, deck.cards, strict=True):
        assert card.note().fields == [ours.front, ours.back, ours.page]
        assert card.note().tags == [ours.tag]
        question, answer = card.question(), card.answer()
        assert ours.front in question
        assert ours.back not in question
        assert ours.front in answer
        assert ours.back in answer
        assert ours.page in answer
        assert "{{" not in question + answer
    assert anki.fix_integrity()[1], "Anki found something to mend"


def test_the_same_deck_again_changes_nothing(anki: Collection, tmp_path: Path) -> None:
    deck = deck_of(site_of(), "t")
    brought(anki, tmp_path, deck)
    assert brought(anki, tmp_path, deck) == {"duplicate": ALL}
    assert (anki.note_count(), anki.card_count()) == (ALL, ALL)


def test_a_changed_deck_updates_what_changed_and_keeps_what_was_learnt(
    anki: Collection, tmp_path: Path
) -> None:
    entry = FILE.format("entry")
    brought(anki, tmp_path, deck_of(site_of(committed={entry: JUNE, PROGRAM: JUNE}), "t"))
    learn_all(anki)
    said = changed(tmp_path / "p", "entry", lambda text: text.replace("halved", "cut in two"))
    later = deck_of(site_of(said, committed={entry: JULY, PROGRAM: JUNE}), "t")
    assert brought(anki, tmp_path, later) == {UPDATED: 1, "duplicate": ALL - 1}
    assert (anki.note_count(), anki.card_count()) == (ALL, ALL)
    (number,) = anki.find_cards('"cut in two"')
    assert anki.get_card(number).reps == 1
    # Whoever finds the older file among the downloads does not go back.
    older = deck_of(site_of(committed={entry: JUNE, PROGRAM: JUNE}), "t")
    assert UPDATED not in brought(anki, tmp_path, older)
    assert list(anki.find_cards('"cut in two"')) == [number]


def learn_all(anki: Collection) -> None:
    """Answer each card once."""
    anki.decks.select(anki.get_card(anki.find_cards("")[0]).did)
    for _ in range(ALL):
        card = anki.sched.getCard()
        assert card is not None
        anki.sched.answerCard(card, 4)


def test_who_renames_a_question_or_its_file_doubles_nothing(
    anki: Collection, tmp_path: Path
) -> None:
    brought(anki, tmp_path, deck_of(site_of(), "t"))

    def renamed(text: str) -> str:
        text = text.replace("id: predict", "id: foresee\n    formerly: [predict]")
        text = text.replace("formerly: [pick]", "formerly: [pick, choose]")
        return text.replace("id: choose", "id: select").replace("[sums]", "[sums, addition]")

    project = changed(tmp_path / "p", "addition", renamed)
    file = project / FILE.format("addition")
    file.rename(file.with_stem("adding"))
    deck = deck_of(site_of(project), "t")
    assert {card.tag for card in deck.cards} >= {"t::adding"}
    assert NEW not in brought(anki, tmp_path, deck)
    assert anki.note_count() == ALL


def test_a_table_arrives_whole_and_again_doubles_nothing(anki: Collection, tmp_path: Path) -> None:
    deck = deck_of(site_of(), "t")
    assert typed(anki, tmp_path, deck) == {NEW: ALL}
    notes = [anki.get_note(number) for number in anki.find_notes("")]
    by_guid = {note.guid: note for note in notes}
    for card in deck.cards:
        note = by_guid.pop(card.guid)
        shown = [html.unescape(field.replace("<br>", "\n")) for field in note.fields]
        assert shown == [card.asks, card.answers]
        assert note.tags == [card.tag]
        assert {anki.decks.name(one.did) for one in note.cards()} == {deck.title}
    assert not by_guid
    assert typed(anki, tmp_path, deck) == {"duplicate": ALL}
    said = changed(tmp_path / "p", "entry", lambda text: text.replace("halved", "cut in two"))
    again = typed(anki, tmp_path, deck_of(site_of(said), "t"))
    assert again == {UPDATED: 1, "duplicate": ALL - 1}
    assert anki.note_count() == ALL


def test_whatever_a_topic_is_called_it_has_one_deck(anki: Collection, tmp_path: Path) -> None:
    deck = replace(deck_of(site_of(), "t"), title="::A <b>sum</b>:::\tand\n#more::")
    brought(anki, tmp_path, deck)
    made = {anki.decks.name(anki.get_card(one).did) for one in anki.find_cards("")}
    assert made == {"A <b>sum</b>: and #more"}
    assert typed(anki, tmp_path, deck).keys() == {"conflicting"}
    assert len(anki.decks.all_names_and_ids(skip_empty_default=True)) == 1


def test_all_questions_of_the_site_are_in_its_decks(anki: Collection, site: Path) -> None:
    pages = sorted(site.glob("*/questions/index.html"))
    asked = 0
    for page in pages:
        page_text = page.read_text()
        asked += page_text.count("<topicsite-question ")
        for ending in ("apkg", "txt"):
            file = page.with_name(f"{page.parents[1].name}.{ending}")
            assert f"/{file.name}" in page_text
            assert file.is_file()
        imported(anki, page.with_name(f"{page.parents[1].name}.apkg"))
    assert anki.note_count() == anki.card_count() == asked > 0
    assert anki.fix_integrity()[1], "Anki found something to mend"
