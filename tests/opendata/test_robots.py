"""What a crawler is told."""

from __future__ import annotations

from urllib.robotparser import RobotFileParser

import pytest

from topicsite.model.catalog import Catalog
from topicsite.opendata import robots
from topicsite.render.site import Site

EMPTY = Catalog(topics={}, resources={}, examples={})


def test_a_crawler_may_read_everything_and_finds_the_list_of_pages() -> None:
    [text] = robots.files(Site(EMPTY, base="https://sorting.example/")).values()
    crawler = RobotFileParser()
    crawler.parse(text.decode().splitlines())
    assert crawler.can_fetch("anybody", "https://sorting.example/quicksort/")
    assert crawler.site_maps() == ["https://sorting.example/sitemap.xml"]


@pytest.mark.parametrize("base", ["", "https://example.org/sorting/"])
def test_where_nobody_looks_for_it_there_is_none(base: str) -> None:
    assert robots.files(Site(EMPTY, base=base)) == {}
