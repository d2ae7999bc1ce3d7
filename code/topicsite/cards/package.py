"""A deck as a package of Anki: a zip around a database of SQLite, in the form every version reads.

Anki tells notes apart by their `guid`, and replaces one by another that changed later. Numbers and
times come from the cards, so the same deck has the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from topicsite.cards.cards import Deck
from topicsite.language.locales import Language

_HERE: Final = Path(__file__).parent
_SCHEMA: Final = _HERE / "anki.sql"
_STYLE: Final = _HERE / "anki.css"
_USUAL: Final[dict[str, Any]] = json.loads((_HERE / "anki.json").read_text(encoding="utf-8"))
"""What notes, templates, fields, decks and their options are like that have nothing special."""
_VERSION: Final = 11
_DEFAULT: Final = 1
"""The id of the deck, and of the options of decks, that every collection has."""
_NOBODY: Final = -1
"""In the place of the number of a synchronisation: there was none."""
_ID_FROM: Final = 1_600_000_000_000
_ID_RANGE: Final = 100_000_000_000
"""Anki's ids are milliseconds since 1970; from here they look like those of some day in 2020-23."""
_OLDEST: Final = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip knows."""
_SEPARATOR: Final = "\x1f"


def package(deck: Deck) -> bytes:
    """The deck as an `.apkg`."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in (("collection.anki2", _database(deck)), ("media", b"{}")):
            entry = zipfile.ZipInfo(name, _OLDEST)
            entry.create_system = 3
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, 9)
    return made.getvalue()


def _database(deck: Deck) -> bytes:
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(_SCHEMA.read_text(encoding="utf-8"))
        _write(deck, database)
        database.commit()
        return database.serialize()


def _write(deck: Deck, database: sqlite3.Connection) -> None:
    kind = _kind_of_note(deck.language)
    deck_id = _number(f"deck\0{deck.id}")
    kind |= {"mod": deck.changed, "did": deck_id}
    settings = {"curDeck": deck_id, "activeDecks": [deck_id], "nextPos": len(deck.cards) + 1}
    database.execute(
        "INSERT INTO col VALUES (1, ?, ?, ?, ?, 0, 0, 0, ?, ?, ?, ?, '{}')",
        (
            deck.changed,
            deck.changed * 1000,
            deck.changed * 1000,
            _VERSION,
            _json(settings),
            _json({str(kind["id"]): kind}),
            _json(
                {
                    str(_DEFAULT): _deck(_DEFAULT, "Default", deck.changed),
                    str(deck_id): _deck(deck_id, deck.name, deck.changed),
                }
            ),
            _json({str(_DEFAULT): _USUAL["options"]}),
        ),
    )
    taken: set[int] = set()
    for place, card in enumerate(deck.cards, 1):
        number = _number(card.guid)
        while number in taken:
            number += 1
        taken.add(number)
        front, *_ = fields = (card.front, card.back, card.page)
        database.execute(
            "INSERT INTO notes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '')",
            (
                *(number, card.guid, kind["id"], card.changed, _NOBODY, f" {card.tag} "),
                *(_SEPARATOR.join(fields), front, 0),
            ),
        )
        database.execute(
            "INSERT INTO cards VALUES (?, ?, ?, 0, ?, ?, 0, 0, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')",
            (number, number, deck_id, card.changed, _NOBODY, place),
        )


def _kind_of_note(language: Language) -> dict[str, Any]:
    """What its notes have in common: the same in all decks of a language."""
    gettext = language.gettext
    names = [gettext("Question"), gettext("Answer"), gettext("Page")]
    ask, answer, page = ("{{" + name + "}}" for name in names)
    question = f'<div lang="{language.tag}" dir="{language.direction}">{ask}</div>'
    said = f'<div lang="{language.tag}" dir="{language.direction}">{answer}<p>{page}</p></div>'
    template = {
        **_USUAL["template"],
        "name": names[0],
        "qfmt": question,
        "afmt": f"{{{{FrontSide}}}}\n<hr id=answer>\n{said}",
    }
    return {
        **_USUAL["note"],
        "id": _number("\0".join(["kind", *names])),
        "name": f"topicsite ({language.code})",
        "flds": [{**_USUAL["field"], "name": name, "ord": n} for n, name in enumerate(names)],
        "tmpls": [template],
        "css": _STYLE.read_text(encoding="utf-8"),
    }


def _deck(number: int, name: str, changed: int) -> dict[str, Any]:
    return {**_USUAL["deck"], "id": number, "name": name, "mod": changed}


def _number(name: str) -> int:
    """An id that Anki takes, always the same for a name."""
    found = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
    return _ID_FROM + found % _ID_RANGE


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
