"""`topicsite fmt`: entries in their canonical form."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from topicsite.commands import options, printing

if TYPE_CHECKING:
    from topicsite.model.entries import Model


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
    from topicsite.writing.formatting import CannotFormatError
    from topicsite.writing.reading_back import NotReadBackError

    if not paths:
        options.need_folder(root, resources)
    failed = False
    for path in _entries(paths or (root / resources,)):
        try:
            changed = _format(path, root / resources, write=not check)
        except CannotFormatError as error:
            printing.say(*concise(error.findings).split("\n"), err=True)
            failed = True
        except NotReadBackError as error:
            printing.say(str(error), err=True)
            failed = True
        except OSError as error:
            printing.say(f"{path}: {error.strerror}; it was left alone", err=True)
            failed = True
        else:
            if changed:
                printing.say(f"would format {path}" if check else f"formatted {path}")
                failed = failed or check
    if failed:
        sys.exit(1)


def _format(path: Path, resources: Path, *, write: bool) -> bool:
    """Whether a file's canonical form is another, which is written if asked to."""
    from topicsite.project import files
    from topicsite.reading.source import MAX_BYTES
    from topicsite.writing.formatting import formatted

    raw = files.read(str(path), MAX_BYTES + 1)
    text = formatted(str(path), raw, _model_of(path, resources))
    changed = text.encode() != raw
    if changed and write:
        files.replace(path, text)
    return changed


def _model_of(path: Path, resources: Path) -> type[Model]:
    """What a file holds, by its name and its place."""
    from topicsite.model.entries import Topic
    from topicsite.model.glossary import Glossary
    from topicsite.model.questions import FOLDER, Questions
    from topicsite.model.site import SiteSettings
    from topicsite.reading.load import GLOSSARY_FILE, SITE_FILE, TOPIC_FILE, site_settings

    if path.name == TOPIC_FILE:
        return Topic
    if path.name == GLOSSARY_FILE:
        return Glossary
    parents = path.resolve().parents
    if parents[0].name == FOLDER and resources.resolve() in parents[2:3]:
        return Questions
    # In the folder of a topic, a file of this name is a resource.
    if path.name == SITE_FILE and path.resolve().parent == resources.resolve():
        return SiteSettings
    return site_settings(resources).resource


def _entries(paths: tuple[Path, ...]) -> list[Path]:
    """The entries that are named, or lie in a folder that is."""
    found: set[Path] = set()
    for path in paths:
        inside = path.rglob("*.yml") if path.is_dir() else [path]
        found.update(file for file in inside if file.is_file() and not file.is_symlink())
    return sorted(file for file in found if not file.name.startswith("."))
