"""The catalog for other people's programs: data in formats that others have agreed on.

Each format is a module that makes files, or a page's own record, from the models; `files_of`
gathers the files of all of them. It knows no MkDocs, no network and no clock, and writes nothing:
what it makes are bytes, the same for the same site. Only an archive of programs reads files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from topicsite.opendata import (
    api,
    citations,
    crates,
    embed,
    feeds,
    linked,
    pictures,
    robots,
    table,
)
from topicsite.opendata.linked import in_head
from topicsite.render.site import Site

__all__ = ["crates_of", "files_of", "in_head"]

_FORMATS: Final[tuple[Callable[[Site], Mapping[str, bytes]], ...]] = (
    api.files,
    citations.files,
    embed.files,
    feeds.files,
    linked.files,
    pictures.files,
    robots.files,
    table.files,
)
"""What makes files, each with their places below the root."""


def files_of(site: Site) -> dict[str, bytes]:
    """All files of open data, by where they lie below the root."""
    files: dict[str, bytes] = {}
    for made in _FORMATS:
        files |= made(site)
    return files


crates_of: Final = crates.files
