"""Replace the files of a site one by one, where the site as a whole cannot be swapped."""

from __future__ import annotations

import errno
import filecmp
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path, PurePosixPath

from topicsite.project.made import files_in, write_list


def replace(folder: Path, site: Path, new: set[str], made: set[str], *, listed: bool) -> None:
    """Replace file by file: what pages need first, then the pages, then what is gone.

    Args:
        folder: the next site; it is gone afterwards.
        site: the last one.
        new: the files of the next site.
        made: the files of the last one that builds have made.
        listed: whether to write down what was made.

    Raises:
        OSError: if a file cannot be replaced. Before the first is, room and rights are tried.
    """
    folder = _within(folder, site)
    try:
        for place in sorted({site, *((site / path).parent for path in new | made)}):
            if place.is_dir() and not os.access(place, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, "it may not be written", str(place))
        # A build that is killed here leaves files of both sites, all of them ours.
        if listed:
            write_list(site, new | made)
        for path in sorted(new, key=lambda path: (path.endswith(".html"), path)):
            _make_room(site, path)
            _put(folder / path, site / path)
        _remove(site, made - new)
        if listed:
            write_list(site, new)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _within(folder: Path, site: Path) -> Path:
    """The folder of the next site, moved into the last one.

    Its files can be renamed from there, whatever the site is; and where there is no room for both,
    that shows before anything has changed.
    """
    inside = site / folder.name
    if inside == folder:
        return folder
    try:
        folder.rename(inside)
    except OSError:
        try:
            shutil.copytree(folder, inside)
        except shutil.Error as error:  # a list of what could not be copied, and why
            shutil.rmtree(inside, ignore_errors=True)
            raise OSError(None, str(error.args[0][0][2]), str(site)) from None
        except OSError:
            shutil.rmtree(inside, ignore_errors=True)
            raise
    return inside


def _make_room(site: Path, path: str) -> None:
    """Remove what an earlier build made where there is now a folder, or a file."""
    target = site / path
    if target.is_dir() and not target.is_symlink():
        _remove(site, {f"{path}/{name}" for name in files_in(target)})
    for parent in reversed(PurePosixPath(path).parents):
        if os.path.lexists(site / parent) and not (site / parent).is_dir():
            (site / parent).unlink()
    target.parent.mkdir(parents=True, exist_ok=True)


def _put(source: Path, target: Path) -> None:
    """Let a file take the place of another; what has not changed is left alone."""
    if target.is_file() and not target.is_symlink() and filecmp.cmp(source, target, shallow=False):
        return
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        beside = target.with_name(f".{target.name}-{os.getpid()}")  # a mount within the site
        try:
            shutil.copyfile(source, beside)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)


def _remove(site: Path, paths: Iterable[str]) -> None:
    """Remove files, and the folders that are empty without them."""
    for path in sorted(paths):
        with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
            (site / path).unlink()
        for parent in (site / path).parents:
            if parent == site:
                break
            with suppress(OSError):  # something is left in it
                parent.rmdir()
