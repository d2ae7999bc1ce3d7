"""How an entry is written: its fields in the model's order, each in one style.

The form on the site writes the same way (see `assets/form/entry.js`), and a test compares the two.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from topicsite.model.entries import Model, ShortModel, is_mapping, model_in
from topicsite.model.fields import Spaces, spaces_of
from topicsite.reading.source import Data, Location

WIDTH: Final = 100

# A text that YAML takes for nothing else: no indicator in front, no `: `, no ` #`, one line.
_PLAIN: Final = re.compile(
    r"(?!(?:~|null|Null|NULL)$)(?:-[0-9]|[^\s\-?:,\[\]{}#&*!|>'\"%@`=<\x00-\x1f])"
    r"(?:[^\s:]|:(?=\S)| (?=[^\s#]))*\Z"
)
_PLAIN_IN_LIST: Final = re.compile(r"[^,\[\]{}:]*\Z")
_ONE_LINE: Final = re.compile(
    r"[^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]*\Z"
)
# What JSON leaves as it is, and YAML takes for the end of a line or refuses.
_UNPRINTABLE: Final = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


@dataclass
class Remarks:
    """The comments of a file, and how its longer texts were wrapped.

    Attributes:
        head: comments above the first field.
        before: comments on lines of their own, by the field or item that follows.
        beside: the comment on the line of a field or item.
        tail: comments below everything.
        wrapped: the lines of a folded text.
    """

    head: list[str] = field(default_factory=list)
    before: dict[Location, list[str]] = field(default_factory=dict)
    beside: dict[Location, str] = field(default_factory=dict)
    tail: list[str] = field(default_factory=list)
    wrapped: dict[Location, list[str]] = field(default_factory=dict)

    def inside(self, location: Location) -> bool:
        """Whether something within a list or mapping has a comment."""
        return any(
            len(place) > len(location) and place[: len(location)] == location
            for place in (*self.before, *self.beside)
        )


def lay_out(data: Mapping[str, Data], model: type[Model], remarks: Remarks | None = None) -> str:
    """The text of an entry's file.

    Args:
        data: its fields, as `source.parse` gives them.
        model: what the file holds, which gives the order and tells paragraphs from other texts.
        remarks: the comments to keep.
    """
    kept = remarks or Remarks()
    lines = [*kept.head, *_mapping(as_written(data, model), model, kept, (), ""), *kept.tail]
    return "\n".join(lines) + "\n"


def as_written(data: Mapping[str, Data], model: type[Model] | None) -> dict[str, Data]:
    """The same fields without the spaces that do not count, which the file leaves out."""
    made: dict[str, Data] = {}
    for name, value in data.items():
        info = model.model_fields.get(name) if model else None
        # A list of models keeps the spaces that its items' own fields do not mind.
        inner = model_in(info.annotation) if info is not None else None
        if isinstance(value, dict) and info is not None and is_mapping(info.annotation):
            made[name] = {own: _each_as_written(item, inner) for own, item in value.items()}
        elif info is None or inner is not None:
            made[name] = _each_as_written(value, inner)
        else:
            made[name] = _spaced(value, spaces_of(info.annotation, *info.metadata))
    return made


def _each_as_written(value: Data, model: type[Model] | None) -> Data:
    if isinstance(value, list):
        return [_each_as_written(item, _spelled_out(item, model)) for item in value]
    return as_written(value, model) if isinstance(value, dict) else value


def _spelled_out(item: Data, model: type[Model] | None) -> type[Model] | None:
    """The model of what an item holds: a list may stand for one field of its model."""
    if not isinstance(item, list) or model is None or not issubclass(model, ShortModel):
        return model
    return model_in(model.model_fields[model.short].annotation)


def scalar(text: str, *, in_list: bool = False) -> str:
    """A text on one line: plain where YAML allows it, else quoted."""
    if _PLAIN.match(text) and (not in_list or _PLAIN_IN_LIST.match(text)):
        return text
    if _ONE_LINE.match(text):
        return "'" + text.replace("'", "''") + "'"
    return _UNPRINTABLE.sub(
        lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False)
    )


def _mapping(
    data: Mapping[str, Data],
    model: type[Model] | None,
    remarks: Remarks,
    place: Location,
    indent: str,
    *,
    each: type[Model] | None = None,
) -> Iterator[str]:
    """The lines of a mapping: of a model's fields, or of names of the owner's, `each` a model."""
    known = [name for name in model.model_fields if name in data] if model else []
    for name in [*known, *(name for name in data if name not in known)]:
        here = (*place, name)
        yield from (indent + remark for remark in remarks.before.get(here, ()))
        info = model.model_fields.get(name) if model else None
        inner = model_in(info.annotation) if info is not None else each
        spaces = spaces_of(info.annotation, *info.metadata) if info and not inner else "keep"
        value = data[name]
        beside = f"  {remarks.beside[here]}" if here in remarks.beside else ""
        key = f"{indent}{scalar(name)}:"
        if isinstance(value, str):
            wrapped = remarks.wrapped.get(here)
            yield from _text(key, value, spaces == "fold", wrapped, indent, beside)
        elif (short := _in_line(value)) and not remarks.inside(here) and _fits(key, short):
            yield f"{key} {short}{beside}"
        else:
            yield key + beside
            if isinstance(value, list):
                yield from _list(value, inner, remarks, here, indent + "  ")
            elif info is not None and is_mapping(info.annotation):
                yield from _mapping(value, None, remarks, here, indent + "  ", each=inner)
            else:
                yield from _mapping(value, inner, remarks, here, indent + "  ")


def _list(
    items: list[Data], model: type[Model] | None, remarks: Remarks, place: Location, indent: str
) -> Iterator[str]:
    for index, item in enumerate(items):
        here = (*place, index)
        yield from (indent + remark for remark in remarks.before.get(here, ()))
        beside = remarks.beside.get(here)
        if isinstance(item, str):
            yield f"{indent}- {scalar(item)}" + (f"  {beside}" if beside else "")
            continue
        if beside:
            yield indent + beside
        short = _in_line(item)
        if short and not remarks.inside(here) and len(indent) + 2 + len(short) <= WIDTH:
            yield f"{indent}- {short}"
            continue
        inner = (
            _mapping(item, model, remarks, here, indent + "  ")
            if isinstance(item, dict)
            else _list(item, _spelled_out(item, model), remarks, here, indent + "  ")
        )
        first = next(inner)
        if first.lstrip().startswith("#"):  # a comment cannot stand behind the dash
            yield indent + "-"
            yield first
        else:
            yield f"{indent}- {first.lstrip()}"
        yield from inner


def _text(
    key: str, text: str, prose: bool, wrapped: list[str] | None, indent: str, beside: str
) -> Iterator[str]:
    """A field and its text; a paragraph that is too long for the line is folded below it."""
    written = scalar(text)
    if not prose or not text or _fits(key, written):
        yield f"{key} {written}{beside}"
        return
    yield f"{key} >{beside}"
    width = WIDTH - len(indent) - 2
    if wrapped is None or " ".join(wrapped) != text or any(len(line) > width for line in wrapped):
        wrapped = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
    yield from (f"{indent}  {line}" for line in wrapped)


def _spaced(value: Data, spaces: Spaces) -> Data:
    """A text, or a list of texts, without the spaces that do not count."""
    if isinstance(value, list):
        return [_spaced(item, spaces) for item in value]
    if isinstance(value, dict) or spaces == "keep":
        return value
    # What consists of spaces alone is a mistake, and stays one that the check can name.
    return (" ".join(value.split()) if spaces == "fold" else value.strip()) or value


def _in_line(value: Data) -> str:
    """A list of texts between brackets, or what holds nothing; otherwise nothing."""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "[" + ", ".join(scalar(str(item), in_list=True) for item in value) + "]"
    return "" if value else "{}"


def _fits(key: str, written: str) -> bool:
    return len(key) + 1 + len(written) <= WIDTH
