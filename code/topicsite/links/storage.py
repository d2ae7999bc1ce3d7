"""The ledger's file."""

from __future__ import annotations

from pathlib import Path

from topicsite.links.ledger import Ledger, LedgerError, Record, parse, text_of
from topicsite.project import files


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
        files.replace(path, text)
