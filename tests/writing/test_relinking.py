"""A link is resolved against its page, and changes only if it leads to what gets another name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.work import growth
from topicsite.writing.relinking import Renaming, relinked

PAGES = frozenset({"index.md", "about.md", "heaps/index.md", "heaps/more.md", "notes/deep.md",
                   "notes/heaps/index.md", "notes/index.md"})  # fmt: skip
TOPIC = Renaming("heaps", "piles", "topic", "https://site.example/project/",
                 frozenset({"heaps", "sorting"}), frozenset({"about.md"}), PAGES)  # fmt: skip
RESOURCE = replace(TOPIC, old="uno", new="due", kind="resource")
EXAMPLE = Renaming("sums", "totals", "example", "", frozenset({"heaps"}), frozenset(), PAGES)

# The page, the link, and what becomes of it; the same means that it stays.
TOPICS = [
    ("index.md", "heaps/index.md", "piles/index.md"),
    ("index.md", "heaps/", "piles/"),
    ("index.md", "heaps", "piles"),
    ("index.md", "./heaps/index.md#uno", "./piles/index.md#uno"),
    ("index.md", "heaps/?a=heaps#heaps", "piles/?a=heaps#heaps"),
    ("index.md", "heaps/more.md", "piles/more.md"),
    ("index.md", "heaps/heaps.png", "piles/heaps.png"),
    ("index.md", "heaps.md", "heaps.md"),
    ("index.md", "heaps-2/index.md", "heaps-2/index.md"),
    ("index.md", "my-heaps/index.md", "my-heaps/index.md"),
    ("index.md", "notes/heaps/index.md", "notes/heaps/index.md"),
    ("index.md", "notes/../heaps/index.md", "notes/../piles/index.md"),
    ("index.md", "#heaps", "#heaps"),
    ("index.md", "examples/heaps/", "examples/heaps/"),
    ("sorting/index.md", "../heaps/index.md", "../piles/index.md"),
    ("sorting/index.md", "../heaps/#uno", "../piles/#uno"),
    ("sorting/index.md", "heaps/index.md", "heaps/index.md"),
    ("about.md", "heaps/index.md", "piles/index.md"),
    ("about.md", "../heaps/", "../piles/"),
    ("about.md", "heaps/", "piles/"),
    ("notes/deep.md", "../heaps/index.md", "../piles/index.md"),
    ("notes/deep.md", "../../heaps/", "../../piles/"),
    ("notes/deep.md", "../heaps/", "../heaps/"),
    ("notes/deep.md", "heaps/index.md", "heaps/index.md"),
    ("notes/index.md", "heaps/", "heaps/"),
    ("heaps/index.md", "more.md", "more.md"),
    ("heaps/index.md", "../heaps/more.md", "../piles/more.md"),
    ("heaps/index.md", "../sorting/index.md", "../sorting/index.md"),
    ("index.md", "/project/heaps/", "/project/piles/"),
    ("index.md", "/heaps/index.md", "/piles/index.md"),
    ("index.md", "/heaps/", "/piles/"),
    ("heaps/index.md", "/heaps/", "/piles/"),
    ("index.md", "/project/notes/heaps/", "/project/notes/heaps/"),
    ("index.md", "/notes/heaps/", "/notes/heaps/"),
    ("index.md", "https://site.example/project/heaps/#x", "https://site.example/project/piles/#x"),
    ("index.md", "https://SITE.example/project/heaps/", "https://SITE.example/project/piles/"),
    ("index.md", "//site.example/project/heaps/", "//site.example/project/piles/"),
    ("index.md", "https://site.example/heaps/", "https://site.example/heaps/"),
    ("index.md", "https://other.example/project/heaps/", "https://other.example/project/heaps/"),
    ("index.md", "https://heaps/heaps/", "https://heaps/heaps/"),
    ("index.md", "mailto:heaps/heaps@e.org", "mailto:heaps/heaps@e.org"),
]
RESOURCES = [
    ("index.md", "heaps/index.md#uno", "heaps/index.md#due"),
    ("index.md", "heaps/#uno", "heaps/#due"),
    ("index.md", "sorting/#uno", "sorting/#due"),
    ("index.md", "heaps/#uno-2", "heaps/#uno-2"),
    ("index.md", "uno/#uno", "uno/#uno"),
    ("index.md", "tags/x/#uno", "tags/x/#due"),
    ("index.md", "about.md#uno", "about.md#due"),
    ("index.md", "notes/index.md#uno", "notes/index.md#uno"),
    ("about.md", "#uno", "#due"),
    ("index.md", "#uno", "#uno"),
    ("heaps/index.md", "#uno", "#due"),
    ("index.md", "https://other.example/heaps/#uno", "https://other.example/heaps/#uno"),
    ("index.md", "https://site.example/project/heaps/#uno",
     "https://site.example/project/heaps/#due"),
]  # fmt: skip
EXAMPLES = [
    ("index.md", "examples/sums.py", "examples/totals.py"),
    ("index.md", "examples/sums/", "examples/totals/"),
    ("index.md", "examples/sums/#sums", "examples/totals/#sums"),
    ("index.md", "examples/sums.html", "examples/totals.html"),
    ("index.md", "/examples/sums/", "/examples/totals/"),
    ("index.md", "examples/sums-2.py", "examples/sums-2.py"),
    ("index.md", "examples/sums.png", "examples/sums.png"),
    ("index.md", "sums/", "sums/"),
    ("heaps/index.md", "../examples/sums.py", "../examples/totals.py"),
    ("heaps/index.md", "examples/sums.py", "examples/sums.py"),
    ("about.md", "../examples/sums/", "../examples/totals/"),
]
FORMS = ["[x]({})", "[x](<{}> 't')", "[r]: {}\n", "<a href='{}'>x</a>", "![x]({})",
         "!!! note\n    [x]({})\n"]  # fmt: skip


@pytest.mark.parametrize(
    ("renaming", "page", "link", "expected"),
    [
        *((TOPIC, *row) for row in TOPICS),
        *((RESOURCE, *row) for row in RESOURCES),
        *((EXAMPLE, *row) for row in EXAMPLES),
    ],
)
def test_a_link_changes_if_it_leads_there(
    renaming: Renaming, page: str, link: str, expected: str
) -> None:
    for form in FORMS:
        before, after = form.format(link), form.format(expected)
        assert relinked(before, page, renaming) == (after, [])
        shown = f"`{before.strip()}` <!-- {before} -->" if "\n" not in before else "none"
        assert relinked(shown, page, renaming) == (shown, [])


def test_a_link_without_a_certain_place_is_named() -> None:
    text = "> [r]:\n> heaps/index.md\n"
    assert relinked(text, "index.md", TOPIC) == (text, ["heaps/index.md"])


@pytest.mark.parametrize(
    "piece", ["[x](heaps/) ", "<!-- topicsite: ", "[x](../heaps/../", "heaps/"]
)
def test_four_times_the_page_is_four_times_the_work(piece: str) -> None:
    assert growth(lambda text: relinked(text, "index.md", TOPIC), piece) < 5
