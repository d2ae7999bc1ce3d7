"""A deck as a package of Anki: a zip around a database of SQLite, in the form that all versions read.

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

from topicsite.cards.cards import Card, Deck
from topicsite.language.locales import Language

_HERE: Final = Path(__file__).parent
_SCHEMA: Final = _HERE / "anki.sql"
_STYLE: Final = _HERE / "anki.css"
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
                    str(deck_id): _deck(deck_id, deck.title, deck.changed),
                }
            ),
            _json({str(_DEFAULT): _OPTIONS}),
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
        "name": names[0],
        "ord": 0,
        "qfmt": question,
        "afmt": "{{FrontSide}}\n<hr id=answer>\n" + said,
        **{"bqfmt": "", "bafmt": "", "bfont": "", "bsize": 0, "did": None},
    }
    return {
        "id": _number("\0".join(["kind", *names])),
        "name": f"topicsite ({language.code})",
        "type": 0,
        "flds": [_field(number, name) for number, name in enumerate(names)],
        "tmpls": [template],
        "css": _STYLE.read_text(encoding="utf-8"),
        "req": [[0, "any", [0]]],
        "sortf": 0,
        **{"latexPre": "", "latexPost": "", "latexsvg": False},
        **{"tags": [], "usn": _NOBODY, "vers": []},
    }


def _field(number: int, name: str) -> dict[str, Any]:
    looks = {"font": "Arial", "size": 20, "rtl": False, "sticky": False, "media": []}
    return {"name": name, "ord": number, **looks}


def _deck(number: int, name: str, changed: int) -> dict[str, Any]:
    return {
        "id": number,
        # Anki has a deck within another behind two colons.
        "name": name.replace("::", ":"),
        "mod": changed,
        "usn": _NOBODY,
        "desc": "",
        **{"dyn": 0, "conf": _DEFAULT, "collapsed": False, "extendNew": 0, "extendRev": 0},
        **{name: [0, 0] for name in ("newToday", "revToday", "lrnToday", "timeToday")},
    }


_OPTIONS: Final[dict[str, Any]] = {
    "id": _DEFAULT,
    "name": "Default",
    **{"mod": 0, "usn": 0, "maxTaken": 60, "autoplay": True, "timer": 0, "replayq": True},
    "new": {
        **{"delays": [1, 10], "ints": [1, 4, 7], "initialFactor": 2500},
        **{"order": 1, "perDay": 20, "bury": True, "separate": True},
    },
    "rev": {
        **{"perDay": 200, "ease4": 1.3, "fuzz": 0.05, "minSpace": 1},
        **{"ivlFct": 1, "maxIvl": 36500, "bury": True},
    },
    "lapse": {"delays": [10], "mult": 0, "minInt": 1, "leechFails": 8, "leechAction": 0},
}


def _number(name: str) -> int:
    """An id that Anki takes, always the same for a name."""
    found = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
    return _ID_FROM + found % _ID_RANGE


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
