"""The sources of an import: files, the pages of a folder, or what is piped in."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from topicsite.commands import options

if TYPE_CHECKING:
    from topicsite.exchange.formats import Options
    from topicsite.exchange.found import Reading

FORMATS: Final = (
    "markdown", "csv", "tsv", "bibtex", "csl-json", "ris", "bookmarks", "opml", "yt-dlp", "zotero",
    "json-ld",
)  # fmt: skip
"""What can be imported; `formats.FORMATS` says the same, and is slower to load."""
_LARGEST: Final = 50 << 20
"""Bytes of a source: lists that people keep are smaller."""


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

    made = []
    for name, text in _texts(sources, encoding):
        found = form or formats.format_of(name, text)
        if found is None and (reading := formats.broken(name, text)) is not None:
            made.append(reading)
            continue
        if found is None:
            raise click.UsageError(
                f"nothing tells what `{name}` is; say it with --from, one of {', '.join(FORMATS)}"
            )
        if module := formats.NEEDED.get(found):
            options.need_extra("import", module, f"`{name}` cannot be read")
        made.append(formats.read(name, text, found, how))  # type: ignore[arg-type]
    return made


def _texts(sources: Sequence[str], encoding: str) -> list[tuple[str, str]]:
    """The name and the text of each source; of a folder, those of its pages."""
    from topicsite.exchange.formats import SUFFIXES
    from topicsite.project import files

    made = []
    for source in sources:
        if source == "-":
            made.append(("standard-input", _decoded("standard input", _piped(), encoding)))
            continue
        path = Path(source)
        inner = [path]
        if path.is_dir():
            inner = sorted(
                one
                for one in path.rglob("*")
                if one.suffix.lower() in SUFFIXES and one.is_file() and not one.is_symlink()
            )
            if not inner:
                raise click.UsageError(f"the folder `{source}` holds nothing that can be imported")
        for one in inner:
            try:
                raw = files.read_whole(one, _LARGEST)
            except OSError as error:
                raise click.UsageError(f"`{one}`: {error.strerror}") from None
            made.append((one.as_posix(), _decoded(str(one), raw, encoding)))
    return made


def _piped() -> bytes:
    raw = sys.stdin.buffer.read(_LARGEST + 1)
    if len(raw) > _LARGEST:
        raise click.UsageError(f"standard input is larger than {_LARGEST >> 20} MB")
    return raw


def _decoded(name: str, raw: bytes, encoding: str) -> str:
    """A text, in the encoding that its first bytes show, else in the one that was named."""
    import codecs

    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    try:
        return raw.decode(encoding)
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
