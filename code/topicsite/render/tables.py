"""Tables of written pages, in boxes that scroll where the screen is narrower than they are."""

from __future__ import annotations

import re
from typing import Final

_TABLE: Final = re.compile(r"<table>(.*?)</table>", re.DOTALL)
_TO_THE_RIGHT: Final = ' style="text-align: right;"'


def box_tables(html: str) -> str:
    """Put each table that Markdown made into a box of its own, which the keyboard reaches."""
    return _TABLE.sub(_box, html)


def _box(table: re.Match[str]) -> str:
    rows = table[1].replace(_TO_THE_RIGHT, ' class="number"')
    return (
        '<div class="table-scroll" tabindex="0" role="group" aria-label="Table">'
        f'<table class="data">{rows}</table></div>'
    )
