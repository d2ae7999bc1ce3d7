"""Each folder below `catalogs/` is a small project and what `topicsite check` says about it.

After a change of words run `pytest tests/checking/test_catalogs.py --update-golden` and read the
difference as a first-time contributor would: does every message say what to write instead?
"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from topicsite.cli import main

CATALOGS = Path(__file__).parents[1] / "catalogs"
INVALID = sorted((CATALOGS / "invalid").iterdir())
VALID = sorted((CATALOGS / "valid").iterdir())


@pytest.mark.parametrize("project", INVALID, ids=lambda path: path.name)
def test_an_invalid_catalog_gets_exactly_these_findings(
    project: Path, pytestconfig: pytest.Config
) -> None:
    result = CliRunner().invoke(main, ["check", "--strict", "--root", str(project)])
    golden = project / "expected.txt"
    if pytestconfig.getoption("--update-golden"):
        golden.write_text(result.stdout, encoding="utf-8")
    assert result.stdout == golden.read_text(encoding="utf-8")
    assert result.exit_code == 1


@pytest.mark.parametrize("project", VALID, ids=lambda path: path.name)
def test_a_valid_catalog_gets_none(project: Path) -> None:
    result = CliRunner().invoke(main, ["check", "--strict", "--root", str(project)])
    assert result.stdout == ""
    assert result.stderr.endswith(": no findings\n")
    assert result.exit_code == 0
