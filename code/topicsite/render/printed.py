"""Printed text: what a terminal would show of it, and the tables in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_DELIMITERS: Final = re.compile(r"\|(?: *:?-{3,}:? *\|)+")
_BORDER: Final = re.compile(r"(?<!\\)\|")
_MOVES: Final = re.compile("([\r\b])")


class PrintedError(Exception):
    """Text that cannot be shown; the message goes on after the cell's name."""


@dataclass(frozen=True)
class Table:
    """A table that was printed in Markdown's way.

    Attributes:
        header: the heads of the columns.
        numeric: of each column, whether its delimiter asks for right alignment.
        rows: the cells' texts.
    """

    header: list[str]
    numeric: list[bool]
    rows: list[list[str]]

    @property
    def is_verdicts(self) -> bool:
        """Whether the table compares a source's claims with what came out."""
        return self.header[:1] == ["claim"] and self.header[-1:] == ["verdict"]


def as_shown(text: str) -> str:
    """Printed text as a terminal leaves it.

    A carriage return goes back to the beginning of the line and a backspace one sign; what follows
    is written over what stood there. So the steps of a progress bar become its last.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join(_line(line) if _MOVES.search(line) else line for line in lines)


def _line(line: str) -> str:
    shown: list[str] = []
    column = 0
    for piece in _MOVES.split(line):
        if piece == "\r":
            column = 0
        elif piece == "\b":
            column = max(0, column - 1)
        else:
            shown[column : column + len(piece)] = piece
            column += len(piece)
    return "".join(shown)


def parts(text: str) -> list[str | Table]:
    """Printed text, cut where a Markdown table starts and ends.

    Raises:
        PrintedError: if a row of a table does not fit its header.
    """
    found: list[str | Table] = []
    plain: list[str] = []
    lines = text.rstrip().split("\n") if text.strip() else []
    position = 0
    while position < len(lines):
        if lines[position].startswith("|") and _DELIMITERS.fullmatch(
            lines[position + 1].strip() if position + 1 < len(lines) else ""
        ):
            end = position
            while end < len(lines) and lines[end].startswith("|"):
                end += 1
            found += _plain(plain)
            plain = []
            found.append(_table(lines[position:end]))
            position = end
        else:
            plain.append(lines[position])
            position += 1
    return found + _plain(plain)


def _plain(lines: list[str]) -> list[str | Table]:
    """Lines around tables, without the empty ones that only keep them apart."""
    text = "\n".join(lines).strip("\n")
    return [text] if text.strip() else []


def _table(lines: list[str]) -> Table:
    header, delimiters, *rows = map(_cells, lines)
    for row in rows:
        if len(row) != len(header):
            raise PrintedError(
                f"prints a table with a row of {len(row)} cells, not {len(header)}; a bar within a "
                r"cell is written `\|`"
            )
    return Table(header, [cell.endswith(":") for cell in delimiters], rows)


def _cells(line: str) -> list[str]:
    r"""The cells of a row; as in Markdown, a border that is part of a text is written `\|`."""
    line = line.strip().removeprefix("|")
    if line.endswith("|") and not line.endswith("\\|"):
        line = line[:-1]
    return [cell.strip().replace("\\|", "|") for cell in _BORDER.split(line)]
