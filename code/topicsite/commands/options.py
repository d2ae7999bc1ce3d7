"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

root = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    show_default="the current folder",
    help="The project's folder.",
)
resources = click.option(
    "--resources", default="resources", show_default=True, help="The folder of topics."
)
examples = click.option(
    "--examples", default="code/examples", show_default=True, help="The folder of examples."
)


def need_folder(root: Path, resources: str) -> None:
    """Stop where there are no entries.

    Raises:
        click.UsageError: saying what to do instead.
    """
    if not (root / resources).is_dir():
        raise click.UsageError(
            f"there is no folder `{resources}` in `{root}`; run this in the project's folder, "
            "or name the folder with --resources"
        )
