"""CSV and TSV: a row an item, a column a field."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from typing import Final

from topicsite.exchange import wording
from topicsite.exchange.columns import HEADING, MAKERS_WORDS, TAGS, field_of
from topicsite.exchange.found import Found, Note, Place, Reading
from topicsite.model.entries import Resource
from topicsite.reading import cells as our_cells
from topicsite.reading.source import Data

_ZOTERO: Final[dict[str, tuple[str, ...]]] = {
    "book": ("book",), "booksection": ("book-chapter",), "videorecording": ("video",),
    "computerprogram": ("code",), "dataset": ("data-set",), "podcast": ("podcast",),
}  # fmt: skip
_LISTS: Final = frozenset({"teaches", "captions", "prerequisites", "assumes", "formerly"})
_MANY: Final = 200
"""Columns that a table of people has at most."""
_AGAIN: Final = 200_000
"""Lines that are looked at once more, behind quotes that nothing closes."""


def read(path: str, text: str, mapping: Mapping[str, str], delimiter: str = "") -> Reading:
    """The rows of a table whose first row names the columns.

    Args:
        path: how the source is named.
        text: what it says.
        mapping: the field that a column holds, by the column's name; others go by their names.
        delimiter: what parts the cells; found in the first row, if absent.
    """
    reading = Reading(path)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    delimiter = delimiter or _delimiter(text.partition("\n")[0])
    rows = _rows(path, text, delimiter, reading)
    names = next(rows, (0, []))[1]
    reading.columns = [name.strip() for name in names[:_MANY]]
    if our_cells.is_ours(reading.columns) and not mapping:
        for line, cells in rows:
            _take_ours(reading, Place(path, line), cells)
        return reading
    fields = [mapping.get(name.strip(), field_of(name)) for name in names[:_MANY]]
    if "url" not in fields and not {"doi", "arxiv"} & {*fields}:
        place = Place(path)
        said = ", ".join(f"`{name}`" for name in names[:12]) or "none"
        reason = "no column holds an address; name it with `--column NAME=url`"
        reading.notes.append(Note("broken", place, reason, f"the columns are {said}"))
        return reading
    for name, field in zip(names, fields, strict=False):
        if not field and name.strip():
            reason = "no field is known for this column; `--column NAME=FIELD` names one"
            reading.notes.append(Note("not-taken", Place(path), reason, wording.clean(name)))
    for line, cells in rows:
        place = Place(path, line)
        if not _fits(reading, place, cells):
            continue
        item = _item(place, fields, cells)
        if item is not None:
            reading.items.append(item)
    return reading


def _fits(reading: Reading, place: Place, cells: list[str]) -> bool:
    """Whether there is a column for each cell of a row; if not, that is noted."""
    if len(cells) <= len(reading.columns):
        return True
    reason = f"the row has {len(cells)} cells, and there are {len(reading.columns)} columns"
    reading.notes.append(Note("broken", place, reason))
    return False


def _take_ours(reading: Reading, place: Place, cells: list[str]) -> None:
    """Add the row of a table that topicsite made, perhaps changed by hand since."""
    if not _fits(reading, place, cells):
        return
    texts = (our_cells.plain(cell).strip() for cell in cells)
    said = {name: text for name, text in zip(reading.columns, texts, strict=False) if text}
    url, kind = said.pop("url", ""), said.pop("kind", "")
    own, topic = wording.own_id(said.pop("id", "")), said.pop("topic", "")
    fields: dict[str, Data] = {**said}
    for name in (*_LISTS, "authors"):
        if name in said:
            fields[name] = list[Data](our_cells.parts(said[name]))
    if "also_at" in said:
        pairs = map(our_cells.address_in, our_cells.parts(said["also_at"]))
        fields["also_at"] = [{"label": label, "url": address} for label, address in pairs]
    kinds = (kind,) if kind else ()
    found = Found(place, url, fields, kinds=kinds, id=own, topic=topic, is_ours=True)
    reading.items.append(found)


def _rows(
    path: str, text: str, delimiter: str, reading: Reading
) -> Iterator[tuple[int, list[str]]]:
    """The rows with the lines they begin in; a line that begins no row is a note, and passed over.

    A quote that nothing closes would take in all that follows, so reading goes on a line below.
    """
    lines = text.split("\n")
    line, again = 1, 0
    while line <= len(lines):
        if again > _AGAIN:
            reason = "too many quotes before are never closed; the rows from here on are not read"
            reading.notes.append(Note("broken", Place(path, line), reason))
            return
        rest = (f"{lines[number]}\n" for number in range(line - 1, len(lines)))
        reader = csv.reader(rest, delimiter=delimiter, strict=True)
        begun = start = line
        try:
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield begun, cells
                begun = start + reader.line_num
            return
        except csv.Error as error:
            reading.notes.append(Note("broken", Place(path, begun), _reason(error)))
            again += start + reader.line_num - begun
            line = begun + 1


def _reason(error: csv.Error) -> str:
    told = str(error)
    if "unexpected end of data" in told or "larger than field limit" in told:
        return "this is no row: a quote is opened here and never closed"
    if "expected after" in told:
        return "this is no row: something follows a closing quote; write quotes within a cell twice"
    return f"this is no row: {told}"


def _delimiter(first: str) -> str:
    return max("\t,;", key=first.count)


def _item(place: Place, fields: list[str], cells: list[str]) -> Found | None:
    said: dict[str, Data] = {}
    tags: list[str] = []
    headings: list[str] = []
    kinds: tuple[str, ...] = ()
    url = ""
    for field, cell in zip(fields, cells, strict=False):
        value = our_cells.plain(cell.strip()).strip()
        if not value or not field:
            continue
        if field == "url":
            url = url or value
        elif field == TAGS:
            tags += wording.words_in(value)
        elif field == HEADING:
            headings.append(wording.clean(value))
        elif field == "kind":
            plain = value.casefold().replace("_", " ")
            kinds = ("-".join(plain.split()), *_ZOTERO.get(plain.replace(" ", ""), ()))
        elif field == "authors":
            # Names with the surname first are parted by semicolons.
            parts = (
                value.split(";")
                if ";" in value or _is_turned(value)
                else [*wording.names_in(value)]
            )
            said[field] = list[Data](wording.unique(map(wording.turned, parts)))
        elif field in _LISTS:
            said[field] = list[Data](wording.words_in(value))
        else:
            said.setdefault(field, value)
    if not said and not url:
        return None
    return Found(place, url, said, tuple(headings), tuple(tags), kinds)


def _is_turned(names: str) -> bool:
    """Whether a cell holds one name with the surname first."""
    surname, comma, rest = names.partition(",")
    return bool(comma) and "," not in rest and " " not in surname.strip() and " and " not in rest


def fields_known(model: type[Resource]) -> list[str]:
    """What a column can be mapped to, on a site whose entries are of a model."""
    return ["url", TAGS, HEADING, MAKERS_WORDS, *(n for n in model.model_fields if n != "url")]
