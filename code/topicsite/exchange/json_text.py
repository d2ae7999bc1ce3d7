"""JSON of others, read with bounds: whatever it holds, it is data or a note."""

from __future__ import annotations

import json
from typing import Any

from topicsite.exchange.found import Note, Place

Json = Any
"""What JSON can hold; each reader looks at what it takes."""


def parse(path: str, text: str) -> Json | Note:
    """The data of a JSON text, or of one with a document a line; or what is wrong with it."""
    text = text.removeprefix("\ufeff")
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        lines = _by_line(text)
        if lines is not None:
            return lines
        place = Place(path, error.lineno, error.colno)
        return Note("broken", place, f"this is no JSON: {error.msg}")
    except (RecursionError, ValueError):
        return Note("broken", Place(path), "this JSON is nested too deeply, or has a huge number")


def _by_line(text: str) -> list[Json] | None:
    """The documents of a text that has one on each line."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < 2 or not all(line.lstrip().startswith("{") for line in lines):
        return None
    try:
        return [json.loads(line) for line in lines]
    except (RecursionError, ValueError):
        return None


def text_of(value: Json) -> str:
    """A text or a number as text; nothing for anything else."""
    if isinstance(value, bool):
        return ""
    return value if isinstance(value, str) else str(value) if isinstance(value, int | float) else ""


def list_of(value: Json) -> list[Json]:
    """A list as it is, and one value as a list of it."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def mappings(value: Json) -> list[dict[str, Json]]:
    """The mappings in a list, or the one that stands for it."""
    return [one for one in list_of(value) if isinstance(one, dict)]


def words(value: Json) -> list[str]:
    """The texts in a list, or the one that stands for it."""
    return [text for one in list_of(value) if (text := text_of(one).strip())]
