"""Somebody's first five minutes: a copy, one command, a build, and the card is on the page."""

from __future__ import annotations

import sys
from pathlib import Path

from tests import children
from tests.built.projects import build, copy_project, environment

COMMAND = [str(Path(sys.executable).parent / "topicsite")]


def test_a_newcomer_s_card_is_on_the_page(site: Path, tmp_path: Path) -> None:
    # With `site` the examples have been executed, and the copy has what came of it.
    project = copy_project(tmp_path / "copy")
    children.run(["git", "init", "-q", str(project)], check=True)
    made = children.run(
        [*COMMAND, "new", "a-first-entry", "--url", "https://youtu.be/abcdefghij0?si=from-a-share",
         "--title", "Checking gradients: why & how", "--authors", "Ada Example", "--duration",
         "12:47", "--level", "introductory", "--language", "en", "--published", "2021", "--teaches",
         "training practice", "--summary",
         "Measures one slope, compares it with the backward pass, and does so three times."],
        cwd=project, env=environment(),
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    assert made.stdout.startswith("Wrote resources/backpropagation/a-first-entry.yml\n")
    entry = "resources/backpropagation/a-first-entry.yml"
    for command in (["check", "--strict"], ["fmt", "--check", entry]):
        done = children.run([*COMMAND, *command], cwd=project)
        assert done.returncode == 0, done.stdout
    built = build(project)
    assert built.returncode == 0, built.stdout + built.stderr
    page = (project / "site/backpropagation/index.html").read_text(encoding="utf-8")
    assert 'id="a-first-entry"' in page
    assert "Checking gradients: why &amp; how" in page
    assert 'href="https://www.youtube.com/watch?v=abcdefghij0"' in page
