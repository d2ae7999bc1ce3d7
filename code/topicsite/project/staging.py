"""A folder in which the next site is built, which leaves no trace where a build comes to nothing.

A build holds a lock on its folder as long as it lives. The system lets go of it however the build
ends, so what nobody holds was left by one that was killed, and the next build sweeps it away.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

from topicsite.project.turns import PublishError, alone, end_tidily, hold, is_abandoned

LAST: Final = "-last"
"""How the name of a folder ends in which the last site waits for a moment."""


class Staging:
    """A folder for the next site: beside the last one, or in it where nothing can be made beside.

    Attributes:
        site: where the finished site goes, with links to it followed.
        folder: where it is built.
    """

    def __init__(self, site: Path) -> None:
        """Make the folder, and remove those of builds that were killed.

        Args:
            site: where the finished site goes; it need not exist.

        Raises:
            PublishError: if there can be no site.
        """
        self.site = Path(os.path.realpath(site))
        if not self.site.is_dir() and os.path.lexists(self.site):
            raise PublishError(
                f"`{site}` is no folder, so no site can be put there; move it away, or name "
                "another `site_dir` in mkdocs.yml"
            )
        parents = (self.site.parent, *self.site.parent.parents)
        self._made = [parent for parent in parents if not parent.exists()]
        try:
            self.site.parent.mkdir(parents=True, exist_ok=True)
            with alone(self.site):
                _recover(self.site)
                _sweep(self.site)
                self.folder = self._make()
                self._lock = hold(self.folder)
        except OSError as error:
            self._remove_parents()
            place = error.filename or site
            raise PublishError(
                f"the site cannot be built in `{site}`: `{place}`: {error.strerror}"
            ) from None
        self._handlers = end_tidily()

    def discard(self) -> None:
        """Remove the folder and all that is in it."""
        shutil.rmtree(self.folder, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None
        self._remove_parents()
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self._handlers = {}

    def _make(self) -> Path:
        # Only within one file system is a rename a rename, so the system's folder for temporary
        # files is no place for it.
        prefix = f".{self.site.name}-building-"
        try:
            return Path(tempfile.mkdtemp(prefix=prefix, dir=self.site.parent))
        except OSError:
            if not self.site.is_dir():
                raise
            return Path(tempfile.mkdtemp(prefix=prefix, dir=self.site))

    def _remove_parents(self) -> None:
        for folder in self._made:
            with suppress(OSError):  # something is in it
                folder.rmdir()


def _recover(site: Path) -> None:
    """Put the last site back that was moved away for the next one, which never came."""
    for folder in _left(site, site.parent):
        if folder.name.endswith(LAST) and not site.exists():
            folder.rename(site)


def _sweep(site: Path) -> None:
    """Remove the folders that builds of this site left beside it or in it when they were killed."""
    for folder in (*_left(site, site.parent), *_left(site, site)):
        if is_abandoned(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _left(site: Path, place: Path) -> list[Path]:
    """The folders in a place that builds of a site have made."""
    name = re.compile(rf"\.{re.escape(site.name)}-(?P<now>building-)?[a-z0-9_]{{8}}({LAST})?\Z")
    found = []
    with suppress(OSError), os.scandir(place) as items:
        for item in items:
            if not (match := name.match(item.name)) or not item.is_dir(follow_symlinks=False):
                continue
            # Versions up to 0.1.0 called them by a name that others may use. Only what they built
            # in was closed to everybody else, and only what they moved away was the last site,
            # which may hold what is not ours.
            is_private = item.stat(follow_symlinks=False).st_mode & 0o777 == 0o700
            if match["now"] or (is_private and not item.name.endswith(LAST)):
                found.append(Path(item.path))
    return sorted(found)
