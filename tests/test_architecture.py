"""The rooms of the house: each imports from rooms below it, and nothing goes round in a circle."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests import children

CODE = Path(__file__).parents[1] / "code"

FLOORS = [
    {"language"},
    {"model", "mathematics", "findings", "project", "lesson", "runtime"},
    {"reading", "proving"},
    {"checking", "links"},
    {"render"},
    {"writing", "search", "cards", "opendata"},
    {"exchange", "building"},
    {"pages"},
    {"plugin", "commands"},
    {"cli"},
]
"""The rooms from the ground up."""
ONLY = {
    "mkdocs": ("plugin/",),
    "click": ("commands/", "cli.py"),
    "yaml": (
        "project/configuration.py",
        "project/settings.py",
        "reading/source.py",
        "reading/refusals.py",
    ),
    "pydantic": (
        "model/fields.py",
        "model/entries.py",
        "model/glossary.py",
        "model/measurements.py",
        "model/own.py",
        "model/progress.py",
        "model/published.py",
        "model/questions.py",
        "model/schema.py",
        "model/site.py",
        "reading/measurements.py",
        "reading/validation_errors.py",
    ),
    "pycurl": ("links/network.py", "links/transfer.py"),
    "matplotlib": (),
}
"""Who may import a library; everybody may import those that are not named."""
NOT_OURS = ("assets/", "writing/start/")
"""What runs in the page, and the templates of new sites."""


def imports(file: Path) -> Iterator[str]:
    """Everything that a file imports, by its full name, whether that is a module or not."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{file} imports by a relative name"
            yield from (f"{node.module}.{name.name}" for name in node.names)


def modules(package: Path) -> Iterator[tuple[str, Path]]:
    """The modules of the generator, by their paths within it."""
    for file in sorted(package.rglob("*.py")):
        path = file.relative_to(package).as_posix()
        if not path.startswith(NOT_OURS) and path != "__init__.py":
            yield path, file


def violations(package: Path) -> list[str]:
    """Everything in a package that the plan of the house forbids."""
    found = []
    level = {room: number for number, floor in enumerate(FLOORS) for room in floor}
    inside: dict[str, set[str]] = {}
    for path, file in modules(package):
        room = path.partition("/")[0].removesuffix(".py")
        if room not in level:
            found.append(f"{path} is in no room that has a floor")
            continue
        for name in imports(file):
            top, _, rest = name.partition(".")
            if top in ONLY and not path.startswith(ONLY[top]):
                found.append(f"{path} imports {top}")
            if top != "topicsite" or not rest:
                continue
            other, _, rest = rest.partition(".")
            if other == room and not path.endswith("__init__.py"):
                inside.setdefault(f"{room}/{path.rpartition('/')[2]}", set()).add(
                    f"{room}/{rest.partition('.')[0]}.py"
                )
            elif other != room and level.get(other, len(FLOORS)) >= level[room]:
                found.append(f"{path} imports {other}, which is not below it")
    try:
        TopologicalSorter(inside).prepare()
    except CycleError as error:
        found.append(f"in a circle: {' -> '.join(error.args[1])}")
    return list(dict.fromkeys(found))


def test_rooms_import_only_from_rooms_below() -> None:
    assert violations(CODE / "topicsite") == []


def test_every_room_is_there_and_says_what_it_is_for() -> None:
    rooms = set().union(*FLOORS) - {"cli"}
    there = {file.parent.name for file in (CODE / "topicsite").glob("*/__init__.py")}
    assert there == rooms
    for room in rooms:
        said = ast.get_docstring(ast.parse((CODE / "topicsite" / room / "__init__.py").read_text()))
        assert said, room
        paragraph = said.partition("\n\n")[2]
        assert len(paragraph) > 150, room


@pytest.mark.parametrize(
    ("file", "line", "finding"),
    [
        ("model/x.py", "from topicsite import plugin", "imports plugin, which is not below it"),
        ("reading/x.py", "from topicsite.proving.claims import y", "proving, which is not below"),
        ("reading/x.py", "import topicsite.render", "imports render, which is not below it"),
        ("checking/x.py", "import mkdocs.plugins", "imports mkdocs"),
        ("model/x.py", "from yaml import compose", "imports yaml"),
        ("render/x.py", "from topicsite.render import y", "in a circle: render/x.py -> "),
        ("common/x.py", "", "is in no room"),
        ("common.py", "", "is in no room"),
    ],
)
def test_the_check_can_fail(tmp_path: Path, file: str, line: str, finding: str) -> None:
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / "render").mkdir(exist_ok=True)
    (tmp_path / "render/y.py").write_text("from topicsite.render.x import z")
    (tmp_path / file).write_text(line)
    (found,) = violations(tmp_path)
    assert finding in found


@pytest.mark.parametrize(("package", "also"), [("backprop", "backprop"), ("topicsite/lesson", "")])
def test_what_runs_in_the_page_too_needs_numpy_only(package: str, also: str) -> None:
    for file in sorted((CODE / package).rglob("*.py")):
        foreign = {
            name
            for name in imports(file)
            if name.split(".")[0] not in {*sys.stdlib_module_names, "numpy", also}
            and not (name.startswith("topicsite.lesson.") and package != "backprop")
        }
        assert foreign == set(), file


def test_nothing_shadows_the_standard_module_code() -> None:
    assert not (CODE / "__init__.py").exists()


def test_the_check_starts_without_heavy_modules() -> None:
    program = (
        "import sys; from topicsite.cli import main; "
        "main(['check', '--root', sys.argv[1]], standalone_mode=False); "
        "heavy = {'mkdocs', 'jinja2', 'matplotlib', 'numpy', 'nbconvert', 'py_mini_racer'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    valid = Path(__file__).parent / "catalogs/valid/smallest"
    done = children.run([sys.executable, "-c", program, str(valid)], check=True)
    assert done.stdout.splitlines()[-1] == "[]"
