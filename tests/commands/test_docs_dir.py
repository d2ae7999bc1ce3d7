"""Every command finds the folder of pages where `mkdocs.yml` says that it is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.children import git
from tests.commands.test_new import flags
from topicsite.cli import main
from topicsite.model.schema import FILES

CATALOGS = Path(__file__).parents[1] / "catalogs"
PAGE = "[x](https://example.org/page)\n"


@pytest.fixture(params=["pages", "site/in/pages", "docs"])
def project(tmp_path: Path, request: pytest.FixtureRequest) -> tuple[Path, str]:
    """A project, and the name of its folder of pages."""
    name = str(request.param)
    shutil.copytree(CATALOGS / "valid/smallest", tmp_path, dirs_exist_ok=True)
    (tmp_path / "mkdocs.yml").write_text(f"site_name: T\ndocs_dir: {name}\n")
    (tmp_path / name).mkdir(parents=True)
    (tmp_path / name / "index.md").write_text(PAGE)
    (tmp_path / "links.ledger").write_text(
        "https://example.org/page moved 2020-01-01 to=https://example.org/new | 301\n"
        "https://example.org/good ok 2020-01-01\n"
    )
    return tmp_path, name


def run(root: Path, *arguments: str) -> Result:
    done = CliRunner().invoke(main, [*arguments, "--root", str(root)])
    assert done.exit_code == 0, done.output
    return done


def test_schemas_go_there_and_new_entries_name_them(project: tuple[Path, str]) -> None:
    root, name = project
    run(root, "schema")
    written = sorted(path.name for path in (root / name / "schema").iterdir())
    assert written == sorted(FILES)
    assert name == "docs" or not (root / "docs").exists()
    printed = run(root, "new", *flags(), "--print").stdout
    assert printed.startswith(
        f"# yaml-language-server: $schema=../../{name}/schema/resource.schema.json\n"
    )


def test_links_of_pages_are_looked_at_there(project: tuple[Path, str]) -> None:
    root, name = project
    told = run(root, "links", "--lifetime", "99999").stdout
    assert told.startswith(f"{name}/index.md:1:")
    git(root, "init", "-q")
    git(root, "add", "mkdocs.yml", "resources", name)
    git(root, "commit", "-qm", "x")
    assert f"in `{name}/index.md`" in run(root, "report", "HEAD").stdout


def test_what_is_named_goes_before(project: tuple[Path, str]) -> None:
    root, _ = project
    run(root, "schema", "--docs", "elsewhere")
    assert (root / "elsewhere/schema/topic.schema.json").exists()
