"""Write the new address where an old one redirects for good, and change nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from topicsite.findings.diagnostics import Span
from topicsite.links.addresses import Place
from topicsite.links.report import Result
from topicsite.reading import source

# What needs no quotes in YAML even between brackets, and ends no link of Markdown.
_PLAIN: Final = re.compile(
    r"https?://[^\s,\[\]{}()<>\"'`#&*!|%@\\]+(?:[#&%@!*][^\s,\[\]{}()<>\"'`\\]*)*\Z"
)


def repair(
    results: Sequence[Result], texts: dict[str, str]
) -> tuple[list[tuple[Place, Result]], list[Result]]:
    """Put new addresses in the place of those that have moved for good.

    Args:
        results: what is known.
        texts: what the files say, by path; those that are mended change.

    Returns:
        The places that were mended, in the order of the results, and the results that have others.
    """
    edits = [
        (place, result)
        for result in results
        if result.record.state == "moved"
        for place in result.places
    ]
    mended: set[tuple[str, Place]] = set()
    # From the end of a page to its beginning: a stretch stays where it is until its turn comes.
    for place, result in sorted(edits, key=lambda edit: str(edit[0].where), reverse=True):
        text = repaired(texts[place.path], place, result.address, result.record.target)
        if text is not None:
            texts[place.path] = text
            mended.add((result.address, place))
    left = []
    for result in results:
        places = [place for place in result.places if (result.address, place) not in mended]
        if places:
            left.append(result._replace(places=places))
    done = [(place, result) for place, result in edits if (result.address, place) in mended]
    return done, left


def repaired(text: str, place: Place, old: str, new: str) -> str | None:
    """The text of a file with the address at `place` replaced, or None if that cannot be done.

    Args:
        text: what the file says.
        place: where the old address stands.
        old: the old address.
        new: the address it redirects to.
    """
    if not place.is_literal or not _PLAIN.match(new):
        return None
    span = place.span({place.path: text})
    start, end = (
        _offset(text, span.line, span.column),
        _offset(text, span.end_line, span.end_column),
    )
    written = text[start:end]
    # Quotes around it, and the spaces of a folded text, stay as they are.
    if written.count(old) != 1:
        return None
    changed = text[:start] + written.replace(old, new) + text[end:]
    return changed if _means(text, changed, place, new) else None


def _means(before: str, after: str, place: Place, new: str) -> bool:
    """Whether the file now says the same but for the one address."""
    if isinstance(place.where, Span):
        return True
    was, now = (source.parse(place.path, text.encode()).data for text in (before, after))
    *way, last = place.where
    inner: object = was
    for part in way:
        inner = inner[part]  # type: ignore[index]  # the way leads through this very data
    inner[last] = new  # type: ignore[index]
    return was == now


def _offset(text: str, line: int, column: int) -> int:
    """The offset of a place; lines end where YAML and Markdown end them."""
    offset = 0
    for _ in range(line - 1):
        offset = text.index("\n", offset) + 1
    return offset + column - 1
