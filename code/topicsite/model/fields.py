"""What a single value of an entry may be: the types that the models are made of.

Each type says how its text is checked, what a finding says, and what editors are told.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError, core_schema

from topicsite.model import identity, shapes
from topicsite.model.words import KINDS, LEVELS

Access = Literal["free", "registration", "paywalled"]

ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
"""Ids are file names and anchors: lower-case letters, digits and single hyphens."""


@dataclass(frozen=True)
class OneOf:
    """What makes a text one of a few words; a site may have others than we do."""

    words: tuple[str, ...]

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        """How it is checked."""
        return core_schema.literal_schema(list(self.words))

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        """What editors are told."""
        return shapes.choice(self.words)


Kind = Annotated[str, OneOf(KINDS)]
Level = Annotated[str, OneOf(LEVELS)]

_HOURS_MINUTES: Final = re.compile(
    rf"(?:(\d{{1,3}}){shapes.GAP}?h)?{shapes.GAP}?(?:(\d{{1,4}}){shapes.GAP}?min)?\Z", re.ASCII
)
_CLOCK: Final = re.compile(r"(?:(\d{1,3}):(?=\d\d:))?(\d{1,3}):(\d\d)\Z", re.ASCII)
_ISO: Final = re.compile(r"PT(?=\d)(?:(\d{1,3})H)?(?:(\d{1,4})M)?(?:(\d{1,5})S)?\Z", re.ASCII)


@lru_cache
def parse_duration(text: str) -> int:
    """Seconds in `12:47`, `1:02:03`, `45 min`, `2 h`, `1 h 30 min` or `PT1H30M`."""
    hours = minutes = seconds = reason = None
    if match := _CLOCK.match(text):
        hours, minutes, seconds = match.groups()
        if int(seconds) > 59 or (hours is not None and int(minutes) > 59):
            reason = "the last two digits go to 59"
    elif text and (match := _HOURS_MINUTES.match(text)):
        hours, minutes = match.groups()
    elif match := _ISO.match(text):
        hours, minutes, seconds = match.groups()
    else:
        reason = _why_no_duration(text)
    total = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    if reason is None and total == 0:
        reason = "nothing takes no time"
    elif reason is None and total > 1000 * 3600:
        reason = "it is longer than 1000 hours"
    if reason is None:
        return total
    raise PydanticCustomError(
        "bad-duration",
        "not a duration{reason}; write `12:47`, `1:02:03`, `45 min`, `1 h 30 min` or `PT1H30M`",
        {"reason": f": {reason}" if reason else ""},
    )


def _why_no_duration(text: str) -> str:
    """What keeps a text from being a duration, where that can be told."""
    if text != text.strip():
        return "there are spaces around it"
    if re.match(r"\d+\Z", text):
        return "a number alone has no unit"
    if any(character.isdigit() and not character.isascii() for character in text):
        return "its digits are others than 0 to 9"
    if re.match(r"\d+[.,]\d", text):
        return "it has whole numbers only"
    return ""


def _duration(value: object) -> int:
    return parse_duration(value if isinstance(value, str) else "")


def _day_exists(text: str) -> str:
    if len(text) == len("2017-03-15"):
        try:
            datetime.date.fromisoformat(text)
        except ValueError:
            raise PydanticCustomError("bad-date", "there is no such day in the calendar") from None
    return text


def _address(text: str) -> str:
    try:
        return identity.check_address(text)
    except identity.AddressError as error:
        raise PydanticCustomError(error.rule, "{reason}", {"reason": str(error)}) from None


def _isbn(text: str) -> str:
    """An ISBN with the plain hyphens, spaces and capital X of its standard, ISO 2108."""
    text = re.sub("[\u2010-\u2015]", "-", text).replace("\u00a0", " ").replace("x", "X")
    digits = re.sub(r"[ -]", "", text)
    if re.match(r"[0-9]{13}\Z", digits):
        total = sum(int(d) * (1, 3)[i % 2] for i, d in enumerate(digits[:12]))
        last = str(-total % 10)
    elif re.match(r"[0-9]{9}[0-9X]\Z", digits):
        total = sum(int(d) * (10 - i) for i, d in enumerate(digits[:9]))
        last = "0123456789X"[-total % 11]
    else:
        raise PydanticCustomError("bad-isbn", "{reason}", {"reason": _why_no_isbn(digits)})
    reason = ""
    if len(digits) == 13 and not digits.startswith(("978", "979")):
        reason = "an ISBN of 13 digits starts with 978 or 979"
    elif digits[-1] != last:
        reason = (
            f"its digits and check digit do not fit: after the others comes `{last}`, "
            f"not `{digits[-1]}`"
        )
    if reason:
        raise PydanticCustomError("bad-isbn", "not an ISBN: {reason}", {"reason": reason})
    return text


def _why_no_isbn(digits: str) -> str:
    if strange := re.search(r"[^0-9X]", digits):
        return f"not an ISBN: it has digits and hyphens only, and no `{strange[0]}`"
    if "X" in digits[:-1]:
        return "not an ISBN: an X stands at its end only"
    return f"not an ISBN: it has 10 or 13 digits, and this has {len(digits)}"


def _truth(value: object) -> bool:
    """A plain `true` or `false`, which reading leaves as text."""
    if value in ("true", "false"):
        return value == "true"
    raise PydanticCustomError("bad-truth", "this is neither `true` nor `false`; write one of them")


def _number(value: object) -> Decimal:
    """A number with the digits that stand there: `1.10` keeps its zero."""
    if isinstance(value, str) and re.fullmatch(_NUMBER, value, re.ASCII):
        return Decimal(value)
    raise PydanticCustomError("bad-number", _NO_NUMBER)


def _paragraph(text: str) -> str:
    return " ".join(text.split())


_NUMBER = r"^-?[0-9]{1,15}(?:\.[0-9]{1,15})?$"
_NO_NUMBER = "not a number; write digits, with a point before decimals, such as `120` or `0.5`"
_ID = "^[a-z0-9]+(?:-[a-z0-9]+)*$"
_LINE = r"^[^\n]*$"
_DATE = r"^[12]\d{3}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$"
_LANGUAGE = r"^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?$"
_DOI = r"^10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+$"
_ARXIV = r"^(?:[0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[A-Z]{2})?/[0-9]{7})(?:v[0-9]+)?$"

EXPECTATION: Final = (
    r"^(?:always|mostly|sometimes|rarely|never|"
    r"(?:at least|at most|about) [0-9]{1,4} of [0-9]{1,4})$"
)
"""What a source may say of random starts; `lesson.trials` judges by it."""

PATTERNS: Final[dict[str, tuple[str, str]]] = {
    _ID: ("bad-id", "an id has lower-case letters, digits and single hyphens only"),
    _LINE: ("several-lines", "this is one line of text; join the lines"),
    _DATE: ("bad-date", "not a date; write a year, `2017-03` or `2017-03-15`"),
    _LANGUAGE: (
        "bad-language",
        "not a language code; write BCP 47, such as `en`, `de` or `pt-BR`",
    ),
    _DOI: ("bad-doi", "not a DOI; write it bare, such as `10.1038/323533a0`"),
    EXPECTATION: (
        "bad-expectation",
        "write `always`, `mostly`, `sometimes`, `rarely`, `never`, or such as `about 7 of 8`",
    ),
    _ARXIV: ("bad-arxiv", "not an arXiv id; write it bare, such as `1502.05767`"),
}
"""What a text that fails a pattern breaks: (rule, message). Patterns run compiled in pydantic."""

Id = Annotated[
    str,
    StringConstraints(pattern=_ID, max_length=80),
    WithJsonSchema(
        {
            **shapes.written(
                _ID, PATTERNS[_ID][1], "two-words", number={"type": "integer", "minimum": 0}
            ),
            "maxLength": 80,
        }
    ),
]
Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, pattern=_LINE, min_length=1, max_length=200),
    WithJsonSchema(shapes.line(1, 200)),
]
Phrase = Annotated[
    str,
    StringConstraints(strip_whitespace=True, pattern=_LINE, min_length=1, max_length=60),
    WithJsonSchema(shapes.line(1, 60)),
]
Paragraph = Annotated[
    str,
    AfterValidator(_paragraph),
    StringConstraints(min_length=1, max_length=600),
    WithJsonSchema(shapes.paragraph(1, 600)),
]
Summary = Annotated[
    str,
    AfterValidator(_paragraph),
    StringConstraints(min_length=40, max_length=600),
    WithJsonSchema(shapes.paragraph(40, 600)),
]
Address = Annotated[
    str,
    StringConstraints(max_length=2000),
    AfterValidator(_address),
    WithJsonSchema(shapes.ADDRESS),
]
Duration = Annotated[int, BeforeValidator(_duration), WithJsonSchema(shapes.DURATION)]
PartialDate = Annotated[
    str, StringConstraints(pattern=_DATE), AfterValidator(_day_exists), WithJsonSchema(shapes.DATE)
]
Language = Annotated[
    str,
    StringConstraints(pattern=_LANGUAGE),
    WithJsonSchema(shapes.written(_LANGUAGE, PATTERNS[_LANGUAGE][1], "en", "de", "pt-BR")),
]
Doi = Annotated[
    str,
    StringConstraints(pattern=_DOI),
    WithJsonSchema(shapes.written(_DOI, PATTERNS[_DOI][1], "10.1038/323533a0")),
]
Arxiv = Annotated[
    str,
    StringConstraints(pattern=_ARXIV),
    WithJsonSchema(
        shapes.written(
            _ARXIV,
            PATTERNS[_ARXIV][1],
            "1502.05767",
            # Without quotes it is a number for an editor: a month and a serial number.
            number={"type": "number", "minimum": 700, "exclusiveMaximum": 10000},
        )
    ),
]
Expectation = Annotated[
    str,
    StringConstraints(pattern=EXPECTATION),
    WithJsonSchema(shapes.written(EXPECTATION, PATTERNS[EXPECTATION][1], "always", "about 7 of 8")),
]
Isbn = Annotated[str, AfterValidator(_isbn), WithJsonSchema(shapes.ISBN)]
Number = Annotated[
    Decimal,
    BeforeValidator(_number),
    WithJsonSchema(
        shapes.written(_NUMBER, _NO_NUMBER, 120, 0.5, number={"type": "number"}),
    ),
]
Truth = Annotated[bool, BeforeValidator(_truth), WithJsonSchema(shapes.TRUTH)]


Spaces = Literal["fold", "strip", "keep"]


def spaces_of(*parts: object) -> Spaces:
    """What a field does with the spaces of its text, given its annotation and metadata.

    A paragraph folds line ends and runs of spaces into one space, a line is stripped of those
    around it, and whatever has a form of its own keeps all.
    """
    for part in parts:
        if isinstance(part, AfterValidator) and part.func is _paragraph:
            return "fold"
        if isinstance(part, StringConstraints) and part.strip_whitespace:
            return "strip"
        if (inner := spaces_of(*get_args(part))) != "keep":
            return inner
    return "keep"
