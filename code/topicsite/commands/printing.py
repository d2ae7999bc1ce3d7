"""How commands print findings, and what they say when git cannot answer."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from topicsite.findings.diagnostics import Diagnostic


def print_findings(findings: Sequence[Diagnostic], style: str, texts: Mapping[str, str]) -> None:
    """Print findings in one of the formats, or nothing where there are none.

    Args:
        findings: what was found, in order.
        style: `full`, `json`, `github` or `sarif`; anything else is a line for each.
        texts: what the files say, to show the places.
    """
    from topicsite.findings import reporters

    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    if style == "json":
        report = reporters.as_json(findings)
    elif style == "sarif":
        from topicsite.findings import interchange  # with a library of XML, which no other needs

        report = interchange.sarif(findings)
    elif style == "github":
        report = reporters.github(findings)
    elif style == "full":
        report = reporters.full(findings, texts, colour=colour)
    else:
        report = reporters.concise(findings, colour=colour)
    if report:
        click.echo(report)


@contextmanager
def asking_git() -> Iterator[None]:
    """What git cannot answer is a wrong call.

    Raises:
        click.UsageError: saying why, and what to do.
    """
    from topicsite.project.git import RevisionError

    try:
        yield
    except RevisionError as error:
        raise click.UsageError(str(error)) from None
