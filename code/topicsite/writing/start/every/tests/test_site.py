"""The entries are right and the site builds."""

import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent


def run(*command: str) -> None:
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_entries_are_right() -> None:
    run(str(BIN / "topicsite"), "check", "--strict")


def test_the_site_builds(tmp_path: Path) -> None:
    run(str(BIN / "mkdocs"), "build", "--strict", "--site-dir", str(tmp_path / "site"))
    for topic in (PROJECT / "resources").iterdir():
        assert (tmp_path / "site" / topic.name / "index.html").exists()
