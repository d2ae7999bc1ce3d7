"""`topicsite fmt`: entries in their canonical form."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from topicsite.commands import options


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--check", is_flag=True, help="Change nothing; end with 1 if something would change.")
@options.root
@options.resources
def fmt(paths: tuple[Path, ...], check: bool, root: Path, resources: str) -> None:
    """Put entries into canonical order and style; comments stay, and so does the meaning.

    PATHS are files or folders of entries; without any, all entries are formatted.
    """
    from topicsite.findings.reporters import concise
    from topicsite.model.entries import Model, Resource, Topic
    from topicsite.project import files
    from topicsite.reading.load import TOPIC_FILE
    from topicsite.reading.source import MAX_BYTES
    from topicsite.writing.formatting import CannotFormatError, formatted

    if not paths:
        options.need_folder(root, resources)
    failed = False
    for path in _entries(paths or (root / resources,)):
        model: type[Model] = Topic if path.name == TOPIC_FILE else Resource
        raw = files.read(str(path), MAX_BYTES + 1)
        try:
            text = formatted(str(path), raw, model)
        except CannotFormatError as error:
            click.echo(concise(error.findings), err=True)
            failed = True
            continue
        if text.encode() == raw:
            continue
        failed = failed or check
        click.echo(f"would format {path}" if check else f"formatted {path}")
        if not check:
            files.replace(path, text)
    if failed:
        sys.exit(1)


def _entries(paths: tuple[Path, ...]) -> list[Path]:
    """The entries that are named, or lie in a folder that is."""
    found: set[Path] = set()
    for path in paths:
        inside = path.rglob("*.yml") if path.is_dir() else [path]
        found.update(file for file in inside if file.is_file() and not file.is_symlink())
    return sorted(file for file in found if not file.name.startswith("."))
