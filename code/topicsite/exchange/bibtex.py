"""BibTeX and BibLaTeX."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from topicsite.exchange import wording
from topicsite.exchange.found import MAKERS_WORDS, Found, Note, Place, Reading
from topicsite.reading.source import Data

_KINDS: Final[dict[str, tuple[str, ...]]] = {
    "book": ("book",), "mvbook": ("book",), "collection": ("book",),
    "inbook": ("book-chapter",), "incollection": ("book-chapter",), "bookinbook": ("book-chapter",),
    "software": ("code",), "dataset": ("data-set",), "video": ("video",), "movie": ("video",),
    "manual": ("documentation",),
}  # fmt: skip
_VENUES: Final = ("journal", "journaltitle", "booktitle", "maintitle", "howpublished", "school")
_URL: Final = re.compile(r"\\url\{([^{}]*)\}|(https?://[^\s{}]+)")
_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_LANGUAGES: Final = {
    "english": "en", "american": "en", "british": "en", "german": "de", "ngerman": "de",
    "french": "fr", "spanish": "es", "italian": "it", "portuguese": "pt", "dutch": "nl",
    "russian": "ru", "japanese": "ja", "chinese": "zh", "polish": "pl",
}  # fmt: skip
_DAY: Final = re.compile(r"0?[1-9]|[12][0-9]|3[01]")
_STRINGS: Final = {
    "acmcs": "ACM Computing Surveys", "acta": "Acta Informatica",
    "cacm": "Communications of the ACM", "ibmjrd": "IBM Journal of Research and Development",
    "ibmsj": "IBM Systems Journal", "ieeese": "IEEE Transactions on Software Engineering",
    "ieeetc": "IEEE Transactions on Computers",
    "ieeetcad": "IEEE Transactions on Computer-Aided Design of Integrated Circuits",
    "ipl": "Information Processing Letters", "jacm": "Journal of the ACM",
    "jcss": "Journal of Computer and System Sciences",
    "scp": "Science of Computer Programming", "sicomp": "SIAM Journal on Computing",
    "tcs": "Theoretical Computer Science", "tocs": "ACM Transactions on Computer Systems",
    "tods": "ACM Transactions on Database Systems", "tog": "ACM Transactions on Graphics",
    "toms": "ACM Transactions on Mathematical Software",
    "toois": "ACM Transactions on Office Information Systems",
    "toplas": "ACM Transactions on Programming Languages and Systems",
}  # fmt: skip
"""The names that every style of BibTeX's own knows, and what they stand for."""
_STRING: Final = 1000
"""Characters of a string that has a name: one that is joined with itself grows fast."""
_PARTS: Final = 50
_SIGN: Final = re.compile(r"\{\\?([&%$#_~])\}|\\([&%$#_])")
"""A sign that BibTeX wants escaped, as an address has it all the same."""
_HELD: Final = {"textasciicircum": "^", "textbraceleft": "{", "textbraceright": "}"}
"""Commands that the decoder does not know, and the signs that they stand for."""
_COMMAND: Final = re.compile(rf"\\({'|'.join(_HELD)})(?![A-Za-z])(?:\{{\}}| *)")
_KEPT: Final = {chr(0xE002 + number): sign for number, sign in enumerate(_HELD.values())}
"""Characters of private use, in the place of these signs while the decoder looks at the rest."""


def read(path: str, text: str) -> Reading:
    """The entries of a bibliography; an entry that is not whole is a note."""
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import (
        Block,
        DuplicateBlockKeyBlock,
        DuplicateFieldKeyBlock,
        Entry,
        ParsingFailedBlock,
        String,
    )

    reading = Reading(path)
    for name in ("bibtexparser", "pylatexenc"):  # what is wrong is told by the blocks
        logging.getLogger(name).setLevel(logging.CRITICAL)
    strings: dict[str, str] = dict(_STRINGS)
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    for read_block in parse_string(lines, parse_stack=[]).blocks:
        place = Place(path, (read_block.start_line or 0) + 1)
        block: Block | None = read_block
        if isinstance(read_block, DuplicateBlockKeyBlock):
            block = read_block.ignore_error_block  # two works may have one key
        if isinstance(block, DuplicateFieldKeyBlock):
            twice = ", ".join(sorted(block.duplicate_keys))
            reading.notes.append(Note("broken", place, "a field is given twice", twice))
        elif isinstance(block, ParsingFailedBlock):
            reason = wording.clean(str(block.error or "")).partition(" in bibtex: ")[2]
            reading.notes.append(Note("broken", place, reason or "this is no whole entry"))
        elif isinstance(block, Entry):
            values = {}
            for field in block.fields:
                value = _value(str(field.value), strings)
                if value is None:
                    reason = (
                        f"`{field.key}` is joined with a string that the file has not defined, "
                        f"or of more than {_PARTS} parts"
                    )
                    reading.notes.append(Note("not-taken", place, reason, str(field.value)))
                else:
                    values[field.key.lower()] = value
            reading.items.append(_item(place, block.entry_type.lower(), values, block.key))
        elif isinstance(block, String):
            strings[block.key.lower()] = (_value(str(block.value), strings) or "")[:_STRING]
    return reading


def _value(written: str, strings: Mapping[str, str]) -> str | None:
    """What a value says: its parts, between signs of joining, without braces and quotes around.

    Args:
        written: the value as it stands in the file.
        strings: what the names of the file stand for.

    Returns:
        The text, or None if a name among several parts stands for nothing, or there are too many.
    """
    parts = _parts(written)
    if len(parts) > _PARTS:
        return None
    said = []
    for part in parts:
        if part[:1] + part[-1:] in ("{}", '""') and len(part) > 1:
            said.append(part[1:-1])
        elif part.lower() in strings:
            said.append(strings[part.lower()])
        elif len(parts) == 1 or part.isdecimal() or part.lower() in _MONTHS:
            said.append(part)
        else:
            return None
    return "".join(said)


def _parts(written: str) -> list[str]:
    """The parts of a value: a `#` within braces or quotes joins nothing."""
    parts, start, depth, is_quoted = [], 0, 0, False
    for match in re.finditer(r'[{}"#]', written):
        sign = match[0]
        if sign in "{}":
            depth += 1 if sign == "{" else -1
        elif depth == 0 and sign == '"':
            is_quoted = not is_quoted
        elif depth == 0 and not is_quoted:
            parts.append(written[start : match.start()].strip())
            start = match.end()
    return [*parts, written[start:].strip()]


def _item(place: Place, kind: str, values: dict[str, str], key: str) -> Found:
    said: dict[str, Data] = {}
    if title := _plain(values.get("title", "")):
        subtitle = _plain(values.get("subtitle", ""))
        said["title"] = f"{title}: {subtitle}" if subtitle else title
    if authors := _names(values.get("author", "")) or _names(values.get("editor", "")):
        said["authors"] = list[Data](authors)
    if published := _published(values):
        said["published"] = published
    venue = next((said_ for name in _VENUES if (said_ := _plain(values.get(name, "")))), "")
    if venue and not _URL.search(venue) and not wording.arxiv_in(venue):
        said["venue"] = venue
    if doi := wording.bare_doi(_unescaped(values.get("doi", ""))):
        said["doi"] = doi
    if arxiv := _arxiv(values):
        said["arxiv"] = arxiv
    if isbn := values.get("isbn", ""):
        said["isbn"] = re.split(r"[,;]|(?<=[\dXx])\s(?=97[89])", isbn)[0].strip()
    if language := values.get("langid") or values.get("language") or "":
        said["language"] = _LANGUAGES.get(language.strip().lower(), wording.language(language))
    if abstract := _plain(values.get("abstract", "")):
        said[MAKERS_WORDS] = abstract
    tags = wording.words_in(_plain(values.get("keywords", "")))
    # No style prints it: it is the word of who wrote the file.
    own = wording.kind(values.get("entrysubtype", ""))
    kinds = (*own, *_KINDS.get(kind, ()))
    return Found(place, _address(values), said, (), tuple(tags), kinds, id=wording.own_id(key))


def _address(values: dict[str, str]) -> str:
    """The address that an entry gives, wherever."""
    for name in ("url", "howpublished", "note", "journal"):
        if match := _URL.search(_unescaped(values.get(name, ""))):
            return (match[1] or match[2]).strip().rstrip(".,;\\")
    return _unescaped(values.get("url", "")).strip()


def _unescaped(text: str) -> str:
    return _SIGN.sub(lambda match: match[1] or match[2], text)


def _arxiv(values: dict[str, str]) -> str:
    kind = (values.get("archiveprefix") or values.get("eprinttype") or "").lower()
    if values.get("eprint") and kind in ("arxiv", ""):
        number = wording.bare_arxiv(values["eprint"])
        if kind or re.match(r"\d{4}\.\d{4,5}|[a-z-]+/\d{7}", number):
            return number
    return wording.arxiv_in(
        *(values.get(name, "") for name in ("journal", "note", "volume", "number"))
    )


def _published(values: dict[str, str]) -> str:
    if date := wording.day(values.get("date", "")):
        return date
    year = wording.day(_plain(values.get("year", "")))
    month = values.get("month", "").strip().lower()
    number = next((str(n).zfill(2) for n, name in enumerate(_MONTHS, 1) if month[:3] == name), "")
    if re.fullmatch(r"0?[1-9]|1[0-2]", month):
        number = month.zfill(2)
    if len(year) != 4 or not number:
        return year
    day = values.get("day", "").strip()
    return f"{year}-{number}-{day.zfill(2)}" if _DAY.fullmatch(day) else f"{year}-{number}"


def _names(text: str) -> list[str]:
    """Persons and groups, each with the surname last."""
    from bibtexparser.middlewares.names import (
        parse_single_name_into_parts,
        split_multiple_persons_names,
    )

    found = []
    for name in split_multiple_persons_names(" ".join(text.split())):
        if name.strip().lower().strip("{}.") in ("others", "et al"):
            continue
        if name.startswith("{") and name.endswith("}"):
            found.append(_plain(name))
            continue
        parts = parse_single_name_into_parts(name, strict=False)
        whole = [*parts.first, *parts.von, *parts.last]
        said = _plain(" ".join(whole))
        found.append(f"{said}, {_plain(' '.join(parts.jr))}" if parts.jr else said)
    return wording.unique(found)


@cache
def _decoder() -> Any:
    from pylatexenc.latex2text import LatexNodes2Text

    return LatexNodes2Text(math_mode="text", keep_comments=True)


def _plain(text: str) -> str:
    """A text without the commands of LaTeX."""
    text = " ".join(text.split())
    if re.search(r"[\\{}$~%]|--|``|''", text):
        try:
            kept = {sign: place for place, sign in _KEPT.items()}
            held = _COMMAND.sub(lambda match: kept[_HELD[match[1]]], text)
            text = str(_decoder().latex_to_text(held, tolerant_parsing=True))
            text = text.translate({ord(place): sign for place, sign in _KEPT.items()})
        except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError):
            text = re.sub(r"[{}]", "", text)
    return wording.clean(text)
