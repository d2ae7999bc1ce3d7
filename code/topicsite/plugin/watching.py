"""What a preview watches: what is there, what will be there later, and what comes back."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from mkdocs.livereload import LiveReloadServer
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers.api import ObservedWatch


def watch(server: LiveReloadServer, paths: Iterable[Path]) -> None:
    """Rebuild when files change, or come to be.

    Args:
        server: the preview.
        paths: files and folders, which need not exist.
    """
    for path in dict.fromkeys(path.absolute() for path in paths):
        _Watched(server, path)


class _Watched(FileSystemEventHandler):
    """A file or a folder.

    Nobody can watch what is not there, so the nearest folder that is there is watched in its place;
    what else happens in that is nothing to us.
    """

    def __init__(self, server: LiveReloadServer, path: Path) -> None:
        self._server = server
        self._path = path
        self._is_there = False
        self._place: tuple[Path, ObservedWatch] | None = None
        self._look()

    def on_any_event(self, event: FileSystemEvent) -> None:
        was_there = self._is_there
        self._look()
        touched = {str(event.src_path), str(event.dest_path)}
        if self._is_there != was_there or (str(self._path) in touched and not event.is_directory):
            self._rebuild()

    def _look(self) -> None:
        """Find out whether it is there, and watch from where that can be seen."""
        place = next(parent for parent in self._path.parents if parent.is_dir())
        if self._place is None or self._place[0] != place:
            if self._place is not None:
                with suppress(KeyError):  # others that waited there have left
                    self._server.observer.unschedule(self._place[1])
            watched = self._server.observer.schedule(self, str(place), recursive=False)
            self._place = (place, watched)
        was_there, self._is_there = self._is_there, self._path.exists()
        if self._is_there and not was_there and self._path.is_dir():
            with suppress(KeyError):  # it is the first time
                self._server.unwatch(str(self._path))
            self._server.watch(str(self._path))

    def _rebuild(self) -> None:
        # As the handlers do that MkDocs makes for folders as a whole: there is no other way.
        with self._server._rebuild_cond:
            self._server._want_rebuild = True
            self._server._rebuild_cond.notify_all()
