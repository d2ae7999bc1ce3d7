"""A site of which nothing is known builds, and no page of it says so in a machine's words."""

from __future__ import annotations

import json
from pathlib import Path

from bs4 import BeautifulSoup


def test_a_site_of_which_nothing_is_known_builds(unknown: Path) -> None:
    pages = [*(unknown / "site").rglob("index.html")]
    # Three that are written, the topic's own and its sheet, progress, catalogue, plan; no tag.
    assert len(pages) == 8
    for file in pages:
        text = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser").get_text(" ")
        assert "None" not in text, file
    index = json.loads((unknown / "site/search/search_index.json").read_text(encoding="utf-8"))
    assert any("A page of which nothing else" in entry["text"] for entry in index["docs"])
