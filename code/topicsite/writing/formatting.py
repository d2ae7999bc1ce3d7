"""One entry's text in its canonical form: what it says and its comments stay."""

from __future__ import annotations

from topicsite.findings.diagnostics import Diagnostic
from topicsite.model.entries import Model
from topicsite.reading import source
from topicsite.writing.layout import lay_out
from topicsite.writing.reading_back import read_back
from topicsite.writing.remarks import read_remarks


class CannotFormatError(ValueError):
    """A file that is not YAML as entries use it.

    Attributes:
        findings: what is wrong with it.
    """

    def __init__(self, findings: list[Diagnostic]) -> None:
        super().__init__("\n".join(map(str, findings)))
        self.findings = findings


def formatted(path: str, raw: bytes, model: type[Model]) -> str:
    """The file's text with fields in the model's order, each in one style.

    Fields that the model does not know stay, at the end: mistakes are for `check` to report.

    Raises:
        CannotFormatError: if it cannot be read.
        NotReadBackError: if what it becomes could not be read again.
    """
    read = source.parse(path, raw)
    if read.data is None:
        raise CannotFormatError(read.diagnostics)
    if not isinstance(read.data, dict):
        message = "the file is a mapping of fields such as `title: ...`"
        raise CannotFormatError([Diagnostic("wrong-type", message, path)])
    text = lay_out(read.data, model, read_remarks(read.text))
    read_back(path, text, read.data, model)
    return text
