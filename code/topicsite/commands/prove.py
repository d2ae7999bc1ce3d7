"""`topicsite prove`: do the examples bear out what the entries claim?"""

from __future__ import annotations

import datetime
import json
import sys
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from topicsite.commands import options, printing

if TYPE_CHECKING:
    from topicsite.model.catalog import Catalog
    from topicsite.proving.claims import Outcome
    from topicsite.proving.history import Runtime
    from topicsite.proving.trying import Interpreter


@click.command()
@click.argument("names", metavar="[EXAMPLE]...", nargs=-1)
@click.option("--python", metavar="COMMAND", help="A Python to run them with, instead of this one.")
@click.option("--page", is_flag=True, help="Run them with the page's Python, under Node.js.")
@click.option(
    "--package",
    "added",
    multiple=True,
    metavar="NAME",
    help="With --page: a package of Pyodide's that they import; may be given several times.",
)
@click.option(
    "--starts",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    help="Where all random draws begin; the site shows those of 0.",
)
@click.option("--keep", is_flag=True, help="Note in the history since when each verdict stands.")
@options.verdicts
@options.style("text", "json")
@options.root
@options.resources
@options.examples
def prove(
    names: tuple[str, ...],
    python: str | None,
    page: bool,
    added: tuple[str, ...],
    starts: int,
    keep: bool,
    verdicts: str,
    style: str,
    root: Path,
    resources: str,
    examples: str,
) -> None:
    """Run all examples, or some, and compare what comes out with what the entries claim.

    Each runs by itself, as `python code/examples/NAME.py` does. The exit code is 1 if one stops, or
    if a claim does not stand as its entry says, or questions take a figure from a line that it does
    not print; 2 for a wrong call.
    """
    options.need_extra("examples", "numpy", "examples cannot be tried")
    from topicsite.findings.diagnostics import did_you_mean
    from topicsite.proving.claims import disagreements
    from topicsite.proving.quoted import misquotes
    from topicsite.proving.trying import TryError, try_all
    from topicsite.reading.load import load

    options.need_folder(root, resources)
    if keep and starts:
        raise click.UsageError("the history is that of the site's own starts; leave out --starts")
    if page and python:
        raise click.UsageError("--page runs them with the page's Python; leave out --python")
    if added and not page:
        raise click.UsageError("--package belongs to --page; another Python has its own packages")
    loaded = load(root, resources, examples)
    catalog = loaded.catalog
    for name in names:
        if name not in catalog.examples:
            proposal = did_you_mean(name, catalog.examples)
            raise click.UsageError(f"there is no example `{name}`{proposal}")
    chosen = {
        name: root / entry.path
        for name, entry in catalog.examples.items()
        if not names or name in names
    }
    found: dict[str, Outcome] = {}
    problems: list[str] = []
    if loaded.broken:
        left_out = ", ".join(sorted(loaded.broken))
        problems.append(f"left out, because of findings: {left_out}; run `topicsite check`")
    try:
        with _interpreter(python, page, added, starts, root, examples) as interpreter:
            for name, result in try_all(interpreter, chosen):
                path = catalog.examples[name].path
                if isinstance(result, TryError):
                    problems.append(f"{path}: {result}")
                    continue
                found |= result.outcomes
                told = [*disagreements(catalog, name, result.outcomes)]
                if not starts:
                    told += misquotes(catalog, name, result.printed)
                problems += [f"{path}: {line}" for line in told]
                if style == "text":
                    _tell(result.outcomes)
            runtime = interpreter.runtime
    except TryError as error:
        raise click.ClickException(str(error)) from None
    if style == "json":
        _print_json(found, runtime, starts, problems)
    for problem in problems:
        printing.say(problem, err=True)
    if keep:
        _keep(root / verdicts, catalog, found, runtime)
    if style == "text":
        printing.say(_summary(found, runtime), err=True)
    if problems:
        sys.exit(1)


def _interpreter(
    python: str | None, page: bool, added: tuple[str, ...], starts: int, root: Path, examples: str
) -> AbstractContextManager[Interpreter]:
    """What runs the examples.

    Raises:
        click.ClickException: if the page's Python cannot be had.
    """
    from topicsite import runtime
    from topicsite.project import packages
    from topicsite.proving import trying

    own = packages.beside(root / examples)
    if not page:
        return trying.python(python or sys.executable, own, starts)
    node = runtime.node()
    if node is None:
        raise click.ClickException("the page's Python runs under Node.js here: install it first")
    cache = root / ".cache" / "runtime"
    try:
        runtime.assemble(cache, runtime.online(), runtime.files_of(runtime.chosen(added)))
    except runtime.UnknownPackageError as error:
        raise click.BadParameter(str(error), param_hint="--package") from None
    except runtime.IncompleteError as error:
        raise click.ClickException(str(error)) from None
    return trying.page_python(node, cache, own, added, starts)


def _tell(result: dict[str, Outcome]) -> None:
    for claim, outcome in result.items():
        printing.say(f"{outcome.verdict:<10}  {claim}: {outcome.found}")


def _print_json(
    found: dict[str, Outcome], runtime: Runtime, starts: int, problems: list[str]
) -> None:
    document = {
        "runtime": asdict(runtime),
        "starts": starts,
        "claims": {name: asdict(outcome) for name, outcome in found.items()},
        "problems": problems,
    }
    printing.document(json.dumps(document, indent=2, ensure_ascii=False), "json")


def _keep(path: Path, catalog: Catalog, found: dict[str, Outcome], runtime: Runtime) -> None:
    """Note the verdicts, and say which turned.

    Raises:
        click.ClickException: if the history cannot be read or written.
    """
    from topicsite.project.ledgers import LedgerError
    from topicsite.proving import history

    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    verdicts = {name: outcome.verdict for name, outcome in found.items()}
    try:
        before, after = history.keep(path, verdicts, runtime, today, catalog)
    except (LedgerError, OSError) as error:
        reason = getattr(error, "strerror", None) or error
        raise click.ClickException(f"{path}: {reason}; nothing was noted") from None
    known = set(history.turns(before))
    for turn in history.turns(after):
        if turn not in known:
            printing.say(f"turned: {turn.claim}, from {turn.before} to {turn.now}", err=True)


def _summary(found: dict[str, Outcome], runtime: Runtime) -> str:
    from topicsite.proving.claims import TRIED

    verdicts = [outcome.verdict for outcome in found.values()]
    counts = ", ".join(
        f"{verdicts.count(verdict)} {verdict}" for verdict in TRIED if verdict in verdicts
    )
    claims = "1 claim" if len(found) == 1 else f"{len(found)} claims"
    return f"{claims} under {runtime.words}: {counts or 'none'}"
