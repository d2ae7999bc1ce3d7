"""A new site as it is started, and one of whose resources nothing is known: every page of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.browsing import serve
from tests.browser.conftest import visiting
from tests.browser.looking import look_at_every_page

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("project", "some"),
    [
        ("started", {"", "floating-point/", "add/", "checked/", "examples/wrong-limit/"}),
        ("unknown", {"", "t/", "todo/", "progress/"}),
    ],
)
def test_every_page_is_right_at_every_width(
    request: pytest.FixtureRequest, browser: Browser, axe: str, project: str, some: set[str]
) -> None:
    folder: Path = request.getfixturevalue(project)
    with serve(folder / "site") as root, visiting(browser, root) as visit:
        assert some <= look_at_every_page(visit, axe, folder / "site")
