"""The sources of an import: files, the pages of a folder, or what is piped in."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from topicsite.commands import options

if TYPE_CHECKING:
    from topicsite.exchange.formats import Options
    from topicsite.exchange.found import Note, Reading

FORMATS: Final = (
    "markdown", "csv", "tsv", "bibtex", "csl-json", "ris", "bookmarks", "opml", "yt-dlp", "zotero",
    "json-ld", "topicsite",
)  # fmt: skip
"""What can be imported; `formats.FORMATS` says the same, and is slower to load."""
_INSTALLED: Final = frozenset({"node_modules", "__pycache__"})
_BY_CHANCE: Final = frozenset({".json", ".html", ".htm"})
"""What folders hold for many reasons: it is read if it tells what it is."""
_LARGEST: Final = 50 << 20
"""Bytes of a source: lists that people keep are smaller."""

_NO_TEXTS: Final = {
    b"PK\x03\x04": "a zip archive, and none is opened; unpack it and name what is in it",
    b"\x1f\x8b": "compressed, and nothing is unpacked; unpack it and name what is in it",
    b"%PDF-": "a PDF, whose links cannot be read; name the list that it was made from",
    b"SQLite format 3\0": "a database; export from the program that keeps it, and name the export",
}
"""First bytes of files that people may take for a list, and what to do instead."""


class _File(NamedTuple):
    """A source: its name, and whether only its folder was named and its suffix tells nothing."""

    name: str
    is_by_chance: bool = False


def readings_of(
    sources: Sequence[str],
    form: str | None,
    how: Options,
    encoding: str,
) -> list[Reading]:
    """What each source holds.

    Raises:
        click.UsageError: for a source that cannot be read, or of a format that nobody knows.
    """
    from topicsite.exchange import formats
    from topicsite.exchange.found import Reading

    made = []
    for path in _files(sources, is_told=form is not None):
        try:
            text = _text_of(path.name, encoding)
        except click.UsageError as error:
            if not path.is_by_chance:
                raise
            made.append(Reading(path.name, notes=[_passed(path.name, error.message)]))
            continue
        name = "standard-input" if path.name == "-" else path.name
        found = form or formats.format_of(name, text, takes_pages=not path.is_by_chance)
        if found is None and (reading := formats.broken(name, text)) is not None:
            made.append(reading)
            continue
        if found is None and path.is_by_chance:
            made.append(Reading(name, notes=[_passed(name, "nothing tells what the file is")]))
            continue
        if found is None:
            raise click.UsageError(
                f"nothing tells what `{name}` is; say it with --from, one of {', '.join(FORMATS)}"
            )
        if module := formats.needed(found, text):
            options.need_extra("import", module, f"`{name}` cannot be read")
        made.append(formats.read(name, text, found, how))  # type: ignore[arg-type]  # click has looked
    return made


def _passed(name: str, reason: str) -> Note:
    """A note on a file of a folder that nobody asked for by its name."""
    from topicsite.exchange.found import Note, Place

    return Note("not-taken", Place(name), reason, name)


def _files(sources: Sequence[str], *, is_told: bool) -> Iterator[_File]:
    """Each source; of a folder, what is in it, but for what is hidden or installed there.

    Args:
        sources: files, folders, or `-`.
        is_told: whether their format is, so that no file needs to tell it.
    """
    from topicsite.exchange.formats import SUFFIXES

    for source in sources:
        if source == "-" or not Path(source).is_dir():
            yield _File(source if source == "-" else Path(source).as_posix())
            continue
        found = []
        for folder, inner, names in os.walk(source):
            inner[:] = [one for one in inner if not one.startswith(".") and one not in _INSTALLED]
            for name in names:
                file, suffix = Path(folder, name), Path(name).suffix.lower()
                is_by_chance = suffix in _BY_CHANCE and not is_told
                if name.startswith(".") or not (suffix in SUFFIXES or is_by_chance):
                    continue
                if file.is_file() and not file.is_symlink():
                    found.append(_File(file.as_posix(), is_by_chance))
        if not found:
            raise click.UsageError(f"the folder `{source}` holds nothing that can be imported")
        yield from sorted(found)


def _text_of(name: str, encoding: str) -> str:
    from topicsite.project import files

    if name == "-":
        return _decoded("standard input", _piped(), encoding)
    try:
        raw = files.read_whole(Path(name), _LARGEST)
    except OSError as error:
        raise click.UsageError(f"`{name}`: {error.strerror}") from None
    return _decoded(name, raw, encoding)


def _piped() -> bytes:
    raw = sys.stdin.buffer.read(_LARGEST + 1)
    if len(raw) > _LARGEST:
        raise click.UsageError(f"standard input is larger than {_LARGEST >> 20} MB")
    return raw


def _decoded(name: str, raw: bytes, encoding: str) -> str:
    """A text, in the encoding that its first bytes show, else in the one that was named."""
    import codecs

    for signature, what in _NO_TEXTS.items():
        if raw.startswith(signature):
            raise click.UsageError(f"`{name}` is {what}")
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    try:
        text = raw.decode(encoding)
    except LookupError:
        raise click.UsageError(f"--encoding: there is no encoding `{encoding}`") from None
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = error.start - (before.rfind(b"\n") + 1) + 1
        raise click.UsageError(
            f"{name}:{line}:{column}: this is not {encoding}; name the encoding with --encoding, "
            "such as `--encoding windows-1252`"
        ) from None
    except ValueError:  # such as `undefined`, which Python keeps for its own tests
        raise click.UsageError(
            f"--encoding: `{encoding}` reads no file; name that of the source, such as "
            "`windows-1252`"
        ) from None
    if (at := text.find("\0")) >= 0:
        line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        raise click.UsageError(
            f"{name}:{line}:{column}: here is the character NUL, which no text has; if this is "
            "UTF-16, say `--encoding utf-16-le`"
        )
    return text
