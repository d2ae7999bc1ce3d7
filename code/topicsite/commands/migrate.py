"""`topicsite migrate`: another id, everywhere, with the old address kept alive."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from topicsite.commands import options, printing

if TYPE_CHECKING:
    from topicsite.reading.load import Loaded
    from topicsite.writing.migrate import Plan, Written


@click.command()
@click.argument("old")
@click.argument("new")
@options.root
@options.resources
@options.examples
def migrate(old: str, new: str, root: Path, resources: str, examples: str) -> None:
    """Rename the resource, example or topic OLD to NEW, wherever it is named.

    Its file, learning paths, prerequisites, claims, examples and links in written pages change;
    the old address keeps leading to it.
    """
    from topicsite.checking.validate import validate
    from topicsite.reading.load import load
    from topicsite.writing.migrate import plan

    options.need_folder(root, resources)
    loaded = load(root, resources, examples)
    errors = [
        finding
        for finding in [*loaded.diagnostics, *validate(loaded)]
        if finding.severity == "error"
    ]
    if errors:
        raise click.ClickException(
            f"the entries have {len(errors)} findings, so not every mention could be found; "
            "run `topicsite check` first"
        )
    _may_be_called(loaded, old, new)
    made = plan(loaded, root, old, new, _written(root), resources)
    _carry_out(root, made)
    for path in sorted(made.texts):
        printing.say(f"changed {path}")
    for here, there in made.moves.items():
        printing.say(f"moved {here} to {there}")
    for line in made.left:
        printing.say(line, err=True)
    printing.say("Next: run `topicsite check`, and look through the difference")


def _written(root: Path) -> Written:
    """The pages and settings of a project; what is not UTF-8 is named and left out."""
    from topicsite.project import settings
    from topicsite.reading.pages import SUFFIXES
    from topicsite.writing.migrate import Written

    folder, file = settings.docs_dir(root), settings.file_of(root)
    texts: dict[Path, str] = {}
    for path in [*sorted(folder.rglob("*")), *([file] if file else [])]:
        if path != file and not path.name.endswith(SUFFIXES):
            continue
        if path.is_symlink() or not path.is_file():
            continue
        try:
            texts[path] = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            printing.say(f"{path}: left as it is: it is not UTF-8", err=True)
        except OSError as error:
            printing.say(f"{path}: left as it is: {error.strerror}", err=True)
    return Written(
        settings.docs_name(root),
        {path.relative_to(folder).as_posix(): said for path, said in texts.items() if path != file},
        {file.name: texts[file]} if file in texts else {},
        settings.site_url(root),
    )


def _may_be_called(loaded: Loaded, old: str, new: str) -> None:
    """Whether there is something of that name, and the other one is free.

    Raises:
        click.UsageError: saying what to do instead.
    """
    from topicsite.findings.diagnostics import did_you_mean
    from topicsite.model.fields import ID
    from topicsite.reading.load import RESERVED

    known = loaded.catalog.ids
    if old not in known:
        raise click.UsageError(f"there is no `{old}`{did_you_mean(old, known)}")
    if not ID.match(new):
        raise click.UsageError(
            f"`{new}` is not an id: lower-case letters, digits and single hyphens only"
        )
    if new in known or new in RESERVED:
        raise click.UsageError(f"the id `{new}` is taken; choose another")


def _carry_out(root: Path, made: Plan) -> None:
    """Change and move everything, or put everything back.

    What was there is kept by a second name until the end, so that putting it back takes no room.
    """
    from topicsite.project import files

    kept: list[tuple[Path, Path]] = []
    moved: list[tuple[Path, Path]] = []
    folder = None
    try:
        folder = Path(tempfile.mkdtemp(prefix=".topicsite-", dir=root))
        for number, path in enumerate(made.texts):
            _keep(root / path, folder / str(number))
        for number, (path, text) in enumerate(made.texts.items()):
            kept.append((folder / str(number), root / path))
            files.replace(root / path, text)
        for here, there in made.moves.items():
            if (root / there).exists():
                raise FileExistsError(17, "it is there already", str(root / there))
            (root / here).rename(root / there)
            moved.append((root / here, root / there))
    except BaseException as error:
        for path_here, path_there in reversed(moved):
            path_there.rename(path_here)
        for copy, place in kept:
            copy.replace(place)
        if isinstance(error, OSError):
            message = f"{error.filename or root}: {error.strerror}; nothing was changed"
            raise click.ClickException(message) from None
        raise
    finally:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def _keep(file: Path, copy: Path) -> None:
    try:
        copy.hardlink_to(file)
    except OSError:  # a file system without links, or another one
        shutil.copy2(file, copy)
