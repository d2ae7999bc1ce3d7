"""An owner's notebooks are made as the owner has it, beside examples that are made as ours."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.built.projects import build
from tests.built.test_build import add_example, table


def notebook(*cells: str) -> str:
    """A notebook that was never run."""
    made = [
        {"cell_type": "markdown", "id": "a1", "metadata": {}, "source": ["# My notebook\n", "\n",
         "Costs $5 or $6.\n"]},
        *({"cell_type": "code", "id": f"c{number}", "metadata": {}, "execution_count": None,
           "outputs": [], "source": [source]} for number, source in enumerate(cells)),
    ]  # fmt: skip
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python", "language": "python"}}
    return json.dumps({"cells": made, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


def project_with(project: Path, options: str) -> Path:
    """Add an example, a notebook, and mkdocs-jupyter with an owner's options."""
    add_example(project, table("a/sum | 4 | 4 | reproduced"))
    (project / "docs/notebooks").mkdir()
    (project / "docs/notebooks/mine.ipynb").write_text(notebook("print('forty-' + 'two')", "1 / 0"))
    settings = project / "mkdocs.yml"
    plugins = f"plugins: [search, {{topicsite: {{python: false}}}}, {options}]"
    old = "plugins: [search, topicsite, mkdocs-jupyter]"
    settings.write_text(settings.read_text().replace(old, plugins))
    return project


@pytest.mark.parametrize(
    ("options", "shows", "hides"),
    [
        ("{include: ['notebooks/*.ipynb'], execute: false}", ["forty-"], ["forty-two", "ZeroDiv"]),
        ("{include: ['*.ipynb'], execute: true}", ["forty-two", "ZeroDivisionError"], []),
        ("{execute: true, show_input: false}", ["forty-two"], ["forty-&#39;"]),
        ("{}", ["forty-"], ["forty-two"]),
    ],
)
def test_an_owner_s_options_hold_for_the_owner_s_notebooks(
    small: Path, options: str, shows: list[str], hides: list[str]
) -> None:
    project = project_with(small, f"{{mkdocs-jupyter: {options}}}")
    done = build(project)
    assert done.returncode == 0, done.stderr
    mine = (project / "site/notebooks/mine/index.html").read_text()
    assert "My notebook" in mine
    assert "jp-Notebook" in mine
    assert "Costs $5 or $6." in mine, "formulas of a notebook are its own business"
    for words in shows:
        assert words in mine
    for words in hides:
        assert words not in mine
    example = (project / "site/examples/addition/index.html").read_text()
    assert "jp-Notebook" not in example
    assert "<topicsite-notebook" in example
    assert "1 reproduced" in (project / "site/t/index.html").read_text()
    assert (project / "site/examples/addition/addition.py").is_file()


def test_an_owner_s_notebook_that_may_not_fail_stops_the_build(small: Path) -> None:
    options = "{mkdocs-jupyter: {include: ['*.ipynb'], execute: true, allow_errors: false}}"
    done = build(project_with(small, options))
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr


def test_a_topic_s_page_may_be_a_notebook(small: Path) -> None:
    project = project_with(small, "{mkdocs-jupyter: {include: ['*.ipynb']}}")
    (project / "docs/t").mkdir()
    shown = notebook("x").replace("Costs $5 or $6.", "<!-- topicsite: resources -->")
    (project / "docs/t/index.ipynb").write_text(shown)
    done = build(project)
    assert done.returncode == 0, done.stderr
    html = (project / "site/t/index.html").read_text()
    assert "My notebook" in html
    assert 'class="ts-card"' in html


def test_examples_need_nothing_in_the_settings(small: Path) -> None:
    project = project_with(small, "{mkdocs-jupyter: {execute: false}}")
    settings = project / "mkdocs.yml"
    without = settings.read_text().replace(", {mkdocs-jupyter: {execute: false}}", "")
    settings.write_text(without)
    done = build(project)
    assert done.returncode == 0, done.stderr
    assert "<topicsite-notebook" in (project / "site/examples/addition/index.html").read_text()
