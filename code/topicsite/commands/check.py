"""`topicsite check`: what is wrong, where, and what to write instead."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from topicsite.commands import options, printing


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@options.style("concise", "full", "json", "github")
@options.strict
@click.option(
    "--changed-since", metavar="REF", help="Report only on files that changed since the commit REF."
)
@options.root
@options.resources
@options.examples
def check(
    paths: tuple[Path, ...],
    style: str,
    strict: bool,
    changed_since: str | None,
    root: Path,
    resources: str,
    examples: str,
) -> None:
    """Check all entries, or report only on PATHS.

    Rules between files hold in any case; PATHS (files or folders) choose what is reported, and with
    --changed-since a file that changed is blamed before one that did not. The exit code is 1 if
    there are errors, 2 for a wrong call.
    """
    # No plugin may change our models, and to look for one pydantic reads what every installed
    # package says about itself.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

    from topicsite.checking.check import check_change, check_project, is_below
    from topicsite.findings.reporters import summary
    from topicsite.project.git import parting

    options.need_folder(root, resources)
    chosen = [_relative(path, root) for path in paths]
    if changed_since is None:
        checked = check_project(root, resources, examples)
    else:
        with printing.asking_git():
            since = parting(root, changed_since)
        checked = check_change(root, resources, examples, since, chosen)
    findings = [f for f in checked.findings if not chosen or is_below(f.path, chosen)]
    printing.print_findings(findings, style, checked.texts)
    if style in ("concise", "full"):
        printing.say(summary(findings, checked.counts), err=True)
    if any(finding.severity == "error" or strict for finding in findings):
        sys.exit(1)


def _relative(path: Path, root: Path) -> str:
    """How findings name `path`.

    Raises:
        click.UsageError: if it does not exist or lies outside the project.
    """
    if not path.exists():
        raise click.UsageError(f"there is no file or folder `{path}`")
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        raise click.UsageError(f"`{path}` lies outside the project `{root}`") from None
