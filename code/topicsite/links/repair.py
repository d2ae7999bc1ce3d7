"""Write the new address where an old one redirects for good, and change nothing else.

Only an address whose place is certain is replaced, only its own characters, and only if the file
then reads as before but for the new address.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from topicsite.findings.diagnostics import Span
from topicsite.links.addresses import Place, in_file, shown, text_of
from topicsite.links.report import Result
from topicsite.links.spelling import spelt
from topicsite.project import files
from topicsite.reading import source
from topicsite.reading.pages import Lines

# What needs no quotes in YAML even between brackets.
_PLAIN: Final = re.compile(
    r"https?://[^\s,\[\]{}()<>\"'`#&*!|%@\\]+(?:[#&%@!*][^\s,\[\]{}()<>\"'`\\]*)*\Z"
)
# What may stand in a page: the characters of addresses (RFC 3986) but for square brackets.
_IN_A_PAGE: Final = re.compile(r"https?://[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+\Z")
_TRIES: Final = 5
"""How often a file is read again that somebody writes at the same time."""

Moves = Mapping[str, str]
"""The new address of each that has moved."""


def repair_all(
    root: Path, results: Sequence[Result], texts: dict[str, str]
) -> tuple[list[Result], list[str]]:
    """Mend every file in which an address stands that has moved for good.

    Args:
        root: the project's folder.
        results: what is known.
        texts: what the files say, by path; that of each mended file changes.

    Returns:
        The results with their places as they are now, without those that have none left, and a
        line for each address that was replaced, or why a file was left alone.
    """
    moves: dict[str, dict[str, str]] = defaultdict(dict)
    for address, places, known, _ in results:
        if known.state == "moved":
            for place in places:
                moves[place.path][address] = known.target
    now: dict[str, dict[str, list[Place]]] = {}
    said = []
    for path in sorted(moves):
        try:
            text, replaced = repair(root / path, path, moves[path])
        except OSError as error:  # one file that cannot be written is one finding
            said.append(f"{path}: left as it is: {error.strerror}")
            continue
        said += [f"{path}: {address} is now {moves[path][address]}" for address in replaced]
        texts[path] = shown(text)
        now[path] = defaultdict(list)
        for address, place in in_file(path, text):
            now[path][address].append(place)
    left = []
    for result in results:
        places = [place for place in result.places if place.path not in now]
        for path in dict.fromkeys(place.path for place in result.places):
            places += now[path][result.address] if path in now else []
        if places:
            left.append(result._replace(places=places))
    return left, said


def repair(file: Path, path: str, moves: Moves) -> tuple[str, list[str]]:
    """Mend a file as it is now: it is read again, and again if somebody else writes it meanwhile.

    Args:
        file: the file.
        path: how it is named in findings.
        moves: what to write.

    Returns:
        What the file says now, and the addresses that were replaced.

    Raises:
        OSError: if it cannot be read or written, or does not hold still; nothing is changed then.
    """
    for _ in range(_TRIES):
        text = text_of(file)
        new, replaced = mended(path, text, moves)
        if not replaced:
            return text, []
        if text_of(file) == text:
            files.replace(file, new)
            return new, replaced
    raise OSError(11, "somebody else keeps writing it", str(file))


def mended(path: str, text: str, moves: Moves) -> tuple[str, list[str]]:
    """The text of a file with new addresses, and the old ones, once for each place.

    Args:
        path: the file's name, which says of what kind it is.
        text: what it says.
        moves: what to write.
    """
    if not path.endswith(".yml"):
        return _mended_page(path, text, moves)
    replaced = []
    for address, place in list(in_file(path, text)):
        changed = repaired(text, place, address, moves[address]) if address in moves else None
        if changed is not None:
            text = changed
            replaced.append(address)
    return text, replaced


def repaired(text: str, place: Place, old: str, new: str) -> str | None:
    """The text of an entry with the address at `place` replaced, or None if that cannot be done.

    Args:
        text: what the file says.
        place: where the old address stands.
        old: the old address.
        new: the address it redirects to.
    """
    if not place.is_literal or isinstance(place.where, Span) or not _PLAIN.match(new):
        return None
    span = place.span({place.path: text})
    lines = Lines(text)
    start = lines.offset(span.line - 1, span.column - 1)
    end = lines.offset(span.end_line - 1, span.end_column - 1)
    written = text[start:end]
    # Quotes around it, and the spaces of a folded text, stay as they are.
    if written.count(old) != 1:
        return None
    changed = text[:start] + written.replace(old, new) + text[end:]
    was, now = (source.parse(place.path, said.encode()).data for said in (text, changed))
    *way, last = place.where
    inner: object = was
    for part in way:
        inner = inner[part]  # type: ignore[index]  # the way leads through this very data
    inner[last] = new  # type: ignore[index]
    return changed if was == now else None


def _mended_page(path: str, text: str, moves: Moves) -> tuple[str, list[str]]:
    """The same for a page, all at once: then it is read only once more, to see what it says now."""
    moves = {old: new for old, new in moves.items() if _IN_A_PAGE.match(new)}
    before = list(in_file(path, text))
    stretches = []
    lines = Lines(text)
    for address, place in before:
        if address in moves and place.is_literal and isinstance(place.where, Span):
            start = lines.offset(place.where.line - 1, place.where.column - 1)
            length = place.where.end_column - place.where.column
            stretches.append((start, start + length, address))
    if not stretches:
        return text, []
    wanted = [
        (spelt(moves.get(address, address)) if place.is_literal else address, place.is_literal)
        for address, place in before
    ]
    # An ampersand may stand as it is, unless what follows looks like a character reference.
    for ampersand in ("&", "&amp;"):
        pieces, at = [], 0
        for start, end, address in stretches:
            pieces += [text[at:start], moves[address].replace("&", ampersand)]
            at = end
        changed = "".join([*pieces, text[at:]])
        now = [(address, place.is_literal) for address, place in in_file(path, changed)]
        if now == wanted:
            return changed, [address for _, _, address in stretches]
    return text, []
