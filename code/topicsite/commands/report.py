"""`topicsite report`: what a change means to a learner."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from topicsite.commands import options, printing

if TYPE_CHECKING:
    from topicsite.links.ledger import Record


T = TypeVar("T")


@click.command()
@click.argument("base")
@click.option(
    "--links",
    "asked",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What `topicsite links --changed-since BASE --format json` printed.",
)
@options.root
@options.resources
@options.examples
@options.docs
@options.ledger
@options.verdicts
def report(
    base: str,
    asked: Path | None,
    root: Path,
    resources: str,
    examples: str,
    docs: str | None,
    ledger: str,
    verdicts: str,
) -> None:
    """Say in Markdown what changed since this branch parted from BASE, in terms of learning.

    Resources and examples that are new, changed or gone, the time of each path, steps that are no
    longer free, claims, verdicts that turned, and links that are dead or lead elsewhere.
    """
    import tempfile

    from topicsite.links.addresses import find
    from topicsite.links.ledger import parse as ledger_of
    from topicsite.project.git import files_at, parting
    from topicsite.project.settings import docs_name
    from topicsite.proving.history import parse as history_of
    from topicsite.reading.load import load
    from topicsite.writing.report import report as compare

    options.need_folder(root, resources)
    with printing.asking_git():
        commit = parting(root, base)
    with tempfile.TemporaryDirectory(prefix="topicsite-") as folder:
        files_at(root, commit, (resources, examples, ledger, verdicts), Path(folder))
        before = load(Path(folder), resources, examples)
        links_before = _kept(Path(folder) / ledger, ledger_of)
        history_before = _kept(Path(folder) / verdicts, history_of)
    after = load(root, resources, examples)
    links_known = _kept(root / ledger, ledger_of)
    links_after = {**links_known, **(_asked(asked) if asked else {})}
    history_after = _kept(root / verdicts, history_of)
    addresses, _ = find(root, resources, docs or docs_name(root), examples)
    text = compare(
        before.catalog,
        after.catalog,
        links_before,
        links_after,
        addresses,
        history_before,
        history_after,
    )
    printing.document(text, "markdown", nl=False)
    for when, loaded in (("before", before), ("now", after)):
        if loaded.broken:
            names = ", ".join(sorted(loaded.broken))
            printing.say(f"left out, because of findings {when}: {names}", err=True)


def _kept(path: Path, parse: Callable[[str], T]) -> T:
    """What a ledger knows; one that cannot be read is named, and knows nothing."""
    from topicsite.project.ledgers import LedgerError, read_text

    try:
        return parse(read_text(path))
    except LedgerError as error:
        printing.say(f"{path.name} was left out: {error}", err=True)
        return parse("")


def _asked(path: Path) -> dict[str, Record]:
    from topicsite.links.report import from_json

    try:
        return from_json(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise click.ClickException(f"{path}: {error}") from None
