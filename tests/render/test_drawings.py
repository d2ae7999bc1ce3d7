"""A poster follows from the words of its card, a mark from the name of its site."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from topicsite.render.mark import initial, mark
from topicsite.render.poster import sketch

TITLES = ["", "A", "Floating Point Numbers", "An afternoon of sorting", "例え"]


@pytest.mark.parametrize("kind", ["video", "playlist", "lecture", "a kind of an owner's"])
def test_a_poster_follows_from_kind_and_title(kind: str) -> None:
    drawn = [sketch(kind, title) for title in TITLES]
    assert drawn == [sketch(kind, title) for title in TITLES]
    assert len({found.strong for found in drawn}) == len(TITLES)
    for found in drawn:
        assert len(found.quiet) == 6
        for path in [*found.quiet, found.strong]:
            assert re.fullmatch(r"M[-0-9. Aqthv]+", path)


def test_a_video_and_a_playlist_are_drawn_otherwise() -> None:
    letters = [
        re.sub(r"[^A-Za-z]", "", sketch(kind, "A").strong)[1] for kind in ("video", "playlist")
    ]
    assert letters[0] != letters[1]


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("sorting", "S"), (" \u201cÉtudes\u201d", "É"), ("e\u0301tudes", "É"), ("2048", "2"),
        ("例え", "例"), ("ßorting", "ß"), ("<b>", "B"), ("🙂", "🙂"), ("&", "&"),
        ("q\u0323ui", "Q\u0323"),
    ],
)  # fmt: skip
def test_a_mark_is_the_first_letter_of_a_name(name: str, letter: str) -> None:
    assert initial(name) == letter
    drawn = ElementTree.fromstring(mark(name, "#1a5fb4", "#ffffff"))
    assert "".join(drawn.itertext()) == letter
