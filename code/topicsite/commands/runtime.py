"""`topicsite runtime`: the files of Python in the page."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import click

from topicsite.commands import options, printing


@click.command()
@options.root
@click.option(
    "--from",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Take files from this folder, and ask nobody else.",
)
@click.option(
    "--package",
    "packages",
    multiple=True,
    metavar="NAME",
    help="Bring this package of Pyodide's too, and what it needs; may be given several times.",
)
def runtime(root: Path, folder: Path | None, packages: tuple[str, ...]) -> None:
    """Bring together what Python in the page is made of.

    The files go into `.cache/runtime`, each checked to the last byte; `make site` does this by
    itself where there is a network. The exit code is 1 if something is missing.
    """
    from topicsite import runtime
    from topicsite.findings.progress import Progress, watched

    tell = partial(printing.say, err=True)
    cache = root / ".cache" / "runtime"
    sources = runtime.online() if folder is None else [runtime.folder(folder)]
    try:
        # Without any, those that every site has.
        wanted = [runtime.files_of(runtime.chosen(packages))] if packages else []
    except runtime.UnknownPackageError as error:
        raise click.BadParameter(str(error), param_hint="--package") from None
    try:
        with Progress("Python for the pages", None, tell, watched(sys.stderr)):
            fetched = runtime.assemble(cache, sources, *wanted)
    except runtime.IncompleteError as error:
        printing.say(*f"topicsite: {error}".split("\n"), err=True)
        sys.exit(1)
    for line in fetched:
        printing.say(line)
    printing.say(
        f"Pyodide {runtime.VERSION} is complete in {cache}" + ("" if fetched else "; nothing to do")
    )
