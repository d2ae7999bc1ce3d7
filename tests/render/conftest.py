"""Pages of examples: executed as the site does it, or made of given outputs."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from jupyter_core.paths import jupyter_config_dir
from mkdocs_jupyter import convert  # type: ignore[import-untyped]  # it ships no types
from nbconvert.exporters import html as exporter

from tests.render.notebooks import Cell, as_cell
from topicsite.proving import execution
from topicsite.render.notebook import read_executed, read_notebook

ROOT = Path(__file__).parents[2]
Run = Callable[[Path], str]


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """Execute a file as the site does, and give mkdocs-jupyter's HTML."""
    ready = execution.prepare(tmp_path_factory.mktemp("kernel"), [ROOT / "code/backprop"])
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ready.environment.items():
            patch.setenv(name, value)

        def convert_file(path: Path) -> str:
            kernel = ready.options["kernel_name"]
            html: str = convert.nb2html(
                str(path), execute=True, kernel_name=kernel, allow_errors=False
            )
            return html

        yield convert_file
        # A worker ends without the calls that a program makes at its end.
        shutil.rmtree(jupyter_config_dir(), ignore_errors=True)


@pytest.fixture(params=["mkdocs-jupyter", "ours"])
def saved(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., str]:
    """Convert cells with given outputs, or prose, without executing them; by both readers."""
    monkeypatch.setattr(exporter, "WidgetsDataTypeFilter", execution.Chosen)

    def convert_cells(*cells: Cell | str, tags: tuple[str, ...] = ()) -> str:
        notebook = {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {"kernelspec": {"name": "x", "display_name": "x", "language": "python"}},
            "cells": [as_cell(number, cell, tags) for number, cell in enumerate(cells)],
        }
        path = tmp_path / "small.ipynb"
        path.write_text(json.dumps(notebook), encoding="utf-8")
        if request.param == "ours":
            return read_executed(notebook, "examples/small.py").html()
        html: str = convert.nb2html(str(path))
        return read_notebook(html, "examples/small.py").html()

    return convert_cells
