"""What we write is read again, by the reader that will read it, before it is put in place."""

from __future__ import annotations

from collections.abc import Mapping

from topicsite.model.entries import Model
from topicsite.reading import source
from topicsite.reading.source import Data
from topicsite.writing.layout import as_written


class NotReadBackError(ValueError):
    """A text that would be read as something else than what was written."""


def read_back(path: str, text: str, data: Mapping[str, Data], model: type[Model]) -> None:
    """Make sure that a file will say what it is meant to say.

    Args:
        path: where it will stand.
        text: what was written.
        data: the fields that it was written from.
        model: what the file holds.

    Raises:
        NotReadBackError: if it would not; that is a fault of the writer, and nobody else's.
    """
    read = source.parse(path, text.encode("utf-8", "surrogatepass"))
    said = as_written(read.data, model) if isinstance(read.data, dict) else None
    if said != as_written(data, model):
        reason = str(read.diagnostics[0]) if read.diagnostics else "it would say something else"
        raise NotReadBackError(
            f"{path} cannot be written so that it is read again ({reason}); nothing was changed. "
            "This is a fault of topicsite; please report it, with the file"
        )
