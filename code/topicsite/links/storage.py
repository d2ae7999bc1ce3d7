"""The ledger's file, and any other that is written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from topicsite.links.ledger import Ledger, LedgerError, Record, parse, text_of


def read_ledger(path: Path) -> dict[str, Record]:
    """Read the ledger; where there is none yet, nothing is known.

    Raises:
        LedgerError: if it cannot be read.
    """
    try:
        return parse(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise LedgerError(error.strerror or "it cannot be read") from None
    except UnicodeDecodeError:
        raise LedgerError("it is not UTF-8") from None


def write_ledger(path: Path, ledger: Ledger) -> None:
    """Write the ledger, unless the file says the same already, or there is nothing to say."""
    text = text_of(ledger)
    if path.read_text(encoding="utf-8") != text if path.exists() else ledger:
        write_whole(path, text)


def write_whole(path: Path, text: str) -> None:
    """Put a text in the place of a file; whoever reads or kills us sees the old or the new one."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            mode = path.stat().st_mode & 0o777
        else:  # mkstemp lets only its owner in
            umask = os.umask(0)
            os.umask(umask)
            mode = 0o666 & ~umask
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
