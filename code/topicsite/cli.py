"""The command `topicsite`. Heavy modules are imported by the commands that need them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from topicsite.commands import options
from topicsite.commands.lazily import Commands


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="topicsite", prog_name="topicsite")
def main() -> None:
    """Turn a folder of YAML entries and learning paths into a topic site."""


@main.command()
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

    from topicsite import reporters
    from topicsite.checking import check_change, check_project, is_below

    options.need_folder(root, resources)
    chosen = [_relative(path, root) for path in paths]
    if changed_since is None:
        checked = check_project(root, resources, examples)
    else:
        checked = check_change(root, resources, examples, _parting(root, changed_since), chosen)
    findings = [f for f in checked.findings if not chosen or is_below(f.path, chosen)]

    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    if style == "json":
        click.echo(reporters.as_json(findings))
    elif style == "github":
        _echo(reporters.github(findings))
    else:
        if style == "full":
            _echo(reporters.full(findings, checked.texts, colour=colour))
        else:
            _echo(reporters.concise(findings, colour=colour))
        click.echo(reporters.summary(findings, checked.counts), err=True)
    if any(finding.severity == "error" or strict for finding in findings):
        sys.exit(1)


@main.command()
@click.argument("code", required=False)
def rules(code: str | None) -> None:
    """List the rules, or explain the rule CODE."""
    from topicsite.diagnostics import did_you_mean
    from topicsite.rules import RULES

    if code is None:
        width = max(map(len, RULES))
        for rule in RULES.values():
            click.echo(f"{rule.code:<{width}}  {rule.meaning}")
        return
    if code not in RULES:
        raise click.UsageError(f"there is no rule `{code}`{did_you_mean(code, RULES)}")
    rule = RULES[code]
    click.echo(f"{rule.code} ({rule.severity})\n\n{rule.meaning}\n{rule.mend}")


@main.command()
@options.root
@click.option(
    "--from",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Take files from this folder, and ask nobody else.",
)
def runtime(root: Path, folder: Path | None) -> None:
    """Bring together what Python in the page is made of.

    The files go into `.cache/runtime`, each checked to the last byte; `make site` does this by
    itself where there is a network. The exit code is 1 if something is missing.
    """
    from topicsite import runtime

    cache = root / ".cache" / "runtime"
    sources = runtime.online() if folder is None else [runtime.folder(folder)]
    try:
        fetched = runtime.assemble(cache, sources)
    except runtime.IncompleteError as error:
        click.echo(f"topicsite: {error}", err=True)
        sys.exit(1)
    for line in fetched:
        click.echo(line)
    click.echo(
        f"Pyodide {runtime.VERSION} is complete in {cache}" + ("" if fetched else "; nothing to do")
    )


def _echo(text: str) -> None:
    """Print a report; nothing at all where there is nothing to report."""
    if text:
        click.echo(text)


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


def _parting(root: Path, revision: str) -> str:
    """Where this branch parted from another.

    Raises:
        click.UsageError: if git cannot say it.
    """
    from topicsite.revisions import RevisionError, parting

    try:
        return parting(root, revision)
    except RevisionError as error:
        raise click.UsageError(str(error)) from None
