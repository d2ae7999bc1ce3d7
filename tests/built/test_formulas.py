"""Formulas of entries are set on every page, and one that cannot be set stops the build by line."""

from __future__ import annotations

import shutil
from pathlib import Path

from bs4 import BeautifulSoup

from tests.built.projects import build, small_project

CATALOGS = Path(__file__).parents[1] / "catalogs"


def project(folder: Path, catalog: str) -> Path:
    small_project(folder)
    shutil.rmtree(folder / "resources")
    shutil.copytree(CATALOGS / catalog / "resources", folder / "resources")
    return folder


def test_generated_pages_show_formulas(tmp_path: Path) -> None:
    done = build(project(tmp_path, "valid/formulas"))
    assert done.returncode == 0, done.stdout + done.stderr
    for page in ("t/index.html", "tags/chain-rule/index.html"):
        soup = BeautifulSoup((tmp_path / "site" / page).read_text(), "html.parser")
        assert soup.select("article .katex math, li .katex math"), page
        styles = [str(link["href"]) for link in soup.select("link[rel=stylesheet]")]
        assert any(style.endswith("katex/katex.min.css") for style in styles), page


def test_a_formula_that_cannot_stand_is_named_by_its_place(tmp_path: Path) -> None:
    done = build(project(tmp_path, "invalid/formulas-that-cannot-stand"))
    assert done.returncode == 1
    said = done.stdout + done.stderr
    assert r"resources/t/moved.yml:1:14: error[bad-formula]" in said
    assert r"resources/t/unknown.yml:12:19: error[bad-formula]" in said
    assert not (tmp_path / "site").exists()
