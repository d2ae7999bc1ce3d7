"""What all files of a project say at one moment, read once, and a name for exactly that.

What `check` finds follows from the bytes of the files, their names, and the program. So a run whose
snapshot has the name of an earlier one has the same findings, whatever clocks and version control
say, and nothing needs to be parsed to know that.
"""

from __future__ import annotations

import hashlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MOST: Final = 64 * 1024 + 1
"""How much of a file is read: one byte more than an entry may have."""
_PIECE: Final = 8192
_READ: Final = os.O_RDONLY | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True)
class Snapshot:
    """The files of a project.

    Attributes:
        files: the bytes of each entry and example, by its path, forward slashes.
        name: stands for all topics, files and bytes.
        is_tidy: whether nothing else lies there, so that the name says all.
    """

    files: dict[str, bytes]
    name: str
    is_tidy: bool


def take(root: Path, resources: str, examples: str) -> Snapshot | None:
    """Read everything that `load` would, or nothing if a part of it cannot be read."""
    digest = hashlib.blake2b(digest_size=20)
    files: dict[str, bytes] = {}
    topics: list[str] = []
    is_tidy = True
    try:
        for topic in _items(root / resources):
            path = f"{resources}/{topic.name}"
            topics.append(path)
            is_tidy = is_tidy and topic.is_dir(follow_symlinks=False)
            if topic.is_dir(follow_symlinks=False):
                for item in _items(topic.path):
                    is_entry = item.name.endswith(".yml") and item.is_file(follow_symlinks=False)
                    is_tidy = is_tidy and is_entry
                    if is_entry:
                        files[f"{path}/{item.name}"] = read(item.path, MOST)
        if (root / examples).exists():
            for item in _items(root / examples):
                if item.name.endswith(".py"):
                    is_tidy = is_tidy and item.is_file(follow_symlinks=False)
                    files[f"{examples}/{item.name}"] = read(item.path, sys.maxsize)
    except OSError:
        return None
    # Three long pieces are faster than ten thousand short ones; lengths keep files apart.
    digest.update("\0".join([*topics, "", *files]).encode("utf-8", "surrogateescape"))
    digest.update(f"\0\0{[*map(len, files.values())]}".encode())
    digest.update(b"".join(files.values()))
    return Snapshot(files, digest.hexdigest(), is_tidy)


def program() -> str:
    """A name for the code that checks, and for the libraries whose word it takes."""
    digest = hashlib.blake2b(digest_size=20)
    package = Path(__file__).parent
    for file in sorted(package.rglob("*.py")):
        digest.update(file.read_bytes())
    libraries = ("pydantic", "PyYAML", "pyyaml", "annotated_types", "typing")
    for folder in dict.fromkeys(map(Path, sys.path)):
        if folder.name.endswith("-packages") and folder.is_dir():
            names = sorted(path.name for path in folder.iterdir())
            digest.update("\n".join(n for n in names if n.startswith(libraries)).encode())
    digest.update(sys.version.encode())
    return digest.hexdigest()


def _items(folder: Path | str) -> list[os.DirEntry[str]]:
    """What a folder holds, by name, without what `load` passes over."""
    with os.scandir(folder) as items:
        found = [item for item in items if item.name[0] != "." and item.name != "__pycache__"]
    return sorted(found, key=lambda item: item.name)


def read(path: str, most: int) -> bytes:
    """The bytes of a file, at most so many.

    Without any object for the file or its path: this runs once for every entry. Most end in the
    first piece, and a buffer for the largest would cost more.

    Raises:
        OSError: if it cannot be read.
    """
    file = os.open(path, _READ)
    try:
        raw = os.read(file, _PIECE)
        if len(raw) == _PIECE:
            with open(file, "rb", closefd=False) as rest:  # it is open already
                raw += rest.read(most - _PIECE if most < sys.maxsize else -1)
    finally:
        os.close(file)
    return raw
