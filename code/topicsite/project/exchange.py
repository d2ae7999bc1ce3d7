"""Two folders swap their names in one step, which systems can do and Python does not offer."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path
from typing import Final

_HERE: Final = -100
"""`AT_FDCWD` of Linux: a path that is not relative to an open folder."""
_EXCHANGE: Final = 2
"""`RENAME_EXCHANGE` of renameat2(2) on Linux, and `RENAME_SWAP` of renamex_np(2) on macOS."""
_UNABLE: Final = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}


def exchange(one: Path, other: Path) -> bool:
    """Let two folders swap their names.

    Returns:
        Whether they did; if not, the system or the file system has no such step.

    Raises:
        OSError: if they may not.
    """
    first, second = os.fsencode(one), os.fsencode(other)
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            failed = library.renamex_np(first, second, _EXCHANGE)
        else:
            failed = library.renameat2(_HERE, first, _HERE, second, _EXCHANGE)
    except (AttributeError, OSError, TypeError):  # another system, or an old one
        return False
    if not failed:
        return True
    reason = ctypes.get_errno()
    if reason in _UNABLE:
        return False
    raise OSError(reason, os.strerror(reason), str(one))
