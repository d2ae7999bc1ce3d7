"""What readers change in Python itself: put aside while this side of the page works.

Code in a cell may replace or delete anything, such as `print`, `json.dumps` or `linecache.getline`.
The page's own work stands on the same modules. So it works with them as they were when Python
started, and the next cell finds them again as the reader left them. Only the builtins are whole for
each cell: nothing can be done without them.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Iterable
from contextlib import suppress
from types import ModuleType
from typing import Any, Final

_NOTHING: Final = object()
_OURS: Final = frozenset({"stdout", "stderr", "__stdout__", "__stderr__", "current"})
"""What is set anew for each cell; see `cell_output.shown`."""

_BUILTINS: Final = builtins.__dict__

_gettrace, _settrace = sys.gettrace, sys.settrace
_getprofile, _setprofile = sys.getprofile, sys.setprofile
_getlimit, _setlimit = sys.getrecursionlimit, sys.setrecursionlimit


class Changes:
    """What code has changed in some modules, and how deep it may recurse.

    Nothing here looks up a builtin: there may be none left.
    """

    def __init__(self) -> None:
        self._whole: list[tuple[dict[str, Any], dict[str, Any]]] = []
        self._aside: list[tuple[dict[str, Any], dict[str, Any]]] = []
        self._trace, self._profile = _gettrace(), _getprofile()
        self._limit = self._readers_limit = _getlimit()

    def watch(self, modules: Iterable[ModuleType]) -> None:
        """Take modules as they are for whole, and what comes after for changes."""
        self._whole = [(module.__dict__, dict(module.__dict__)) for module in modules]
        self._aside = []
        self._readers_limit = self._limit

    def put_aside(self) -> None:
        """Make the modules whole, and remember what was changed; nothing traces any more."""
        if _gettrace() is not self._trace:
            _settrace(self._trace)
        if _getprofile() is not self._profile:
            _setprofile(self._profile)
        if _getlimit() != self._limit:
            self._readers_limit = _getlimit()
            _setlimit(self._limit)
        for names, whole in self._whole:
            changed = {
                name: names.get(name, _NOTHING)
                for name, value in whole.items()
                if names.get(name, _NOTHING) is not value and name not in _OURS
            }
            if changed:
                names.update({name: whole[name] for name in changed})
                if names is not _BUILTINS:
                    self._aside.append((names, changed))

    def put_back(self) -> None:
        """Make the modules what code has made of them."""
        aside, self._aside = self._aside, []
        for names, changed in aside:
            for name, value in changed.items():
                if value is _NOTHING:
                    names.pop(name, None)
                else:
                    names[name] = value
        if self._readers_limit != self._limit:
            with suppress(RecursionError):  # it may be too low even for us
                _setlimit(self._readers_limit)
