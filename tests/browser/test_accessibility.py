"""axe finds nothing, on the pages that matter, wide and narrow, light and dark."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.browsing import promised
from tests.browser.conftest import Open

PAGES = [
    "", "backpropagation/", "backpropagation/glossary/", "backpropagation/sheet/",
    "playground/", "examples/sensitivity/", "examples/one-neuron/",
    "examples/mazur-numbers/", "checked/", "tags/", "tags/chain-rule/", "contribute/", "rules/",
    "speed/", "library-speed/", "about/", "404.html",
]  # fmt: skip


SCHEMES = {"light": "default", "dark": "slate"}
"""What the system asks for, and the theme's name for it."""


def violations(page: Page, axe: str) -> list[str]:
    """What axe objects to, as `rule: element`."""
    page.evaluate(axe)
    look = "() => axe.run(document, {resultTypes: ['violations']})"
    result: dict[str, Any] = promised(page, look)
    return [
        f"{violation['id']}: {node['html'][:200]} {node['failureSummary']}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing(visit: Open, axe: str, address: str) -> None:
    page = visit(address).page
    page.evaluate("document.querySelectorAll('main details').forEach(part => part.open = true)")
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES:
            choose_scheme(page, scheme)
            assert violations(page, axe) == [], (width, scheme)


def choose_scheme(page: Page, scheme: str) -> None:
    """Let the system ask for light or dark, and wait until the page is so."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of its names
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", SCHEMES[scheme])


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        ("document.querySelector('h1').style.color = '#ddd'", "color-contrast"),
        ("document.querySelector('article').innerHTML += '<img src=x>'", "image-alt"),
        ("document.documentElement.removeAttribute('lang')", "html-has-lang"),
        ("document.querySelector('h1').outerHTML += '<h4>Deep</h4>'", "heading-order"),
    ],
)
def test_axe_finds_mistakes(visit: Open, axe: str, spoil: str, rule: str) -> None:
    page = visit("about/").page
    page.evaluate(spoil)
    assert any(found.startswith(f"{rule}:") for found in violations(page, axe))
