"""An import that fails in the page is found in the program, without running it."""

from __future__ import annotations

from pathlib import Path

import pytest

from topicsite.runtime.imports import lacking, needed_packages
from topicsite.runtime.pinned import UnknownPackageError, chosen

# What a program says, and what of it the page lacks, with the line and the column.
PROGRAMS: dict[str, list[tuple[str, int, int]]] = {
    "import json, math": [],
    "import numpy as np\nimport matplotlib.pyplot as plt": [],
    "import mpl_toolkits.mplot3d": [],
    "import dateutil, PIL.Image": [],
    "import pandas": [("pandas", 1, 8)],
    "import json, pandas as pd": [("pandas", 1, 14)],
    "from pandas import DataFrame": [("pandas.DataFrame", 1, 1)],
    "import scipy.stats": [("scipy.stats", 1, 8)],
    "import torch": [("torch", 1, 8)],
    "# %%\nx = 1\n\n# %%\nif x:\n    import pandas": [("pandas", 6, 12)],
    "class A:\n    import pandas": [("pandas", 2, 12)],
    "def f():\n    import pandas\n\nf()": [("pandas", 2, 12)],
    "import importlib\nimportlib.import_module('pandas')": [("pandas", 2, 1)],
    "__import__('pandas').DataFrame()": [("pandas", 1, 1)],
    # The standard library of the page lacks what a browser has not, and what is a package there.
    "import tkinter": [("tkinter", 1, 8)],
    "import sqlite3, ssl": [("sqlite3", 1, 8), ("ssl", 1, 17)],
    "import imp": [("imp", 1, 8)],
    "import subprocess, threading, zoneinfo": [],
    "import js, pyodide": [],
    # The generator's own, of which only the lesson comes along.
    "from topicsite.lesson.report import Report": [],
    "from topicsite.lesson import grading": [],
    "from topicsite import lesson": [],
    "from topicsite import render": [("topicsite.render", 1, 1)],
    "import topicsite.reading.load": [("topicsite.reading.load", 1, 8)],
    # What is caught may fail, and what stands in for it may not.
    "try:\n    import pandas\nexcept ImportError:\n    pandas = None": [],
    "try:\n    import pandas\nexcept ModuleNotFoundError as e:\n    print(e)": [],
    "try:\n    import pandas\nexcept (ValueError, ImportError):\n    pass": [],
    "try:\n    import pandas\nexcept Exception:\n    pass": [],
    "try:\n    import pandas\nexcept:\n    pass": [],
    "try:\n    import pandas\nexcept ValueError:\n    pass": [("pandas", 2, 12)],
    "try:\n    import pandas\nfinally:\n    pass": [("pandas", 2, 12)],
    "try:\n    import pandas\nexcept ImportError:\n    import polars": [("polars", 4, 12)],
    "try:\n    import tomllib\nexcept ImportError:\n    import tomli": [],
    "try:\n    import pandas\nexcept ImportError:\n    pass\nelse:\n    import scipy": [],
    "try:\n    import json\nexcept ImportError:\n    pass\nelse:\n    import scipy": [
        ("scipy", 6, 12)
    ],
    "from contextlib import suppress\nwith suppress(ImportError):\n    import pandas": [],
    "with open('x') as f:\n    import pandas": [("pandas", 2, 12)],
    # What hangs on where it runs is for elsewhere, or is meant for the page.
    "import sys\nif sys.platform != 'emscripten':\n    import pandas": [],
    "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import pandas": [],
    "from importlib.util import find_spec\nif find_spec('pandas'):\n    import pandas": [],
    # A function that is called where its failure is caught; one that is not.
    "def f():\n    import torch\n\ntry:\n    f()\nexcept ImportError:\n    pass": [],
    "import torch\ntry:\n    f()\nexcept ImportError:\n    pass": [("torch", 1, 8)],
    "def f():\n    import torch\n\ntry:\n    f()\nexcept Exception:\n    pass": [("torch", 2, 12)],
    # No program at all.
    "def f(:": [],
    "": [],
    "import pandas\nimport pandas": [("pandas", 1, 8), ("pandas", 2, 8)],
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_the_page_lacks_is_found(tmp_path: Path, program: str) -> None:
    file = tmp_path / "program.py"
    file.write_text(program)
    assert [tuple(lack.place[:3]) for lack in lacking([file], [])] == PROGRAMS[program]


FRAMES = [("kit/frames.py", "pandas")]


@pytest.fixture
def packages(tmp_path: Path) -> list[Path]:
    """Two packages, of which one needs the other."""
    files = {
        "kit/__init__.py": "from kit.base import one",
        "kit/base.py": "import numpy\nfrom . import shapes\none = 1",
        "kit/shapes.py": "",
        "kit/frames.py": "import pandas",
        "kit/circle.py": "try:\n    import kit.square\nexcept ImportError:\n    pass",
        "kit/square.py": "try:\n    import kit.circle\nexcept ImportError:\n    pass",
        "kit/deep/__init__.py": "",
        "kit/deep/plots.py": "from .. import base\nfrom ..frames import x\nimport matplotlib",
        "kit/deep/lazy.py": "def f():\n    import scipy",
        "kat/__init__.py": "import kit.frames",
    }
    for name, text in files.items():
        file = tmp_path / "code" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return [tmp_path / "code/kat", tmp_path / "code/kit"]


@pytest.mark.parametrize(
    ("program", "found"),
    [
        ("import kit", []),
        ("from kit import one", []),
        ("from kit.base import one", []),
        ("import kit.frames", FRAMES),
        ("from kit import frames", FRAMES),
        ("from kit.deep.plots import x", FRAMES),
        ("from kit.deep import lazy", [("kit/deep/lazy.py", "scipy")]),
        ("import kat", FRAMES),
        ("try:\n    import kit.frames\nexcept ImportError:\n    pass", []),
        ("try:\n    import kit.base\nexcept ImportError:\n    pass\nelse:\n    import kat", FRAMES),
        ("try:\n    import kit.circle\nexcept ImportError:\n    import kat", []),
    ],
)
def test_packages_beside_are_looked_through_as_far_as_they_are_imported(
    tmp_path: Path, packages: list[Path], program: str, found: list[tuple[str, str]]
) -> None:
    file = tmp_path / "code/examples/program.py"
    file.parent.mkdir()
    file.write_text(program)
    lacks = lacking([file], packages)
    code = tmp_path / "code"
    assert [(lack.file.relative_to(code).as_posix(), lack.place.module) for lack in lacks] == found


def test_what_the_site_adds_is_there_with_all_that_it_needs(tmp_path: Path) -> None:
    file = tmp_path / "program.py"
    file.write_text("import pandas, pytz, scipy.stats, sklearn, joblib, sqlite3")
    found = [lack.place.module for lack in lacking([file], [], ["pandas", "scikit-learn"])]
    assert found == ["sqlite3"]


def test_a_package_brings_what_it_imports(packages: list[Path]) -> None:
    kat, kit = packages
    names = chosen(["pandas"])
    assert needed_packages(kit, packages, names) == ["matplotlib", "numpy", "pandas"]
    assert needed_packages(kat, packages, names) == ["numpy", "pandas"]
    assert needed_packages(kat, packages, chosen([])) == ["numpy"]


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("import pandas", "mkdocs.yml: `python: {packages: [pandas]}`"),
        ("import sklearn.svm", "mkdocs.yml: `python: {packages: [scikit-learn]}`"),
        ("import sqlite3", "mkdocs.yml: `python: {packages: [sqlite3]}`"),
        ("import torch", "has no package for it; do without, or catch the ImportError"),
        ("import beside", "has no `beside`: only packages come along"),
        ("import above", "has no `above`: only packages come along"),
        ("import topicsite.render", "has of `topicsite` only `topicsite.lesson`"),
    ],
)
def test_a_lack_says_what_to_do(tmp_path: Path, program: str, words: str) -> None:
    folder = tmp_path / "examples"
    folder.mkdir()
    (folder / "beside.py").touch()
    (tmp_path / "above.py").touch()
    file = folder / "program.py"
    file.write_text(program)
    (lack,) = lacking([file], [])
    assert words in lack.message


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["pandass"], r"no package `pandass`; did you mean `pandas`\?"),
        (["sklearn"], "`sklearn` is a module of `scikit-learn`"),
        (["numpy", "torch", "jax"], "no package `torch`.*no package `jax`"),
        (["../evil"], "no package `../evil`"),
    ],
)
def test_a_package_that_is_not_there_is_refused(names: list[str], words: str) -> None:
    with pytest.raises(UnknownPackageError, match=words):
        chosen(names)


def test_names_may_be_written_as_pypi_lets_them() -> None:
    assert chosen(["Scikit_Learn"]) == chosen(["scikit-learn"])
    assert chosen([]) == chosen(["numpy", "matplotlib"])
    assert {"pandas", "pytz", "six"} < set(chosen(["pandas"]))
    assert "openblas" in chosen(["scipy"])
