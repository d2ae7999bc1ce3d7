"""What a file's name or text may not do to a terminal, a log or another program, spelled out.

A terminal obeys control characters and turns text round for bidirectional ones; GitHub Actions and
its kin take a line that starts with `::`, or holds `##[`, for a command; XML has no words for most
control characters, and nothing encodes half a surrogate pair, which stands for a byte of a file's
name that is not UTF-8.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_HIDDEN: Final = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Categories of Unicode: control, format, surrogate, and the separators of lines and paragraphs."""
_UNSEEN: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0e\uffa0\ufff0-\ufffb"
    "\U000e0000-\U000e0fff]"
)
"""Signs, marks and letters by their category of which nothing is seen."""
_NOT_PLAIN: Final = re.compile(r"[^\x20-\x7e]")
_NOT_PLAIN_IN_LINES: Final = re.compile(r"[^\x20-\x7e\n]")
_LOG_COMMAND: Final = re.compile(r"#(?=#\w*\[)")
_LINE_COMMAND: Final = re.compile(r"\A(\s*):(?=:)")


def visible(text: str) -> str:
    """A text with tabs as spaces and everything that somebody would obey spelled out: `<U+001B>`.

    What comes out is on one line, and every character of it is one of XML.
    """
    if not (text.isascii() and text.isprintable()):
        text = _NOT_PLAIN.sub(_spelled, text)
    return _LOG_COMMAND.sub("<U+0023>", text) if "##" in text else text


def visible_line(text: str) -> str:
    """The same for a line of its own, which no host takes for a command."""
    return _LINE_COMMAND.sub(r"\1<U+003A>", visible(text))


def visible_lines(text: str) -> str:
    """The same for each line of a text."""
    return "\n".join(map(visible_line, text.split("\n")))


def portable_json(text: str, *, ascii_only: bool = False) -> str:
    """JSON that says the same and that every program reads and every terminal shows.

    Args:
        text: JSON; what is not ASCII stands in its strings.
        ascii_only: escape everything that is not ASCII.
    """
    text = _LOG_COMMAND.sub(r"\\u0023", text) if "##" in text else text

    def written(match: re.Match[str]) -> str:
        if _is_shown(match[0]) and not ascii_only:
            return match[0]
        return _name(match[0]) if unicodedata.category(match[0]) == "Cs" else _escape(match[0])

    return _NOT_PLAIN_IN_LINES.sub(written, text)


def _spelled(match: re.Match[str]) -> str:
    is_fine = _is_shown(match[0]) or _joins(
        match.string[max(0, match.start() - 1) : match.start()], match[0]
    )
    return match[0] if is_fine else _name(match[0])


def _is_shown(character: str) -> bool:
    if _UNSEEN.match(character):
        return False
    if character.isprintable():
        return True
    code = ord(character)
    is_no_character = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return unicodedata.category(character) not in _HIDDEN and not is_no_character


def _joins(before: str, character: str) -> bool:
    """Whether a joiner stands where a script or an emoji may need it: behind one of its signs."""
    return (
        character in "\u200c\u200d"
        and not before.isascii()  # which is true of nothing, too
        and unicodedata.category(before)[0] in "LMS"
    )


def _name(character: str) -> str:
    return "    " if character == "\t" else f"<U+{ord(character):04X}>"


def _escape(character: str) -> str:
    """One character, or the two halves of its pair, as JSON escapes them."""
    raw = character.encode("utf-16-be")
    return "".join(f"\\u{raw[i]:02x}{raw[i + 1]:02x}" for i in range(0, len(raw), 2))
