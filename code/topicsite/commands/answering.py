"""The answer to an issue in which somebody proposes a resource."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from topicsite.commands import printing

if TYPE_CHECKING:
    from topicsite.reading.load import Loaded
    from topicsite.writing.drafts import Fields


def text_of(file: TextIO) -> str:
    """What an issue says.

    Raises:
        click.UsageError: if it is no text.
    """
    try:
        return file.read()
    except UnicodeDecodeError as error:
        raise click.UsageError(f"`{file.name}` is not UTF-8, at byte {error.start}") from None


def answer(
    file: Path, loaded: Loaded, root: Path, resources: str, fields: Fields, within: str | None
) -> None:
    """Write what comes of an issue, right or not, as a comment; what is cut there is printed."""
    from topicsite.project import files
    from topicsite.writing import drafts, issue
    from topicsite.writing.reading_back import NotReadBackError, read_back

    site = loaded.catalog.site
    topics = [*loaded.catalog.topics]
    topic = within if within in topics else next(iter(topics), "topic")
    url = fields.get("url")
    known = drafts.derived(url, site.kind_ids) if isinstance(url, str) else {}
    fields = {**known, **fields, **({"url": known["url"]} if known else {})}
    name = drafts.propose_id(fields, loaded.broken | loaded.catalog.ids)
    path = f"{resources}/{topic}/{name}.yml"
    text = drafts.compose(fields, site.resource, path, root)
    findings = drafts.findings(loaded, name, topic, path, text)
    if not any(finding.severity == "error" for finding in findings):
        try:
            read_back(path, text, fields, site.resource)
        except NotReadBackError as error:
            raise click.ClickException(str(error)) from None
    short, whole = (issue.answer(path, text, findings, short=short) for short in (True, False))
    files.replace(file, short)
    if short != whole:
        printing.say("The answer is longer than a comment may be; this is all of it:", "")
        printing.say(*whole.splitlines())
