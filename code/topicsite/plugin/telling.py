"""How far a build is, told between what MkDocs says."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from topicsite.findings.progress import Progress, watched

log = logging.getLogger("mkdocs.plugins.topicsite")


@contextmanager
def telling(what: str, total: int | None = None) -> Iterator[Progress]:
    """Tell how far a work is: on a terminal or in the log, or nowhere with `--quiet`.

    Args:
        what: what is being done; in the plural if it is counted.
        total: how many there are, if they are counted.
    """
    is_quiet = not log.isEnabledFor(logging.INFO)
    progress = Progress(what, total, log.info, None if is_quiet else watched(sys.stderr))

    def make_room(record: logging.LogRecord) -> bool:
        progress.clear()
        return True

    handlers = logging.getLogger("mkdocs").handlers
    for handler in handlers:
        handler.addFilter(make_room)
    try:
        with progress:
            yield progress
    finally:
        for handler in handlers:
            handler.removeFilter(make_room)


class Pages:
    """Tells how many pages of a build are written."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._done = 0
        self._progress: Progress | None = None

    def begin(self, total: int) -> None:
        """Note that so many are to be written."""
        self.end()
        self._done = 0
        self._progress = self._open.enter_context(telling("pages", total))

    def written(self, path: str) -> None:
        """Note that one was."""
        self._done += 1
        if self._progress is not None:
            self._progress.at(self._done, path)

    def end(self) -> None:
        """Note that all were, or that none will be."""
        self._progress = None
        self._open.close()
