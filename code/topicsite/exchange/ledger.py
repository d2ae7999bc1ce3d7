"""What an import wrote, so that an update overwrites nothing that a person wrote.

A line for each entry: its id, then each field with a short hash of what was written there.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Final

from topicsite.project.ledgers import LedgerError, refuse_half_merged
from topicsite.reading.source import Data

NAME: Final = "import.ledger"
"""The file, in the project's folder."""
_LINE: Final = re.compile(r"([a-z0-9-]{1,80})((?: [\w-]+=[0-9a-f]{12})+)\Z")

Ledger = dict[str, dict[str, str]]
"""The mark of each field that an import wrote, by the entry's id."""


def parse(text: str) -> Ledger:
    """Read a ledger.

    Raises:
        LedgerError: for a line that is none; says which, and what to do.
    """
    found: Ledger = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line:
            continue
        try:
            refuse_half_merged(line)
        except ValueError as error:
            raise LedgerError(f"{NAME}:{number}: {error}") from None
        match = _LINE.match(line)
        if match is None:
            raise LedgerError(f"{NAME}:{number}: this is no line of a ledger; remove it")
        # Of two lines for an entry, as a merge may leave them, a field has the mark of the last.
        pairs = (pair.partition("=")[::2] for pair in match[2].split())
        found.setdefault(match[1], {}).update(dict(pairs))
    return found


def written(ledger: Ledger) -> str:
    """The text of a ledger, by id."""
    return "".join(
        f"{name} {' '.join(f'{field}={mark}' for field, mark in sorted(fields.items()))}\n"
        for name, fields in sorted(ledger.items())
        if fields
    )


def mark(value: Data) -> str:
    """A short hash of a value, which tells whether it is still what was written."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def marks(fields: Mapping[str, Data]) -> dict[str, str]:
    """The mark of each field."""
    return {name: mark(value) for name, value in fields.items()}
