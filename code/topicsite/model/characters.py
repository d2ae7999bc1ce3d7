"""Characters that cannot be seen: those that no text needs, and those that some texts do.

A reviewer must see what a machine reads, so a text holds no control characters, nothing that turns
the direction of what is shown, and nothing that takes no ink: the Unicode property
Default_Ignorable_Code_Point, the fillers and blanks that are letters by name only, and what is no
character at all. Four families of them are needed where they belong, and harmless there: joiners in
scripts that join and between the parts of an emoji, the selectors of emoji and of ideographs, the
vowel separator and selectors of Mongolian, and the tags in the flags of three countries.

Sources: https://www.unicode.org/Public/UCD/latest/ucd/DerivedCoreProperties.txt,
https://www.unicode.org/reports/tr31/#Layout_and_Format_Control_Characters,
https://www.unicode.org/reports/tr51/#emoji_data
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

HIDDEN: Final = (
    # Controls other than tab and line ends, then Default_Ignorable_Code_Point and line separators.
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    # Blanks with the name of a sign, marks of annotations, and what is no character.
    "\u2800\ufff9-\ufffc\U00016fe4\U0001d159\ufdd0-\ufdef"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
    )
)
"""The inside of a character class."""

# Letters and marks of scripts whose letters join or stack: Arabic and its kin, those of India and
# its neighbours, Khmer, Mongolian.
_JOINING: Final = (
    "\u0620-\u065f\u066e-\u06d3\u06d5-\u06dc\u06df-\u06ef\u06fa-\u06ff\u0710-\u077f\u07ca-\u07f5"
    "\u0840-\u085b\u0860-\u0887\u0889-\u088e\u08a0-\u08e1\u08e3-\u0df4\u1000-\u109f\u1780-\u17b3"
    "\u17b6-\u17d3\u1820-\u18aa\u1a20-\u1a7f\u1b00-\u1b4b\u1b80-\u1bbf\u1cd0-\u1cff\ua840-\ua873"
    "\ua880-\ua8c5\ua8e0-\ua8ff\ua980-\ua9c0\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc"
    "\U00010a00-\U00010a3f\U00010ac0-\U00010aef\U00011000-\U00011fff\U0001e900-\U0001e94b"
)
_EMOJI: Final = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2934\u2935"
    "\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
_IDEOGRAPH: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_FLAGS: Final = "|".join(
    "".join(chr(0xE0000 + ord(letter)) for letter in f"{country}\x7f")
    for country in ("gbeng", "gbsct", "gbwls")
)


@cache
def _candidate() -> re.Pattern[str]:
    return re.compile(rf"[{HIDDEN}]|\r(?!\n)")


@cache
def _text() -> re.Pattern[str]:
    """What is needed is matched with what it belongs to: only what is not reaches the group."""
    return re.compile(
        rf"[{_JOINING}][\u200c\u200d](?![\u200c\u200d])"
        r"|\u200d(?=[\u0620-\u064a\u066e-\u06d3])"
        rf"|\U0001f3f4(?:{_FLAGS})"
        rf"|[{_EMOJI}][\ufe0e\ufe0f]?(?:\u200d(?=[{_EMOJI}]))?"
        r"|[0-9#*]\ufe0f(?=\u20e3)"
        r"|[\u1820-\u18aa][\u180b-\u180f]"
        rf"|[{_IDEOGRAPH}][\U000e0100-\U000e01ef]"
        rf"|([{HIDDEN}]|\r(?!\n))"
    )


def unneeded(text: str) -> Iterator[int]:
    """Where a text holds what cannot be seen and is not needed: indices, in order."""
    # The patterns are large, and most texts are plain: they are made when one is not.
    if not (text.isascii() and text.isprintable()) and _candidate().search(text):
        yield from (match.start() for match in _text().finditer(text) if match[1])


def named(character: str) -> str:
    """A character as a finding calls it: `U+3164 (HANGUL FILLER)`."""
    import unicodedata  # few texts have such a character

    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X}" + (f" ({name})" if name else "")


def advice(character: str) -> str:
    """What to do about a character that is not needed, as the end of a sentence."""
    if character in "\u200c\u200d":
        return "joins or parts nothing here; remove it"
    if "\u2028" <= character <= "\u2029" or character == "\x85":
        return "ends a line only for some programs; start a new line, or remove it"
    if character == "\r":
        return "ends a line only for some programs; save the file with the usual line ends"
    return "cannot be seen; remove it"
