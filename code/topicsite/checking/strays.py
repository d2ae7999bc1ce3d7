"""No page or file that a site publishes leads out of the project, or is no file at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from topicsite.findings.diagnostics import Diagnostic
from topicsite.project.strays import strays

_RULES: Final = {"link": "symlink", "other": "unreadable"}


def check_strays(root: Path, folders: Iterable[Path]) -> Iterator[Diagnostic]:
    """Report what must not be published.

    Args:
        root: the project's folder.
        folders: what is published: the pages, what an owner adds to the theme, and the
            packages that run in the page.
    """
    for folder in folders:
        for stray in strays(root, folder):
            yield Diagnostic(_RULES[stray.kind], stray.why, stray.path)
