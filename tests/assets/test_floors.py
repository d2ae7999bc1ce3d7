"""The floors of what readers load: a script imports only from its folder and from those below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from topicsite.building.assets import STYLE_SHEET

ROOT = Path(__file__).parents[2]
ASSETS = ROOT / "code/topicsite/assets"
OWN = ROOT / "docs/assets"

# From the ground up; a folder knows nothing of those beside it.
FLOORS = [
    {"page", "bibtex", "codemirror", "embed", "fsrs", "snowball"},
    {"python", "progress"},
    {"catalogue", "cells", "exercises", "form", "offline", "plan", "questions", "search", "terms"},
    {"review"},
]
FOR_SITES = {"page", "python", "questions"}
"""What a site's own elements may import from."""

# In a comment, an import would be no import; none of ours holds one.
IMPORT = re.compile(r"\b(?:from|import)\s*\(?\s*\"(?P<path>[^\"]+)\"")


def imports(script: Path) -> Iterator[Path]:
    """The files that a script imports, now or later."""
    for found in IMPORT.finditer(script.read_text(encoding="utf-8")):
        assert found["path"].startswith("."), f"{script} imports {found['path']} by a bare name"
        yield (script.parent / found["path"]).resolve()


def scripts(folder: Path) -> list[Path]:
    """Our own scripts below a folder; others' are bundled, and import nothing."""
    others = {"bibtex", "codemirror", "fsrs", "katex", "snowball"}
    return [path for path in sorted(folder.rglob("*.js")) if not others & set(path.parts)]


def violations(assets: Path) -> list[str]:
    """Every import that goes up, aside, or to a file that is not there."""
    level = {folder: number for number, floor in enumerate(FLOORS) for folder in floor}
    found = []
    for script in scripts(assets):
        here = script.relative_to(assets)
        for path in imports(script):
            there = path.relative_to(assets.resolve())
            if not path.is_file():
                found.append(f"{here} imports {there}, which is not there")
            elif here.parts[0] not in level or there.parts[0] not in level:
                found.append(f"{here} imports {there}, and one of them has no floor")
            elif here.parts[0] != there.parts[0] and level[there.parts[0]] >= level[here.parts[0]]:
                found.append(f"{here} imports {there}, which is not below it")
    return found


def test_scripts_import_only_from_folders_below() -> None:
    assert violations(ASSETS) == []


def test_the_check_sees_every_kind_of_import() -> None:
    names = {path.relative_to(ASSETS).as_posix() for path in imports(ASSETS / "cells/runner.js")}
    assert names >= {"page/make.js", "cells/cell.js", "python/session.js"}
    assert ASSETS / "codemirror/codemirror.js" in imports(ASSETS / "cells/editor.js")


def test_every_folder_of_scripts_stands_on_a_floor() -> None:
    folders = {script.relative_to(ASSETS).parts[0] for script in scripts(ASSETS)}
    assert folders | {"bibtex", "codemirror", "fsrs", "snowball"} == set().union(*FLOORS)


@pytest.mark.parametrize(
    ("file", "line", "finding"),
    [
        ("page/make.js", 'import { cell } from "../cells/cell.js";', "which is not below it"),
        ("form/form.js", 'const { cell } = await import("../cells/cell.js");', "not below it"),
        ("python/session.js", 'export * from "./gone.js";', "which is not there"),
        ("loose.js", 'import "./cells/cell.js";', "has no floor"),
    ],
)
def test_the_check_can_fail(tmp_path: Path, file: str, line: str, finding: str) -> None:
    for place, text in (("cells/cell.js", ""), (file, line)):
        path = tmp_path / place
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    [told] = violations(tmp_path)
    assert told.startswith(f"{file} imports ")
    assert told.endswith(finding)


def test_a_sites_own_elements_import_what_is_meant_for_them() -> None:
    generator = OWN / "topicsite"
    for script in scripts(OWN):
        for path in imports(script):
            if path.is_relative_to(generator):
                inside = path.relative_to(generator)
                assert inside.parts[0] in FOR_SITES, script
                assert (ASSETS / inside).is_file(), script
            else:
                assert path.is_file(), script


def test_every_part_of_the_style_sheet_is_joined_once() -> None:
    parts = [path.stem for path in (ASSETS / "styles/site").iterdir()]
    assert sorted(STYLE_SHEET) == sorted(parts)
