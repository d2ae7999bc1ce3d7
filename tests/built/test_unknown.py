"""A site of which nothing is known builds, and no page of it says so in a machine's words."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from bs4 import BeautifulSoup

from tests.built.projects import SMALL, build

CATALOG = Path(__file__).parents[1] / "catalogs/valid/nothing-known"


def test_a_site_of_which_nothing_is_known_builds(tmp_path: Path) -> None:
    shutil.copytree(CATALOG, tmp_path, dirs_exist_ok=True)
    (tmp_path / "mkdocs.yml").write_text(SMALL)
    (tmp_path / "docs").mkdir()
    for page, block in (("index", "home"), ("checked", "claims"), ("todo", "todo")):
        (tmp_path / f"docs/{page}.md").write_text(f"# Page\n\n<!-- topicsite: {block} -->\n")
    done = build(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    pages = [*(tmp_path / "site").rglob("index.html")]
    # Three that are written, the topic's own, and that of progress; there is no tag.
    assert len(pages) == 5
    for file in pages:
        text = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser").get_text(" ")
        assert "None" not in text, file
    index = json.loads((tmp_path / "site/search/search_index.json").read_text(encoding="utf-8"))
    assert any("A page of which nothing else" in entry["text"] for entry in index["docs"])
