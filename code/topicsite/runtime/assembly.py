"""Bring the pinned files together in a cache. A file is in it whole and right, or not at all."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from topicsite.runtime.pinned import FILES, VERSION, Pinned
from topicsite.runtime.sources import Source, SourceError

INCOMING: Final = "incoming-"
"""How the names of folders begin in which something is being made."""

ABANDONED: Final = 24 * 60 * 60


class IncompleteError(Exception):
    """Files are missing, and no source had them; the message says which, and what was tried."""


def missing(cache: Path, files: Iterable[Pinned] = FILES) -> list[Pinned]:
    """The files that are not in the cache, or not as they have to be: every byte is read."""
    return [file for file in files if not file.found_in(cache / file.name)]


def assemble(cache: Path, sources: Iterable[Source], files: Iterable[Pinned] = FILES) -> list[str]:
    """Fill the cache.

    Several processes may do so at once. What was found stays when something else is missing.

    Args:
        cache: a folder; it need not exist.
        sources: asked in order, each only for what is still missing.
        files: what has to be there.

    Returns:
        What was fetched from where, in a sentence each; nothing if everything was there.

    Raises:
        IncompleteError: if files are still missing when every source was asked.
    """
    cache.mkdir(parents=True, exist_ok=True)
    sweep(cache, INCOMING)
    wanted = missing(cache, files)
    fetched, tried = [], []
    for source in sources:
        if not wanted:
            break
        taken, troubles = _take(wanted, source, cache)
        if taken:
            fetched.append(f"{len(taken)} of {len(wanted)} files from {source.name}")
        wanted = [file for file in wanted if file not in taken]
        reason = "; ".join(troubles) or "it does not have the rest"
        tried.append(f"{source.name}: {reason}")
    if wanted:
        lines = [f"Pyodide {VERSION} is not complete in `{cache}`; missing or wrong:"]
        lines += [f"  {file}" for file in wanted]
        lines += ["tried, in this order:", *(f"  {line}" for line in tried)]
        raise IncompleteError("\n".join(lines))
    return fetched


def _take(wanted: list[Pinned], source: Source, cache: Path) -> tuple[list[Pinned], list[str]]:
    """Ask a source; returns the files that are in the cache now, and what was wrong."""
    taken, troubles = [], []
    with tempfile.TemporaryDirectory(prefix=INCOMING, dir=cache) as temporary:
        incoming = Path(temporary)
        try:
            source.fetch([file.name for file in wanted], incoming)
        except SourceError as error:
            troubles.append(str(error))
        for file in wanted:
            path = incoming / file.name
            if file.found_in(path):
                path.replace(cache / file.name)
                taken.append(file)
            elif path.exists():
                troubles.append(f"its {file.name} is another file: {_difference(path, file)}")
    return taken, troubles


def _difference(path: Path, file: Pinned) -> str:
    size = path.stat().st_size
    if file.size in (None, size):
        return "its SHA-256 differs"
    return f"{size:,} bytes instead of {file.size:,}"


def sweep(cache: Path, prefix: str) -> None:
    """Remove folders that nobody has touched for a day: of an assembly that was cut off, say."""
    for folder in cache.glob(f"{prefix}*"):
        if time.time() - folder.stat().st_mtime > ABANDONED:
            shutil.rmtree(folder, ignore_errors=True)
