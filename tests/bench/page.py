"""The pages that show what was measured, between two comments for each part."""

from __future__ import annotations

import datetime
import os
import platform
from importlib.metadata import version
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def write(name: str, part: str, text: str) -> None:
    """Put what was measured in the place of what was measured before, and print it."""
    path = DOCS / name
    begin, end = f"<!-- measured {part}: begin -->", f"<!-- measured {part}: end -->"
    page = path.read_text(encoding="utf-8")
    before, found, rest = page.partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise ValueError(f"{path} has no place for `{part}`: write {begin} and {end} into it")
    path.write_text(f"{before}{begin}\n{text.strip()}\n{end}{after}", encoding="utf-8")
    print("\n".join(line for line in text.splitlines() if not line.startswith("<figure")))


def circumstances(*packages: str) -> str:
    """When, with which versions, on what: the first line of every measurement."""
    versions = ", ".join(f"{package} {version(package)}" for package in packages)
    return (
        f"Measured on {datetime.datetime.now(tz=datetime.UTC):%-d %B %Y} with "
        f"Python {platform.python_version()}, {versions}, {os.cpu_count()} cores."
    )
