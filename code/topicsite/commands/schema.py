"""`topicsite schema`: the files that editors check entries with."""

from __future__ import annotations

from pathlib import Path

import click

from topicsite.commands import options


@click.command()
@options.root
def schema(root: Path) -> None:
    """Write the JSON Schemas of entries, for editors, into docs/schema.

    Where there is a folder .github, the issue form that proposes a resource is written too.
    """
    from topicsite.model.schema import FILES, PLACE, text_of
    from topicsite.writing import issue

    folder = root / PLACE
    folder.mkdir(parents=True, exist_ok=True)
    for name, model in FILES.items():
        (folder / name).write_text(text_of(model), encoding="utf-8")
        click.echo(f"{PLACE}/{name}")
    if (root / ".github").is_dir():
        form = root / issue.PLACE
        form.parent.mkdir(exist_ok=True)
        form.write_text(issue.issue_form(), encoding="utf-8")
        click.echo(issue.PLACE)
