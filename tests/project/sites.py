"""Sites for tests: built and published in this process or in one of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tests import children
from topicsite.project.made import LIST
from topicsite.project.publish import publish
from topicsite.project.staging import Staging

PROGRAM = """\
import json, os, signal, sys
from pathlib import Path
from topicsite.project import exchange, publish, replacing, staging, turns
site, pages = Path(sys.argv[1]), json.loads(sys.argv[2])
{prelude}
try:
    made = staging.Staging(site)
    for path, text in pages.items():
        file = made.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    {between}
    print(*publish.publish(made), sep="\\n")
except turns.PublishError as error:
    print(error, file=sys.stderr)
    sys.exit(1)
"""


def pages(word: str, *paths: str) -> dict[str, str]:
    """A site whose every page says a word."""
    return dict.fromkeys(paths or ("index.html", "t/index.html", "assets/a.css"), word)


def build(site: Path, made: Mapping[str, str]) -> list[str]:
    """Build and publish a site here; gives what its owner is told."""
    staging = Staging(site)
    for path, text in made.items():
        file = staging.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return publish(staging)


def child(
    site: Path, made: Mapping[str, str], prelude: str = "", between: str = "pass", **options: Any
) -> subprocess.CompletedProcess[str]:
    """The same in a process of its own, which may meet with anything."""
    return children.run(command(site, made, prelude, between), cwd="/", **options)


def command(
    site: Path, made: Mapping[str, str], prelude: str = "", between: str = "pass"
) -> list[str]:
    """How such a process is called."""
    program = PROGRAM.format(prelude=prelude, between=between)
    return [sys.executable, "-c", program, str(site), json.dumps(made)]


def texts(folder: Path) -> dict[str, str]:
    """What every file of a folder says, but for the list of what was made."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(errors="replace")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != LIST
    }


def names(folder: Path) -> list[str]:
    """What a folder holds."""
    return sorted(path.name for path in folder.iterdir())


def leftovers(*folders: Path) -> list[str]:
    """What builds have left in some folders."""
    return [name for folder in folders for name in names(folder) if name.startswith(".site-")]


def write(folder: Path, made: Mapping[str, str] | Iterable[tuple[str, str]]) -> None:
    """Put files into a folder, as anybody would."""
    for path, text in dict(made).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
