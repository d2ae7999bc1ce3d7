"""A finished site takes the place of the last one; an unfinished one leaves no trace."""

from __future__ import annotations

import os
from pathlib import Path

from topicsite.project.publish import Staging


def test_a_finished_site_replaces_the_last_one_whole(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "old.html").write_text("old")
    staging = Staging(site)
    (staging.folder / "new.html").write_text("new")
    assert (site / "old.html").exists(), "the last site stays while the next is built"
    staging.publish()
    assert [path.name for path in site.iterdir()] == ["new.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_the_first_site_needs_no_last_one(tmp_path: Path) -> None:
    staging = Staging(tmp_path / "not" / "yet" / "site")
    (staging.folder / "new.html").write_text("new")
    staging.publish()
    assert (tmp_path / "not/yet/site/new.html").read_text() == "new"


def test_a_discarded_build_leaves_the_last_site_as_it_was(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "old.html").write_text("old")
    staging = Staging(site)
    (staging.folder / "half.html").write_text("half")
    staging.discard()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert (site / "old.html").read_text() == "old"


def test_a_site_can_be_read_by_whoever_the_umask_lets_in(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        staging = Staging(tmp_path / "site")
        staging.publish()
    finally:
        os.umask(before)
    assert (tmp_path / "site").stat().st_mode & 0o777 == 0o755
