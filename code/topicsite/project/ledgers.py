"""Files of lines that commands keep, people put under version control, and git joins by line."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Final

from topicsite.project import files

_MOST: Final = 64 << 20
"""Bytes of a ledger: a line for each of half a million addresses."""


class LedgerError(ValueError):
    """A ledger that cannot be read; says in which line and why."""


def read_text(path: Path) -> str:
    """What a ledger says; nothing where there is none yet.

    Raises:
        LedgerError: if it cannot be read.
    """
    try:
        return files.read_whole(path, _MOST).decode("utf-8").replace("\r\n", "\n")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise LedgerError(error.strerror or "it cannot be read") from None
    except UnicodeDecodeError:
        raise LedgerError("it is not UTF-8") from None


def refuse_half_merged(line: str) -> None:
    """Refuse a line that git leaves where two branches did not merge.

    Raises:
        ValueError: saying what to do.
    """
    if line.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
        raise ValueError("a merge was left half done; keep both sides' lines, remove this one")


def check_day(text: str) -> None:
    """Refuse what is not a day, such as `2026-11-24`.

    Raises:
        ValueError: saying how to write one.
    """
    try:
        is_day = datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        is_day = False
    if not is_day:
        raise ValueError(f"`{text}` is not a day; write it as `2026-11-24`")
