"""Data as text: JSON that is the same for the same data, and safe within a page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from topicsite.render import text

Json = Any
"""What JSON can hold."""
Node = dict[str, Json]

_IN_A_PAGE: Final = str.maketrans(
    {sign: f"\\u{ord(sign):04x}" for sign in "<>\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}"}
)
"""Signs that could end a script, open a comment, or end a line for those who read JavaScript."""


@lru_cache(maxsize=2**15)
def plain(said: str) -> str:
    """Inline Markdown of an entry without its marks; several files say the same."""
    return text.plain(said)


def known(fields: Mapping[str, Json]) -> Node:
    """The fields that say something: what is not known has no field at all."""
    return {
        name: value
        for name, value in fields.items()
        if value is not None and not (isinstance(value, str | list | dict) and not value)
    }


def compact(data: Json) -> str:
    """JSON in one line."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def file_of(data: Json) -> bytes:
    """JSON as a file that programs read."""
    return f"{compact(data)}\n".encode()


def script_of(data: Json) -> str:
    """JSON-LD as an element for the head of a page, which nothing in the data can leave."""
    return f'<script type="application/ld+json">{compact(data).translate(_IN_A_PAGE)}</script>\n'
