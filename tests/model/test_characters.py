"""What cannot be seen is refused, unless the script or the emoji around needs it."""

from __future__ import annotations

import sys
import unicodedata

import pytest
import regress
from hypothesis import given
from hypothesis import strategies as st

from topicsite.model.characters import named, unneeded
from topicsite.reading import source

NEEDED = {
    "Persian": "می‌خواهم",
    "Persian, after a letter that does not join": "آزاد‌راه",
    "Kurdish, at the end of a word": "مه‌ وه",
    "Arabic, a letter in its joined form": "١٤٠٠ ه‍",
    "Arabic, a joined form at the beginning": "ا ‍ه",
    "Hindi, a half letter": "क्‍ष",
    "Bengali": "র‍্য",
    "Malayalam": "ന്‍",
    "Sinhala": "ශ්‍රී",
    "Syriac": "ܐ‌ܒ",
    "Mongolian vowel separator and selector": "ᠠ᠎ᠠ ᠠ᠋",
    "a family": "👨‍👩‍👧‍👦",
    "a profession with a skin": "👩🏽‍💻",
    "a heart on fire": "❤️‍🔥",
    "a rainbow flag": "🏳️‍🌈",
    "a text heart": "❤︎",
    "keycaps": "1️⃣ #️⃣ *️⃣",
    "an arrow as emoji": "↔️ ™️",
    "the flag of Scotland": "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "a Japanese name": "葛󠄀城",
    "line ends and tabs": "a\tb\nc\r\nd",
    "spaces that are seen": "a\u00a0b\u202fc\u3000d\u2003e",
}

UNNEEDED = {
    "in Latin": "merge\u200csort \u200d",
    "doubled": "م\u200c\u200cی",
    "between emoji and letter": "👩‍a",
    "between letter and emoji": "a‍👩",
    "selector behind a letter": "a\ufe0f",
    "selector behind a digit": "1\ufe0f ",
    "ideographic selector behind a letter": "a\U000e0100",
    "Mongolian separator in Latin": "merge\u180esort",
    "selector behind a joiner": "م‌\ufe0f",
    "a flag of no country": "🏴\U000e0061\U000e0062\U000e007f",
    "a flag cut short": "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067",
    "carriage return": "a\rb",
    "two selectors": "❤️\ufe0f",
}

ALONE = [
    0x00, 0x0B, 0x1B, 0x7F, 0x85, 0x9F, 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B,
    0x180E, 0x180F, 0x200B, 0x200C, 0x200D, 0x200E, 0x2028, 0x2029, 0x202E, 0x2060, 0x2064, 0x2065,
    0x2066, 0x206F, 0x2800, 0x3164, 0xFDD0, 0xFE00, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF0, 0xFFF9, 0xFFFC,
    0xFFFE, 0xFFFF, 0x16FE4, 0x1BCA0, 0x1D159, 0x1D173, 0x1FFFE, 0xE0001, 0xE0020, 0xE007F, 0xE0100,
    0xE01EF, 0xE0FFF, 0x10FFFF,
]  # fmt: skip


@pytest.mark.parametrize("text", NEEDED.values(), ids=NEEDED)
def test_what_a_text_needs_stays(text: str) -> None:
    assert [*unneeded(text)] == []


@pytest.mark.parametrize("text", UNNEEDED.values(), ids=UNNEEDED)
def test_what_it_does_not_is_found(text: str) -> None:
    assert [*unneeded(text)] != []


@pytest.mark.parametrize("code", ALONE, ids=hex)
def test_a_word_needs_none(code: int) -> None:
    text = f"merge{chr(code)}sort"
    assert [*unneeded(text)] == [5]
    (found,) = source.parse("x.yml", f"title: '{text}'\n".encode()).diagnostics
    assert (found.rule, found.span.column) == ("control-character", 14)
    assert f"U+{code:04X}" in found.message


def test_the_whole_property_is_covered() -> None:
    ignorable = regress.Regex(r"\p{Default_Ignorable_Code_Point}", "u")
    for code in range(sys.maxunicode + 1):
        if not 0xD800 <= code <= 0xDFFF and ignorable.find(chr(code)):
            assert [*unneeded(f"a{chr(code)}b")] == [1], hex(code)


def test_what_is_seen_is_never_found() -> None:
    for code in range(sys.maxunicode + 1):
        category = unicodedata.category(chr(code))
        if category[0] in "LNPSZM" and code not in ALONE and [*unneeded(chr(code))]:
            name = named(chr(code))
            assert any(word in name for word in ("FILLER", "SELECTOR", "INHERENT", "SEPARATOR"))


@given(st.text(st.characters(codec="utf-8")))
def test_a_text_is_harmless_once_what_was_found_is_gone(text: str) -> None:
    while found := [*unneeded(text)]:
        text = "".join(c for index, c in enumerate(text) if index not in found)
    rules = {finding.rule for finding in source.parse("x.yml", f"# {text}".encode()).diagnostics}
    assert "control-character" not in rules
