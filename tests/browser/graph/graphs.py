"""Traced graphs in a page, as tests reach for them."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page

from tests.browser.browsing import promised

OLAH = "examples/two-ways/"
TOPIC = "backpropagation/"
PLACES = [OLAH, TOPIC, "examples/one-neuron/", "examples/mazur-numbers/"]
STEPS = [
    "Start: a = 2, b = 1 are given.",
    "Forward 1 of 3: c = a + b = 2 + 1 = 3.",
    "Forward 2 of 3: d = b + 1 = 1 + 1 = 2.",
    "Forward 3 of 3: e = c × d = 3 × 2 = 6.",
    "Backward 1 of 6: e itself counts 1.",
    "Backward 2 of 6: c collects 1 × 2 = 2 through e.",
    "Backward 3 of 6: d collects 1 × 3 = 3 through e.",
    "Backward 4 of 6: b collects 3 × 1 = 3 through d.",
    "Backward 5 of 6: a collects 2 × 1 = 2 through c.",
    "Backward 6 of 6: b collects 2 × 1 = 2 through c; so far 3 + 2 = 5.",
]
VALUE, ADJOINT = ".forward.number", ".backward.number"


def said(page: Page) -> str:
    return page.locator("backprop-graph .said").inner_text()


def press(page: Page, name: str) -> None:
    page.locator("backprop-graph").get_by_role("button", name=name).click()


def seen(graph: Locator, selector: str) -> dict[str, str]:
    """What the boxes of a graph show, by the name of each."""
    found: dict[str, str] = graph.evaluate(
        """(graph, selector) => Object.fromEntries([...graph.querySelectorAll(".node")].map(node =>
             [node.querySelector(".name").textContent.split(" = ")[0],
              node.querySelector(selector).textContent]))""",
        selector,
    )
    return found


def in_script(page: Page, root: str, module: str, body: str, *given: Any) -> Any:
    """Evaluate a function body with a module of the site as `it` and arguments as `given`."""
    code = f"async ([address, given]) => {{ const it = await import(address); {body} }}"
    return promised(page, code, [f"{root}assets/{module}.js", list(given)])


def shown(page: Page, told: dict[str, Any]) -> Locator:
    page.evaluate("told => document.querySelector('backprop-graph').build(told)", told)
    return page.locator("backprop-graph")
