"""`topicsite links`: is what the site links to still there?"""

from __future__ import annotations

import datetime
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from topicsite.commands import options, printing

if TYPE_CHECKING:
    from topicsite.findings.diagnostics import Diagnostic
    from topicsite.links.ledger import Record
    from topicsite.links.report import Result
    from topicsite.links.session import Session


@click.command()
@options.style("text", "json", "junit", "sarif", "github")
@click.option(
    "--changed-since",
    metavar="REF",
    help="Ask only about addresses that were not there at REF; the ledger stays as it is.",
)
@click.option("--fix", is_flag=True, help="Write the new address where one has moved for good.")
@click.option(
    "--lifetime",
    type=click.IntRange(0),
    default=7,
    show_default=True,
    help="Days for which what was fine is not asked again.",
)
@options.strict
@click.option(
    "--per-host",
    type=click.IntRange(1),
    default=4,
    show_default=True,
    help="Requests at once to one host.",
)
@click.option(
    "--pace",
    type=click.FloatRange(0),
    default=0.1,
    show_default=True,
    help="Seconds between two requests to one host.",
)
@options.docs
@options.ledger
@options.root
@options.resources
@options.examples
@click.option("--loopback", is_flag=True, hidden=True, help="Let this machine pass, for tests.")
def links(
    style: str,
    changed_since: str | None,
    fix: bool,
    lifetime: int,
    strict: bool,
    per_host: int,
    pace: float,
    docs: str,
    ledger: str,
    root: Path,
    resources: str,
    examples: str,
    loopback: bool,
) -> None:
    """Ask every address of entries and pages whether it opens, and remember the answers.

    What failed before is asked each time, what was fine once a week. An address is gone when it
    failed on three different days. The exit code is 1 if something should be mended, 2 for a wrong
    call.
    """
    from topicsite.links import storage
    from topicsite.links.addresses import find, is_external
    from topicsite.links.changes import added
    from topicsite.links.ledger import LedgerError, pruned
    from topicsite.links.messages import Limits
    from topicsite.links.report import Result
    from topicsite.links.session import Session

    options.need_folder(root, resources)
    found, texts = find(root, resources, docs, examples)
    found = {a: p for a, p in sorted(found.items()) if is_external(a, loopback=loopback)}
    chosen = found
    if changed_since is not None:
        with printing.asking_git():
            chosen = added(root, changed_since, found, (resources, docs, examples))
    path = root / ledger
    try:
        known = storage.read_ledger(path)
    except LedgerError as error:
        raise click.ClickException(f"{path}: {error}") from None

    def save(now: dict[str, Record]) -> None:
        if changed_since is None:
            storage.write_ledger(path, pruned(now, found))

    limits = Limits(per_host=per_host, pace=pace)
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    session = Session(known, today, lifetime, limits, loopback=loopback)
    signalled = _run(session, session.due(chosen), save, with_bar=style == "text")
    if session.is_offline:
        raise click.ClickException(
            "nobody answered, so this machine seems to be offline; nothing was written down"
        )
    save(session.ledger)
    results = [
        Result(address, places, session.ledger[address], session.sightings.get(address))
        for address, places in chosen.items()
        if address in session.ledger
    ]
    if fix:
        results = _repair(root, results, texts)
    diagnostics = _print(results, texts, style, is_new=changed_since is not None)
    if signalled:
        click.echo(f"stopped after {len(session.sightings)} addresses", err=True)
        sys.exit(128 + signalled)
    if any(finding.severity == "error" or strict for finding in diagnostics):
        sys.exit(1)


def _run(session: Session, due: list[str], save: Any, *, with_bar: bool) -> int:
    """Ask; the result is the number of the signal that broke it off, or 0."""
    if not due:
        return 0
    with (
        _signals() as caught,
        click.progressbar(
            length=len(due),
            label="Links",
            file=sys.stderr,
            hidden=not (with_bar and sys.stderr.isatty()),
        ) as bar,
    ):
        session.run(due, progress=lambda: bar.update(1), save=save, stop=lambda: bool(caught))
    return caught[0] if caught else 0


@contextmanager
def _signals() -> Iterator[list[int]]:
    """Note that somebody wants to stop, instead of falling over wherever we are."""
    caught: list[int] = []
    before = {
        number: signal.signal(number, lambda number, frame: caught.append(number))
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield caught
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _repair(root: Path, results: list[Result], texts: dict[str, str]) -> list[Result]:
    """Write new addresses into files, and say so; the results that need no more are left out."""
    from topicsite.links.repair import repair
    from topicsite.project import files

    mended, left = repair(results, texts)
    for path in sorted({place.path for place, _ in mended}):
        files.replace(root / path, texts[path])
    for place, result in mended:
        click.echo(f"{place.path}: {result.address} is now {result.record.target}", err=True)
    return left


def _print(
    results: list[Result], texts: dict[str, str], style: str, *, is_new: bool
) -> list[Diagnostic]:
    """Print the report; the result is what it says."""
    from topicsite.findings.diagnostics import in_order
    from topicsite.links import report

    diagnostics = in_order(report.findings(results, texts, is_new=is_new))
    if style == "json":
        click.echo(report.as_json(results))
    elif style == "junit":
        from topicsite.findings import interchange

        cases = [
            interchange.Case(
                result.address,
                result.places[0].path,
                list(report.findings([result], texts, is_new=is_new)),
            )
            for result in results
        ]
        click.echo(interchange.junit(cases, "links"))
    else:
        printing.print_findings(diagnostics, style, texts)
    if style in ("text", "github"):
        click.echo(f"{len(results)} addresses: {report.counts(results) or 'none'}", err=True)
    return diagnostics
