"""How the cells of our own tables are written, and read again.

A list stands between semicolons, `a; b`; within it a backslash goes before a semicolon and before
another backslash. Other addresses are written `label <address>`, and times as ISO 8601 has them,
which no spreadsheet takes for a time of day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

FIRST: Final = ("id", "topic", "title", "kind", "url")
"""The columns by which one of our tables is known."""
_FORMULA: Final = re.compile("'*[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")
"""What makes a formula of a cell, in any width, behind quotes that stand there anyway."""
_SPECIAL: Final = re.compile(r"[\\;]")


def headings(fields: Sequence[str]) -> list[str]:
    """The names of the columns, for the names of an entry's fields."""
    return [*FIRST[:2], *ordered(fields)]


def ordered(fields: Sequence[str]) -> list[str]:
    """Fields in the order of the columns."""
    return [*FIRST[2:], *(name for name in fields if name not in FIRST)]


def is_ours(names: Sequence[str]) -> bool:
    """Whether a table with these columns is one of ours."""
    return tuple(names[: len(FIRST)]) == FIRST


def defused(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def plain(cell: str) -> str:
    """What a cell says, without the quote that keeps it from being a formula."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def listed(texts: Iterable[str]) -> str:
    """Several texts in a cell."""
    return "; ".join(_SPECIAL.sub(r"\\\g<0>", text) for text in texts)


def parts(cell: str) -> list[str]:
    """The texts in a cell."""
    found = re.findall(r"((?:\\.|[^\\;])+)", cell, re.DOTALL)
    texts = (re.sub(r"\\(.)", r"\1", one.strip(), flags=re.DOTALL) for one in found)
    return [text for text in texts if text]


def address(label: str, url: str) -> str:
    """Another address, and what is found there."""
    return f"{label} <{url}>"


def address_in(text: str) -> tuple[str, str]:
    """The label and the address of another address; the label may be missing."""
    label, _, url = text.removesuffix(">").rpartition("<")
    return label.strip(), url.strip()
