"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

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
docs = click.option(
    "--docs", default=None, show_default="`docs_dir` in mkdocs.yml", help="The folder of pages."
)
ledger = click.option(
    "--ledger", default="links.ledger", show_default=True, help="The ledger's file."
)
verdicts = click.option(
    "--verdicts", default="verdicts.ledger", show_default=True, help="The history of verdicts."
)
strict = click.option("--strict", is_flag=True, help="Let warnings fail too.")


def style(*formats: str) -> Callable[[F], F]:
    """How findings are printed; the first format is the usual one."""
    return click.option(
        "--format",
        "style",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="How findings are printed.",
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


def need_extra(extra: str, module: str, what: str) -> None:
    """Make sure that what a command rests on is installed.

    Args:
        extra: the extra of this package that brings it.
        module: the name under which it is imported.
        what: what cannot be done without it, in a few words.

    Raises:
        click.ClickException: if it is not.
    """
    if find_spec(module) is None:
        raise click.ClickException(
            f"{what}: {module} is not installed; install `topicsite[{extra}]`"
        )
