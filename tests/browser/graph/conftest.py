"""A page with a graph that is drawn."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open, Visit


@pytest.fixture
def visit(visit: Open) -> Open:
    """Open a page and go to its graph, which draws it."""

    def opened(address: str, *, javascript: bool = True, go: bool = True, **more: Any) -> Visit:
        seen = visit(address, javascript=javascript, **more)
        graph = seen.page.locator("backprop-graph")
        if javascript and go and graph.count():
            graph.first.evaluate("graph => graph.scrollIntoView()")
            expect(graph.locator("svg").first).to_be_attached()
        return seen

    return opened
