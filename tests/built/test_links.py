"""A build reads the ledger, asks nobody, and refuses a ledger that it cannot read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.built.projects import build, small_project


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A small project with a page of links and a ledger."""
    project = small_project(tmp_path / "small")
    (project / "docs/links.md").write_text("# Links\n\n<!-- topicsite: links -->\n")
    (project / "memory.txt").write_text(
        "https://example.org/page?id=1 gone 2026-11-15 opened=2026-10-01 "
        "strikes=2026-11-01,2026-11-08,2026-11-15 "
        "archive=https://web.archive.org/web/20260930000000/https://example.org/x | 404\n"
    )
    settings = project / "mkdocs.yml"
    plugin = "plugins:\n  - search\n  - topicsite:\n      ledger: memory.txt\n"
    settings.write_text(settings.read_text().replace("plugins: [search, topicsite]\n", plugin))
    return project


def test_a_site_shows_what_the_ledger_says(small: Path) -> None:
    done = build(small)
    assert done.returncode == 0, done.stderr
    topic = (small / "site/t/index.html").read_text()
    assert "<strong>Gone.</strong>" in topic
    assert 'href="https://web.archive.org/web/20260930000000/https://example.org/x"' in topic
    links = (small / "site/links/index.html").read_text()
    assert 'id="links_gone"' in links
    assert 'href="https://example.org/page?id=1"' in links


def test_a_ledger_that_cannot_be_read_stops_the_build(small: Path) -> None:
    (small / "memory.txt").write_text("https://example.org/ alive 2026-11-24\n")
    done = build(small)
    assert done.returncode != 0
    assert "memory.txt: line 1: there is no state `alive`" in done.stderr
    assert "Traceback" not in done.stderr
