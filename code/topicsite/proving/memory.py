"""What examples put out when they were last run: kept whole, and used only for what made it.

A name says what a page was made from, and its first line what is in it. So a page that was cut off,
changed or taken from elsewhere is made again. This guards against accidents, not against people:
who can write into this folder can also change what the examples are run with.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path
from typing import Final

from topicsite.project import files

_MOST: Final = 64 << 20
"""Bytes of a page that is read again; a larger one is made again."""


class Memory:
    """The pages of examples that were executed.

    Attributes:
        trouble: why nothing can be kept, if so.
    """

    def __init__(self, folder: Path, state: str) -> None:
        """Remember in a folder.

        Args:
            folder: where pages are kept; it need not exist.
            state: a name for all that examples run with, besides themselves.
        """
        self.trouble: str | None = None
        self._folder = folder
        self._state = state
        self._used: set[str] = set()

    def name_of(self, example: bytes, beside: str) -> str:
        """What the page of an example is called here.

        Args:
            example: what its file says.
            beside: a digest of the files that it may read.
        """
        known = hashlib.sha256(f"{self._state} {beside}\0".encode())
        known.update(example)
        name = f"{known.hexdigest()[:32]}.html"
        self._used.add(name)
        return name

    def recall(self, name: str) -> str | None:
        """The page of that name, if it is here and as it was made."""
        try:
            raw = files.read_whole(self._folder / name, _MOST)
            digest, _, page = raw.partition(b"\n")
            return page.decode() if digest.decode() == _digest(name, page) else None
        except (OSError, ValueError):
            return None

    def keep(self, name: str, page: str) -> None:
        """Keep a page; where that cannot be, the build goes on without."""
        raw = page.encode()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            files.replace(self._folder / name, f"{_digest(name, raw)}\n{page}")
        except OSError as error:
            self.trouble = error.strerror or "it cannot be written"

    def forget_others(self) -> None:
        """Remove the pages that nobody asked for since this memory was opened."""
        for path in self._folder.glob("[!.]*"):
            if path.name not in self._used:
                with suppress(OSError):
                    path.unlink()


def digest_of(folder: Path) -> str:
    """A digest of the files beside examples, which these may read; the examples are left out."""
    known = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        is_example = path.parent == folder and path.suffix == ".py"
        if path.is_file() and not is_example and path.suffix != ".pyc":
            known.update(path.relative_to(folder).as_posix().encode(errors="surrogateescape"))
            # What may not be read now could not be read by an example either.
            with suppress(PermissionError), path.open("rb") as file:
                known.update(b"\0" + hashlib.file_digest(file, "sha256").digest())
    return known.hexdigest()


def _digest(name: str, page: bytes) -> str:
    return hashlib.sha256(name.encode() + b"\0" + page).hexdigest()
