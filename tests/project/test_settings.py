"""What `mkdocs.yml` says about the folder of pages, read without MkDocs; MkDocs is the oracle."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from mkdocs.utils.yaml import yaml_load

from topicsite.project.settings import docs_dir, docs_name, site_url

# What the file says, the folder it names, and whether MkDocs' own reader can be asked about it.
SAID: dict[str, tuple[str, str]] = {
    "nothing": ("site_name: X\n", "docs"),
    "a folder": ("docs_dir: pages\n", "pages"),
    "with quotes and a comment": ("docs_dir: 'my pages'  # here\n", "my pages"),
    "a folder below": ("docs_dir: site/content\n", "site/content"),
    "flow style": ("{site_name: X, docs_dir: pages}\n", "pages"),
    "a word of YAML's": ("docs_dir: 'on'\n", "on"),
    "a byte order mark": ("\ufeffdocs_dir: pages\n", "pages"),
    "CRLF": ("site_name: X\r\ndocs_dir: pages\r\n", "pages"),
    "in another key": ("extra:\n  docs_dir: other\n", "docs"),
    "in a text": ("site_description: |\n  docs_dir: other\n", "docs"),
    "through an alias": ("extra: {x: &x pages}\ndocs_dir: *x\n", "pages"),
    "through a merge key": ("x: &x {docs_dir: pages}\n<<: *x\n", "pages"),
    "an environment": ("docs_dir: !ENV PAGES\n", "from-environment"),
    "an environment with a default": ("docs_dir: !ENV [UNSET, pages]\n", "pages"),
    "the first that is set": ("docs_dir: !ENV [UNSET, PAGES, x]\n", "from-environment"),
    "an environment that says nothing": ("docs_dir: !ENV UNSET\n", "docs"),
    "Python names": (
        "markdown_extensions:\n  - pymdownx.emoji:\n"
        "      emoji_index: !!python/name:os.path.join\n"
        "      slugify: !!python/object/apply:os.path.normcase [x]\n"
        "docs_dir: pages\n",
        "pages",
    ),
    "inherited": ("INHERIT: base.yml\nsite_name: X\n", "inherited"),
    "inherited and overruled": ("INHERIT: base.yml\ndocs_dir: pages\n", "pages"),
}
UNREADABLE = {
    "not YAML": b"docs_dir: [pages\n",
    "a list": b"- docs_dir: pages\n",
    "a list of folders": b"docs_dir: [pages]\n",
    "a number": b"docs_dir: 3\n",
    "empty": b"",
    "blank": b"docs_dir: ' '\n",
    "NUL": b"docs_dir: a\0b\n",
    "deep": b"x: " + b"[" * 5000,
    "an unknown tag": b"x: !relative $docs_dir\n",
    "a parent that is not there": b"INHERIT: nowhere.yml\n",
    "its own parent": b"INHERIT: mkdocs.yml\n",
}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "base.yml").write_text("docs_dir: inherited\n")
    monkeypatch.setenv("PAGES", "from-environment")
    monkeypatch.delenv("UNSET", raising=False)
    return tmp_path


@pytest.mark.parametrize("name", SAID)
def test_the_folder_is_the_one_that_mkdocs_would_take(root: Path, name: str) -> None:
    said, expected = SAID[name]
    file = root / "mkdocs.yml"
    file.write_text(said, encoding="utf-8", newline="")
    with file.open("rb") as opened:
        assert (yaml_load(opened).get("docs_dir") or "docs") == expected
    assert docs_dir(root) == root / expected
    assert docs_name(root) == expected


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_says_nothing(root: Path, name: str) -> None:
    (root / "mkdocs.yml").write_bytes(UNREADABLE[name])
    assert docs_dir(root) == root / "docs"


def test_what_is_not_utf_8_spoils_nothing_else(root: Path) -> None:
    (root / "mkdocs.yml").write_bytes(b"site_name: Gr\xfc\xdfe\ndocs_dir: pages\n")
    assert docs_dir(root) == root / "pages"


def test_without_a_file_there_is_the_usual_folder(root: Path) -> None:
    assert docs_dir(root) == root / "docs"
    assert site_url(root) == ""


def test_the_other_name_of_the_file_counts_where_the_first_is_missing(root: Path) -> None:
    (root / "mkdocs.yaml").write_text("docs_dir: other\nsite_url: https://e.org/x/\n")
    assert docs_dir(root) == root / "other"
    assert site_url(root) == "https://e.org/x/"
    (root / "mkdocs.yml").write_text("docs_dir: pages\n")
    assert docs_dir(root) == root / "pages"


def test_a_folder_elsewhere_keeps_its_own_path(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (root / "mkdocs.yml").write_text(f"docs_dir: {elsewhere}\n")
    assert docs_dir(root) == elsewhere
    assert (root / docs_name(root)).resolve() == elsewhere
    assert docs_name(root) == Path(os.path.relpath(elsewhere, root)).as_posix()


def test_no_code_is_run(root: Path) -> None:
    (root / "mkdocs.yml").write_text(f"x: !!python/object/apply:os.mkdir ['{root}/made']\n")
    assert docs_dir(root) == root / "docs"
    assert not (root / "made").exists()
