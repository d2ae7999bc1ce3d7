"""An entry that is there is brought up to date, field by field, and nothing of a person's goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from topicsite.exchange.found import Note, Place
from topicsite.exchange.ledger import mark
from topicsite.model import identity
from topicsite.model.entries import Resource
from topicsite.reading import source
from topicsite.reading.source import Data
from topicsite.reading.validation_errors import validated
from topicsite.writing.drafts import Fields
from topicsite.writing.layout import as_written, lay_out
from topicsite.writing.reading_back import read_back
from topicsite.writing.remarks import read_remarks

_NEVER: Final = frozenset({"insecure_url_reason"})
"""What goes with another field."""


def updated(
    path: str,
    text: str,
    fields: Fields,
    written: Mapping[str, str],
    model: type[Resource],
    place: Place,
    notes: list[Note],
) -> tuple[str, Fields]:
    """The new text of an entry, and the fields that changed in it; the old one if none did.

    A field that is open is filled; one that an import wrote, and nobody has touched since, follows
    the source; any other stays.

    Args:
        path: the entry's file.
        text: what it says.
        fields: what the source says.
        written: the marks of what an import wrote there.
        model: what the entry is.
        place: where the source says so.
        notes: gets what stays otherwise than the source says.

    Raises:
        NotReadBackError: if it could not be read again.
    """
    data = source.parse(path, text.encode()).data
    # A folded text ends with a line that nobody wrote, and marks are made without it.
    before: Fields = as_written(data, model) if isinstance(data, dict) else {}
    changed: Fields = {}
    for name, value in as_written(fields, model).items():
        if name in _NEVER:
            continue
        now = before.get(name)
        if now == value or (name == "url" and _is_as_good(now, value)):
            continue
        if (now is None and name not in written) or (
            now is not None and written.get(name) == mark(now)
        ):
            changed[name] = value
        else:
            what = "was removed" if now is None else "was written by hand"
            notes.append(Note("kept", place, f"`{name}` {what}, and stays so", path))
    if not changed:
        return text, {}
    after: Fields = {**before, **changed}
    if _has_http(after) and "insecure_url_reason" not in after:
        after["insecure_url_reason"] = fields["insecure_url_reason"]
    remarks = read_remarks(text)
    if not _has_http(after) and after.pop("insecure_url_reason", None) is not None:
        place_of_it = ("insecure_url_reason",)
        remarks.tail += remarks.before.pop(place_of_it, [])
        remarks.tail += filter(None, [remarks.beside.pop(place_of_it, "")])
    # As `drafts.compose` writes them; what a person wrote behind a field's name stays.
    hints = tuple(f"# {name}:  # " for name in changed)
    remarks.tail = [line for line in remarks.tail if not line.startswith(hints)]
    made = lay_out(after, model, remarks)
    read_back(path, made, after, model)
    wrong = validated(source.parse(path, made.encode()), model)
    if isinstance(wrong, list):
        notes.append(Note("kept", place, f"the entry stays: {wrong[0].message}", path))
        return text, {}
    return made, changed


def _is_as_good(now: Data | None, then: Data) -> bool:
    """Whether an address leads where another one does, and as safely."""
    if not isinstance(now, str) or not isinstance(then, str):
        return False
    if now.startswith("http:") and then.startswith("https:"):
        return False
    return bool(
        identity.identities([now], None, None).keys() & identity.identities([then], None, None)
    )


def _has_http(fields: Fields) -> bool:
    also = fields.get("also_at", [])
    urls = [one.get("url", "") for one in also if isinstance(one, dict)]
    return any(str(url).startswith("http:") for url in [fields.get("url", ""), *urls])
