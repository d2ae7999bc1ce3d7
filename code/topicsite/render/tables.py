"""Tables in boxes that scroll where the screen is narrower than they are."""

from __future__ import annotations

import re
from typing import Final

from markupsafe import Markup

_TABLE: Final = re.compile(r"<table>(.*?)</table>", re.DOTALL)
_TO_THE_RIGHT: Final = ' style="text-align: right;"'
_BOX: Final = Markup(
    '<div class="table-scroll" tabindex="0" role="group" aria-label="{label}">'
    '<table class="data">{rows}</table></div>'
)


def box_tables(html: str, label: str = "Table") -> str:
    """Put each table that Markdown made into a box of its own, which the keyboard reaches.

    Args:
        html: a page as Markdown made it.
        label: what a table is called that has no name.
    """
    return _TABLE.sub(lambda table: _box(table, label), html)


def boxed(rows: Markup, label: str = "Table") -> Markup:
    """The rows of a table as a table in its box; numbers have the class `number`."""
    return _BOX.format(label=label, rows=rows)


def _box(table: re.Match[str], label: str) -> str:
    rows = table[1].replace(_TO_THE_RIGHT, ' class="number"')
    return boxed(Markup(rows), label)  # noqa: S704  # the page as Markdown made it
