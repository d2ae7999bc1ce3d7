"""Values as sources write them, and as entries do: names, days, times, languages, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from topicsite.model.characters import unneeded
from topicsite.model.fields import ID

_DAY: Final = re.compile(
    r"\s*([12]\d{3})(?:[-/.](0?[1-9]|1[0-2])(?:[-/.](0?[1-9]|[12]\d|3[01]))?)?(?![\d/-])", re.ASCII
)
_YEAR: Final = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_ARXIV: Final = re.compile(
    r"arxiv(?:\.org/abs/|\s*[:.]\s*|\s+preprint\s+)(?:arxiv\s*:\s*)?"
    r"((?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?)(?!\d)",
    re.IGNORECASE | re.ASCII,
)
_LANGUAGE: Final = re.compile(
    r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?\Z"
)
_AND: Final = re.compile(r"\s*(?:,\s*(?:and|&)\s|,|\s+and\s+|\s+&\s+|;)\s*")
_NO_NAMES: Final = frozenset({"", "et al", "et al.", "others", "and others"})
_SUFFIX: Final = re.compile(r"(?:[JS]r|I{2,3}|IV|Ph\.?D|M\.?D|Inc|Ltd|LLC|GmbH)\.?\Z")
_ET_AL: Final = re.compile(r"\s+(?:et al\.?|and others)\Z", re.IGNORECASE)
LETTERS: Final = 3
"""Fewer make no id that somebody would know again."""
_ID: Final = 80
_MARKS: Final = re.compile(r"[\\`*_\[\]&<]")


def clean(text: str) -> str:
    """A text on one line, without characters that cannot be seen."""
    hidden = set(unneeded(text))
    if hidden:
        text = "".join(
            " " if letter in "\r\n\u2028\u2029\x85\u2800" else "" if index in hidden else letter
            for index, letter in enumerate(text)
        )
    text = re.sub("[\ud800-\udfff]", "\ufffd", text)
    return " ".join(text.split())


def prose(text: str) -> str:
    """A text in which the Markdown of entries sees nothing of its own."""
    return _MARKS.sub(r"\\\g<0>", clean(text))


def day(text: str) -> str:
    """A date as entries write it, as exactly as the text says; a lone year in it, or nothing."""
    if re.fullmatch(r"[12]\d{7}", text.strip()):
        text = text.strip()
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    if match := _DAY.match(text):
        return "-".join([match[1], *(part.zfill(2) for part in match.groups()[1:] if part)])
    years = set(_YEAR.findall(text))
    return years.pop() if len(years) == 1 else ""


def arxiv_in(*texts: str) -> str:
    """The arXiv id that texts name as one, such as `arXiv preprint arXiv:1502.05767`."""
    for text in texts:
        if match := _ARXIV.search(text):
            return match[1]
    return ""


def language(text: str) -> str:
    """A code as BCP 47 spells it: `en_us` becomes `en-US`; what is no code stays as it is."""
    match = _LANGUAGE.match(text.strip())
    if match is None:
        return text.strip()
    parts = [match[1].lower(), (match[2] or "").title(), (match[3] or "").upper()]
    return "-".join(filter(None, parts))


def clock(seconds: float) -> str:
    """A length in seconds as entries write it: `12:47` or `1:02:03`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def turned(name: str) -> str:
    """A name with the surname last: `Doe, Jane` becomes `Jane Doe`."""
    surname, comma, first = name.partition(",")
    if not comma or not first.strip() or "," in first or _SUFFIX.match(first.strip()):
        return clean(name)
    return clean(f"{first} {surname}")


def names_in(text: str) -> list[str]:
    """The names in a line such as `Ada Example, Ben Sample and Cid Third`."""
    found: list[str] = []
    for name in _AND.split(text):
        name = _ET_AL.sub("", clean(name).strip("*_ "))
        if name.casefold() in _NO_NAMES:
            continue
        if _SUFFIX.match(name) and found:
            found[-1] = f"{found[-1]}, {name}"
        else:
            found.append(name)
    return found


def words_in(text: str) -> list[str]:
    """The tags in a text: between semicolons or bars, else between commas."""
    return unique(re.split(r"[;|]" if re.search(r"[;|]", text) else ",", text))


def unique(words: Iterable[str]) -> list[str]:
    """Each of some words once, without those that say nothing."""
    return list(dict.fromkeys(filter(None, map(clean, words))))


def kind(text: str) -> tuple[str, ...]:
    """The kind that a source's word may be called, if it says any."""
    plain = "-".join(re.findall(r"[a-z0-9]+", text.casefold()))
    return (plain,) if plain else ()


def own_id(text: str) -> str:
    """What a source calls something, if an entry can be called so and somebody would know it."""
    text = text.strip()
    is_known = len(re.findall("[a-z]", text)) >= LETTERS
    return text if is_known and len(text) <= _ID and ID.match(text) else ""


def bare_doi(text: str) -> str:
    """A DOI without what people write before it."""
    return re.sub(
        r"\A\s*(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)", "", text, flags=re.IGNORECASE
    ).strip()


def bare_arxiv(text: str) -> str:
    """An arXiv id without what people write before it."""
    return re.sub(
        r"\A\s*(?:https?://arxiv\.org/(?:abs|pdf)/|arxiv:?\s*)", "", text, flags=re.IGNORECASE
    ).strip()
