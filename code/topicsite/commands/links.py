"""`topicsite links`: is what the site links to still there?"""

from __future__ import annotations

import datetime
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from topicsite.commands import options, printing, stopping

if TYPE_CHECKING:
    from topicsite.findings.diagnostics import Diagnostic
    from topicsite.links.addresses import Addresses
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
    docs: str | None,
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
    from topicsite.links.changes import added
    from topicsite.links.ledger import as_of
    from topicsite.links.messages import Limits
    from topicsite.links.report import Result
    from topicsite.links.session import Session
    from topicsite.project.ledgers import LedgerError
    from topicsite.project.settings import docs_name

    options.need_extra("links", "pycurl", "links cannot be asked")
    options.need_folder(root, resources)
    folders = (resources, docs or docs_name(root), examples)
    found, texts = _found(root, folders, loopback=loopback)
    chosen = found
    if changed_since is not None:
        with printing.asking_git():
            chosen = added(root, changed_since, found, folders)
    path = root / ledger
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    try:
        known = as_of(storage.read_ledger(path), today)
    except LedgerError as error:
        raise click.ClickException(f"{path}: {error}") from None
    forgotten = known.keys() - found.keys()
    unwritten: list[str] = []

    def save(now: dict[str, Record]) -> None:
        unwritten.clear()
        if changed_since is None:
            try:
                storage.join_ledger(path, now, forgotten, today)
            except (LedgerError, OSError) as error:
                unwritten.append(f"{path}: {getattr(error, 'strerror', None) or error}")

    limits = Limits(per_host=per_host, pace=pace)
    session = Session(dict(known), today, lifetime, limits, loopback=loopback)
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
        from topicsite.links.repair import repair_all

        results, said = repair_all(root, results, texts)
        for line in said:
            printing.say(line, err=True)
    diagnostics = _print(results, texts, style, is_new=changed_since is not None)
    for line in unwritten:
        printing.say(f"the ledger was not written: {line}", err=True)
    if signalled:
        printing.say(f"stopped after {len(session.sightings)} addresses", err=True)
        sys.exit(128 + signalled)
    if unwritten or any(finding.severity == "error" or strict for finding in diagnostics):
        sys.exit(1)


def _found(
    root: Path, folders: tuple[str, str, str], *, loopback: bool
) -> tuple[Addresses, dict[str, str]]:
    """The addresses that can be asked, in order, and the texts of their files; others are named."""
    from topicsite.links.addresses import find, why_not_asked

    def unread(path: str, error: OSError) -> None:
        printing.say(f"{path}: left out: {error.strerror}", err=True)

    every, texts = find(root, *folders, unread)
    found = {}
    for address, places in sorted(every.items()):
        why = why_not_asked(address, loopback=loopback)
        if not why:
            found[address] = places
            continue
        for place in places:
            line = place.span(texts).line
            printing.say(f"{place.path}:{line}: `{address}` is not asked: {why}", err=True)
    return found, texts


def _run(session: Session, due: list[str], save: Any, *, with_bar: bool) -> int:
    """Ask; the result is the number of the signal that broke it off, or 0."""
    if not due:
        return 0
    with (
        stopping.asked() as caught,
        click.progressbar(
            length=len(due),
            label="Links",
            file=sys.stderr,
            hidden=not (with_bar and sys.stderr.isatty()),
        ) as bar,
        suppress(KeyboardInterrupt),
    ):  # asked twice to stop
        session.run(due, progress=lambda: bar.update(1), save=save, stop=lambda: bool(caught))
    return caught[0] if caught else 0


def _print(
    results: list[Result], texts: dict[str, str], style: str, *, is_new: bool
) -> list[Diagnostic]:
    """Print the report; the result is what it says."""
    from topicsite.findings.diagnostics import in_order
    from topicsite.links import report

    diagnostics = in_order(report.findings(results, texts, is_new=is_new))
    if style == "json":
        printing.document(report.as_json(results), "json")
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
        printing.document(interchange.junit(cases, "links"), "xml")
    else:
        printing.print_findings(diagnostics, style, texts)
    if style in ("text", "github"):
        printing.say(f"{len(results)} addresses: {report.counts(results) or 'none'}", err=True)
    return diagnostics
