"""`topicsite report`: what a change means to a learner."""

from __future__ import annotations

from pathlib import Path

import click

from topicsite.commands import options


@click.command()
@click.argument("base")
@options.root
@options.resources
@options.examples
def report(base: str, root: Path, resources: str, examples: str) -> None:
    """Say in Markdown what changed since the commit BASE, in terms of learning.

    Resources and examples that are new, changed or gone, the time of each path, steps that are no
    longer free, and claims.
    """
    import tempfile

    from topicsite.history import RevisionError, files_at
    from topicsite.load import load
    from topicsite.report import report as compare

    options.need_folder(root, resources)
    with tempfile.TemporaryDirectory(prefix="topicsite-") as folder:
        try:
            files_at(root, base, (resources, examples), Path(folder))
        except RevisionError as error:
            raise click.UsageError(str(error)) from None
        before = load(Path(folder), resources, examples)
        after = load(root, resources, examples)
        click.echo(compare(before.catalog, after.catalog), nl=False)
    for when, loaded in (("before", before), ("now", after)):
        if loaded.broken:
            names = ", ".join(sorted(loaded.broken))
            click.echo(f"left out, because of findings {when}: {names}", err=True)
