"""The floors of the house: a module imports only from floors below its own."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

CODE = Path(__file__).parents[1] / "code"

# From the ground up. `render` and `links` are rooms with floors of their own.
FLOORS = [
    {"identity", "diagnostics"},
    {"shapes", "rules", "files", "snapshot", "memory", "revisions"},
    {"fields", "refusals"},
    {"model"},
    {"source", "schema", "exercises"},
    {"catalog", "headers"},
    {"validation_errors"},
    {
        "load",
        "claims",
        "execution",
        "history",
        "publish",
        "appearance",
        "layout",
        "runtime",
        "links",
    },
    {"remarks", "relations"},
    {"validate", "reporters", "render", "formatting"},
    {"drafts", "migrate", "report", "checking", "interchange"},
    {"issue", "starting"},
    {"commands"},
    {"plugin", "cli"},
]
LINKS = [
    {"states", "pages", "reach"},
    {"ledger", "messages", "addresses"},
    {"asking", "transfer", "storage", "changes", "repair", "report"},
    {"visit", "network"},
    {"resolvers"},
    {"session"},
]
RENDER = [
    {"text", "headings", "poster", "figures", "mathematics", "tables", "highlight", "elements"},
    {"outputs", "site", "environment"},
    {"notebook", "form"},
    {"blocks"},
    {"pages"},
]
PLUGIN = [{"assets", "examples", "finished"}, {"hooks"}]
INSIDE = {"render": RENDER, "links": LINKS, "plugin": PLUGIN}
ONLY = {
    "mkdocs": {"plugin"},
    "click": {"cli.py", "commands"},
    "yaml": {"source.py", "refusals.py"},
    "pydantic": {"fields.py", "model.py", "validation_errors.py", "schema.py"},
    "pycurl": {"network.py", "transfer.py"},
}


def imports(file: Path) -> Iterator[str]:
    """The modules that a file imports, by their full names."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{file} imports by a relative name"
            if node.module in ("topicsite", *(f"topicsite.{room}" for room in INSIDE)):
                yield from (f"{node.module}.{name.name}" for name in node.names)
            else:
                yield node.module


def violations(package: Path) -> list[str]:
    """Everything in a package that the plan of the house forbids."""
    found = []
    for file in sorted(package.rglob("*.py")):
        inside = file.relative_to(package)
        room = inside.parts[0].removesuffix(".py")
        for name in imports(file):
            top, *rest = name.split(".")
            if not {file.name, inside.parts[0]} & ONLY.get(top, {file.name}):
                found.append(f"{inside} imports {top}")
            if top != "topicsite" or not rest:
                continue
            if rest[0] == room and room in INSIDE:
                if len(rest) > 1 and inside.name != "__init__.py":
                    found += _upward(inside, inside.stem, rest[1], INSIDE[room])
            elif rest[0] != room:
                found += _upward(inside, room, rest[0], FLOORS)
    return found


def _upward(file: Path, here: str, there: str, floors: list[set[str]]) -> list[str]:
    level = {room: number for number, floor in enumerate(floors) for room in floor}
    if here not in level or there not in level:
        return [f"{file}: `{here}` or `{there}` has no floor"]
    if level[there] >= level[here]:
        return [f"{file} imports {there}, which is not below it"]
    return []


def test_modules_import_only_from_floors_below() -> None:
    assert violations(CODE / "topicsite") == []


def test_every_room_stands_on_a_floor() -> None:
    rooms = {
        path.stem
        for path in (CODE / "topicsite").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert rooms - {"__init__"} == set().union(*FLOORS)
    for room, floors in INSIDE.items():
        inner = {path.stem for path in (CODE / "topicsite" / room).glob("*.py")}
        assert inner - {"__init__"} == set().union(*floors)


@pytest.mark.parametrize(
    ("file", "line", "finding"),
    [
        ("model.py", "from topicsite import plugin", "plugin, which is not below it"),
        ("load.py", "from topicsite.render.site import Site", "render, which is not below it"),
        ("validate.py", "import mkdocs.plugins", "mkdocs"),
        ("render/text.py", "from topicsite.render.pages import x", "pages, which is not below it"),
    ],
)
def test_the_check_can_fail(tmp_path: Path, file: str, line: str, finding: str) -> None:
    (tmp_path / "render").mkdir()
    (tmp_path / file).write_text(line)
    assert violations(tmp_path) == [f"{file} imports {finding}"]


def test_the_teaching_library_needs_numpy_only() -> None:
    for file in sorted((CODE / "backprop").rglob("*.py")):
        foreign = {
            name.split(".")[0]
            for name in imports(file)
            if name.split(".")[0] not in {*sys.stdlib_module_names, "numpy", "backprop"}
        }
        assert foreign == set(), file


def test_nothing_shadows_the_standard_module_code() -> None:
    assert not (CODE / "__init__.py").exists()


def test_the_check_starts_without_heavy_modules() -> None:
    program = (
        "import sys; from topicsite.cli import main; "
        "main(['check', '--root', sys.argv[1]], standalone_mode=False); "
        "print(sorted({'mkdocs', 'jinja2', 'matplotlib', 'numpy', 'nbconvert'} & set(sys.modules)))"
    )
    valid = Path(__file__).parent / "catalogs/valid/smallest"
    done = subprocess.run(
        [sys.executable, "-c", program, str(valid)], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"
