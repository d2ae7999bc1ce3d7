"""A site of cards and paths needs the base alone; what lacks its extra says so in a sentence."""

from __future__ import annotations

import re
import shutil
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from tests import children
from tests.built.projects import PROJECT, environment, small_project
from topicsite.cli import main
from topicsite.mathematics import engine
from topicsite.plugin import examples

MODULES = {
    "examples": ["bs4", "ipykernel", "jupyter_core", "jupytext", "matplotlib", "mkdocs_jupyter",
                 "nbclient", "numpy", "psutil"],
    "import": ["bibtexparser", "defusedxml", "pylatexenc", "rispy"],
    "links": ["certifi", "pycurl"],
    "math": ["py_mini_racer"],
    "pictures": ["PIL"],
}  # fmt: skip
"""What each extra brings, by the names under which it is imported."""


def test_extras_bring_what_the_base_does_without() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    assert extras["all"] == [f"topicsite[{','.join(MODULES)}]"]
    names = {extra: [re.match(r"[\w-]+", d)[0] for d in extras[extra]] for extra in MODULES}  # type: ignore[index]  # each begins with its name
    spelled = {"beautifulsoup4": "bs4", "mini-racer": "py_mini_racer", "pillow": "PIL"}
    for extra, found in names.items():
        assert [spelled.get(n, n.replace("-", "_")) for n in found] == MODULES[extra]
        assert not {*found} & {re.split(r"[><=]", d)[0] for d in project["dependencies"]}


def test_a_site_of_cards_and_paths_builds_without_extras(tmp_path: Path) -> None:
    project = small_project(tmp_path / "small")
    absent = [name for modules in MODULES.values() for name in modules]
    program = (
        "import sys; sys.modules.update(dict.fromkeys(sys.argv.pop(1).split())); "
        "from mkdocs.__main__ import cli; cli()"
    )
    done = children.run(
        [sys.executable, "-c", program, " ".join(absent), "build", "--strict"],
        cwd=project, env=environment(),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (project / "site/index.html").exists()


def test_examples_say_what_they_lack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mkdocs_jupyter", None)
    monkeypatch.setitem(sys.modules, "mkdocs_jupyter.plugin", None)
    with pytest.raises(PluginError, match=r"mkdocs_jupyter.* install `topicsite\[examples\]`"):
        examples.prepare(MkDocsConfig(), tmp_path, [], [])


@pytest.mark.parametrize(
    ("command", "module", "said"),
    [
        ("links", "pycurl",
         "links cannot be asked: pycurl is not installed; install `topicsite[links]`"),
        ("prove", "numpy",
         "examples cannot be tried: numpy is not installed; install `topicsite[examples]`"),
    ],
)  # fmt: skip
def test_a_command_says_what_it_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, module: str, said: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    done = CliRunner().invoke(main, [command, "--root", str(tmp_path)])
    assert done.exit_code == 1
    assert done.stderr == f"Error: {said}\n"


def test_formulas_say_what_they_lack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = PROJECT / "tests/catalogs/valid/smallest"
    shutil.copytree(case, tmp_path, dirs_exist_ok=True)
    entry = next(f for f in (tmp_path / "resources").rglob("*.yml") if f.name != "topic.yml")
    text = re.sub(r"summary: >\n\s+", lambda start: start[0] + r"\(n^2\) and ", entry.read_text())
    entry.write_text(text)
    monkeypatch.setitem(sys.modules, "py_mini_racer", None)
    for function in (engine._engine, engine.examine):
        function.cache_clear()
    done = CliRunner().invoke(main, ["check", "--root", str(tmp_path)])
    engine.examine.cache_clear()
    assert done.exit_code == 1
    assert done.output.count("py_mini_racer is not installed; install `topicsite[math]`") == 1
