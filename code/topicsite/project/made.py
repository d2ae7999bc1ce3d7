"""Which files of a site its builds have made: theirs to replace and remove, and no others."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from topicsite.project import files

LIST: Final = ".made-by-topicsite"
"""The file in a site that names all others which the last build made."""

_MOST: Final = 64 << 20
_HOSTS: Final = frozenset({"CNAME", "_headers", "_redirects"})
"""What hosts of sites want to find at the root, beside names that begin with a dot."""


def files_in(folder: Path) -> set[str]:
    """Every file of a folder and those below it, by its path with forward slashes."""
    return {
        Path(place, name).relative_to(folder).as_posix()
        for place, _, names in os.walk(folder)
        for name in names
    }


def made_in(site: Path) -> set[str]:
    """The files that earlier builds have made, as far as anybody knows.

    A site without a list was made by MkDocs alone, or by a version that wrote none: then, as for
    MkDocs, everything is a build's but what is hidden or what a host wants to find. A folder that
    does not look like MkDocs' work holds nothing of ours.
    """
    try:
        listed = json.loads(files.read(str(site / LIST), _MOST))
        return {str(path) for path in listed["made"] if _is_inside(path)}
    except (OSError, ValueError, KeyError, TypeError):
        pass
    if not _is_of_mkdocs(site):
        return set()
    return {
        path
        for path in files_in(site)
        if path not in _HOSTS and not any(part[0] == "." for part in path.split("/"))
    }


def write_list(site: Path, made: Iterable[str]) -> None:
    """Write down what a build made."""
    what = "What the last build made. The next one replaces and removes these files and no others."
    text = json.dumps({"what": what, "made": sorted(made)}, indent=0)
    files.replace(site / LIST, f"{text}\n")


def _is_inside(path: object) -> bool:
    """Whether a line of the list names a file of the site: anybody may have written it."""
    if not isinstance(path, str) or not path or "\0" in path or Path(path).anchor:
        return False
    return not {"..", ".git"} & set(Path(path).parts)


def _is_of_mkdocs(site: Path) -> bool:
    if (site / "search/search_index.json").is_file():
        return True
    for name in ("index.html", "404.html"):
        try:
            if b"mkdocs" in files.read(str(site / name), 1 << 20).lower():
                return True
        except OSError:
            continue
    return False
