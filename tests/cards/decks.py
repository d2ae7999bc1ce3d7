"""Sites of which tests make decks."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from topicsite import render
from topicsite.reading.load import load

QUESTIONS = Path(__file__).parents[1] / "catalogs/valid/questions"
PRINTED = {"addition": ["together 4", "| 1 | 2.5 |"]}
"""What the example prints from which the questions have their figures."""
FILE = "resources/t/questions/{}.yml"


def site_of(project: Path = QUESTIONS, **more: object) -> render.Site:
    """The site of a project whose examples have been run."""
    loaded = load(project)
    assert not loaded.diagnostics
    given = {"base": "https://example.org/learn/", "printed": PRINTED, **more}
    return render.Site(loaded.catalog, **given)  # type: ignore[arg-type]  # by name


def changed(folder: Path, file: str, change: Callable[[str], str]) -> Path:
    """A copy of the project in which a file of questions says something else."""
    project = shutil.copytree(QUESTIONS, folder)
    path = project / FILE.format(file)
    before = path.read_text()
    path.write_text(change(before))
    assert path.read_text() != before
    return project
