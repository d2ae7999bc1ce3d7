"""What a value may look like, in the words of JSON Schema (draft 7, which editors know).

An editor reads YAML 1.2, where `2017` is a number and `true` a boolean, while our reader takes
every plain scalar as text. So a text of any kind may be a number here; what has a form of its own
says which. `null` is left out on purpose: an editor sees an empty value as one, and that is a
mistake.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from topicsite.model.hosts import PRIVATE_NAMES

Shape = dict[str, Any]

GAP: Final = "[ \u00a0\u2009\u202f]"
"""A space between a number and its unit: a plain one, or one that does not break or is thin."""

_WRITTEN_NUMBER: Final = re.compile(r"[-+]?[0-9]{1,15}(?:\.[0-9]{1,15})?\Z", re.ASCII)
_DASH: Final = "[ \u00a0\u2010-\u2015-]*"
_TEXT: Final = ["string", "number", "boolean"]
_DAY: Final = r"(?:0[1-9]|1\d|2[0-9])"
_MONTH_AND_DAY: Final = (
    rf"(?:(?:0[13578]|1[02])-(?:{_DAY}|3[01])|(?:0[469]|11)-(?:{_DAY}|30)|02-{_DAY})"
)
_PRIVATE: Final = f"(?:{'|'.join(PRIVATE_NAMES)})"
_PRIVATE_NUMBERS: Final = (
    r"(?:0|10|127|169\.254|192\.168|192\.0\.[02]|172\.(?:1[6-9]|2\d|3[01])"
    r"|2(?:2[4-9]|[34]\d|5[0-5]))\."
)
_NUMBERS: Final = rf"(?!{_PRIVATE_NUMBERS})(?:\d{{1,3}}\.){{3}}\d{{1,3}}"
_NAME: Final = (
    rf"(?:[^/?#@:\[\].]+\.)+(?!{_PRIVATE}\.?(?:[:/?#]|$))(?!\d+\.?(?:[:/?#]|$))(?!0[xX])"
    r"[^/?#@:\[\].]+\.?"
)


def line(minimum: int, maximum: int) -> Shape:
    """One line of text; spaces around it do not count."""
    more = rf"(?:[^\n]{{{max(0, minimum - 2)},{maximum - 2}}}\S)"
    return {
        "type": _TEXT,
        "pattern": rf"^\s*\S{more}{'?' if minimum == 1 else ''}\s*$",
        "patternErrorMessage": f"one line of {minimum} to {maximum} characters",
    }


def paragraph(minimum: int, maximum: int) -> Shape:
    """A text whose line ends and runs of spaces count as one space each."""
    # A run of spaces ends where the next word starts, so there is only one way to match it.
    return {
        "type": _TEXT if minimum == 1 else "string",
        "pattern": rf"^\s*\S(?:\S|\s+(?=\S)){{{minimum - 1},{maximum - 1}}}\s*$",
        "patternErrorMessage": f"a text of {minimum} to {maximum} characters",
    }


def choice(words: Sequence[str]) -> Shape:
    """One of a few words; an editor may see a number or a truth in one."""
    truths = [word == "true" for word in words if word in ("true", "false")]
    numbers = [float(word) for word in words if _WRITTEN_NUMBER.match(word)]
    types = ["string", *["boolean"] * bool(truths), *["number"] * bool(numbers)]
    return {"enum": [*words, *truths, *numbers], "type": types if types[1:] else "string"}


def words_of(shape: Shape) -> list[str]:
    """The words that a field takes of a few; nothing if it takes others too."""
    if shape.get("type") == "boolean":
        return ["true", "false"]
    return [value for value in shape.get("enum", ()) if isinstance(value, str)]


def written(
    pattern: str, message: str, *examples: str | int | float, number: Shape | None = None
) -> Shape:
    """A text of a certain form.

    Args:
        pattern: the form, as a regular expression of ECMAScript.
        message: what to write, in the validator's words.
        examples: values of that form.
        number: the bounds of the number that such a text may look like, with its type.
    """
    shape: Shape = {"type": "string", "pattern": pattern, "patternErrorMessage": message}
    if number is not None:
        bounds = {key: value for key, value in number.items() if key != "type"}
        shape |= {"type": ["string", number["type"]], **bounds}
    return {**shape, "examples": list(examples)} if examples else shape


ADDRESS: Final = {
    **written(
        r'^(?![\s\S]*[\s\x00-\x20\x7f\\<>"`{}|^])'
        r"https?://"
        rf"(?![^/?#]*@)(?:{_NUMBERS}|{_NAME}|\[[23][0-9a-fA-F]{{0,3}}:[0-9a-fA-F:.]+\])(?::\d*)?(?:[/?#]|$)",
        "a full https:// address that everybody can open, without spaces or passwords",
        "https://example.org/page",
    ),
    "maxLength": 2000,
}
DURATION: Final = written(
    r"^(?=[^1-9]*[1-9])(?:(?:\d{1,3}:[0-5]\d|\d{1,3}):[0-5]\d"
    rf"|(?:\d{{1,3}}{GAP}?h)?{GAP}?(?:\d{{1,4}}{GAP}?min)?"
    r"|PT(?=\d)(?:\d{1,3}H)?(?:\d{1,4}M)?(?:\d{1,5}S)?)$",
    "not a duration; write `12:47`, `1:02:03`, `45 min`, `1 h 30 min` or `PT1H30M`",
    "12:47",
    "1:02:03",
    "45 min",
    "1 h 30 min",
)
DATE: Final = written(
    rf"^[12]\d{{3}}(?:-(?:{_MONTH_AND_DAY}|(?:0[1-9]|1[0-2])))?$",
    "not a date; write a year, `2017-03` or `2017-03-15`",
    2017,
    "2017-03",
    "2017-03-15",
    number={"type": "integer", "minimum": 1000, "maximum": 2999},
)
ISBN: Final = written(
    rf"^{_DASH}(?:(?:[0-9]{_DASH}){{9}}[0-9Xx]|9{_DASH}7{_DASH}[89]{_DASH}(?:[0-9]{_DASH}){{9}}[0-9])"
    rf"{_DASH}$",
    "an ISBN has 10 or 13 digits",
    "978-0-262-03561-3",
    number={"type": "integer", "minimum": 0, "maximum": 9999999999999},
)
TRUTH: Final[Shape] = {"type": "boolean"}
