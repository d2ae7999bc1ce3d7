"""Several files at once: all of them are written, or none."""

from __future__ import annotations

import errno
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from topicsite.project import files
from topicsite.project.turns import undisturbed


class ChangedError(OSError):
    """A file that says something else by now than what its new text was made from."""


def put(
    root: Path,
    new: Mapping[str, str],
    changed: Mapping[str, str],
    before: Mapping[str, str] | None = None,
) -> None:
    """Write new files and change others; if anything fails, everything is as it was.

    Texts are written aside first, so that what can fail for want of room fails there. A signal that
    ends the program waits until all is done.

    Args:
        root: the folder that paths are relative to.
        new: the text of each file that must not be there yet, by its path.
        changed: the new text of each file that is there, by its path.
        before: what a file that changes must still say, by its path; any, if it is not named.

    Raises:
        ChangedError: if a file says something else.
        FileExistsError: if a new file is there already.
        OSError: if something cannot be written.
    """
    with undisturbed():
        _put(root, new, changed, before or {})


def _put(
    root: Path, new: Mapping[str, str], changed: Mapping[str, str], before: Mapping[str, str]
) -> None:
    written: list[Path] = []
    folders: list[Path] = []
    kept: list[tuple[Path, Path]] = []
    aside = Path(tempfile.mkdtemp(prefix=".topicsite-", dir=root))
    try:
        for number, text in enumerate(new.values()):
            (aside / f"new-{number}").write_text(text, encoding="utf-8", newline="\n")
        for number, path in enumerate(changed):
            _compare(root, path, before)
            _keep(root / path, aside / f"old-{number}")
        for number, path in enumerate(new):
            place = root / path
            folders += _make(place.parent)
            _move(aside / f"new-{number}", place)
            written.append(place)
        for number, (path, text) in enumerate(changed.items()):
            _compare(root, path, before)
            kept.append((aside / f"old-{number}", root / path))
            files.replace(root / path, text)
    except BaseException:
        for copy, place in kept:
            copy.replace(place)
        for place in written:
            place.unlink(missing_ok=True)
        for folder in reversed(folders):
            with suppress(OSError):  # somebody else put something there
                folder.rmdir()
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _compare(root: Path, path: str, before: Mapping[str, str]) -> None:
    """Refuse a file that says something else than before."""
    file = root / path
    if path in before and (not file.is_file() or file.read_bytes() != before[path].encode()):
        raise ChangedError(errno.ESTALE, "it was changed meanwhile", str(file))


def _make(folder: Path) -> list[Path]:
    """Make a folder and those above it; which of them were missing, the outermost first."""
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for one in reversed(missing):
        one.mkdir()
    return missing[::-1]


def _move(file: Path, place: Path) -> None:
    """Give a file its place, unless something is there."""
    try:
        place.hardlink_to(file)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if place.exists():
            raise FileExistsError(17, "it is there already", str(place)) from None
        file.rename(place)


def _keep(file: Path, copy: Path) -> None:
    try:
        copy.hardlink_to(file)
    except OSError:
        shutil.copy2(file, copy)
