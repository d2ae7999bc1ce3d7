"""The ledger's file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from topicsite.links.ledger import Ledger, Record, as_of, merged, parse, text_of
from topicsite.project import files, ledgers
from topicsite.project.ledgers import LedgerError
from topicsite.project.locking import alone_with


def read_ledger(path: Path) -> dict[str, Record]:
    """Read the ledger; where there is none yet, nothing is known.

    Raises:
        LedgerError: if it cannot be read.
    """
    return parse(ledgers.read_text(path))


def write_ledger(path: Path, ledger: Ledger) -> None:
    """Write the ledger, unless the file says the same already, or there is nothing to say.

    Raises:
        LedgerError: if what would be written could not be read; the file stays as it was.
        OSError: if it cannot be written.
    """
    text = text_of(ledger)
    if text_of(parse(text)) != text:
        raise LedgerError("what was seen could not be read back, so it was not written")
    if path.read_text(encoding="utf-8") != text if path.exists() else ledger:
        files.replace(path, text)


def join_ledger(path: Path, ledger: Ledger, forgotten: Iterable[str], today: str) -> None:
    """Add what a run has seen to what the file says by now, which other runs may have changed.

    Args:
        path: the ledger's file.
        ledger: all that this run knows.
        forgotten: addresses that nobody links to any more.
        today: the day, as an ISO date.

    Raises:
        LedgerError: if the file cannot be read; it stays as it was.
        OSError: if it cannot be written.
    """
    with alone_with(path):
        both = merged(as_of(read_ledger(path), today), ledger)
        for address in forgotten:
            both.pop(address, None)
        write_ledger(path, both)
