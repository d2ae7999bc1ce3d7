"""A package of Pyodide's that a site adds is there for a cell that imports it, however it does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.browsing import serve
from tests.browser.cells import cell, press_run
from tests.browser.conftest import Open
from tests.built.projects import (
    LIMIT,
    MKDOCS,
    PROJECT,
    SMALL,
    environment,
    lend_runtime,
    small_project,
)
from tests.children import run
from tests.unavailable import unavailable
from topicsite.runtime.assembly import missing
from topicsite.runtime.pinned import chosen, files_of

ADDED = ["pandas", "scipy"]
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
# The tests' own Python has none, so the build has nothing to add up.
from framing import total

print(total([1, 2, 4]))
# %%
try:
    import pandas as pd
except ImportError:
    pass
else:
    print(pd.DataFrame({"a": [1, 2, 4]}).a.max())
# %%
try:
    from scipy import linalg
except ImportError:
    pass
else:
    print(round(linalg.det([[1, 2], [3, 4]])))
"""
PACKAGE = '''\
"""Frames of data."""

try:
    import pandas
except ImportError:
    pandas = None


def total(numbers):
    """The sum, by way of a frame."""
    return pandas.DataFrame({"n": numbers}).n.sum() if pandas else "no pandas"
'''


@pytest.fixture(scope="module")
def framed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site whose settings add packages, one of which rests on a shared library."""
    if missing(PROJECT / ".cache/runtime", files_of(chosen(ADDED))):
        options = " ".join(f"--package {name}" for name in ADDED)
        unavailable("packages for the pages", f"bring them with: topicsite runtime {options}")
    project = small_project(tmp_path_factory.mktemp("framed"))
    lend_runtime(project)
    (project / "code/examples").mkdir(parents=True)
    (project / "code/examples/frame.py").write_text(EXAMPLE)
    (project / "code/framing").mkdir()
    (project / "code/framing/__init__.py").write_text(PACKAGE)
    plugins = (
        "plugins: [search, {topicsite: {python: {packages: [pandas, scipy]}}}, mkdocs-jupyter]"
    )
    settings = SMALL.replace("plugins: [search, topicsite]", plugins)
    (project / "mkdocs.yml").write_text(settings)
    # No claim of an entry rests on the example, of which a strict build complains.
    done = run([*MKDOCS, "build"], limit=LIMIT, cwd=project, env=environment())
    assert done.returncode == 0, done.stdout + done.stderr
    with serve(project / "site") as address:
        yield address


def test_a_package_comes_with_the_package_that_needs_it(visit: Open, framed: str) -> None:
    seen = visit("examples/frame/", at=framed)
    output = cell(seen.page, "frame-1").locator(".output")
    expect(output).to_have_text("no pandas")
    press_run(seen.page, "frame-1")
    expect(output).to_have_text("7")
    assert seen.foreign == []


@pytest.mark.parametrize(("name", "printed"), [("frame-2", "4"), ("frame-3", "-2")])
def test_a_package_comes_with_the_cell_that_imports_it(
    visit: Open, framed: str, name: str, printed: str
) -> None:
    page = visit("examples/frame/", at=framed).page
    press_run(page, name)
    expect(cell(page, name).locator(".output")).to_have_text(printed)
