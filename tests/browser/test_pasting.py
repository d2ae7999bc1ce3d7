"""Code from elsewhere is made what Python reads, and what may be meant is not touched."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cells import FIRST, cell, open_editor, press_run, source_of, write

NBSP, BOM = "\u00a0", "\ufeff"
# What is pasted, and what then stands there.
PASTED = {
    "code": ("x = 1\nif x:\n    print(x)\n", "x = 1\nif x:\n    print(x)\n"),
    "spaces that do not break": (f"if 1:\n{NBSP}{NBSP} {NBSP}x{NBSP}= 2", "if 1:\n    x = 2"),
    "spaces of other widths": ("x\u2009=\u30002\u202f+\u20031", "x = 2 + 1"),
    "the mark of byte order": (f"{BOM}import math", "import math"),
    "signs without width": ("ma\u200bth\u2060 = 1\u00ad", "math = 1"),
    "lines of Windows": ("a = 1\r\nb = 2\r\n", "a = 1\nb = 2\n"),
    "a session": (
        ">>> x = 1\n>>> x + 1\n2\n>>> for i in range(2):\n...     print(i)\n...\n0\n1\n>>> x",
        "x = 1\nx + 1\nfor i in range(2):\n    print(i)\n\nx",
    ),
    "a session that is indented": ("    >>> x = 1\n    >>> x\n    1\n", "x = 1\nx"),
    "a session with spaces that do not break": (f">>>{NBSP}x = 1\n>>>{NBSP}x\n1", "x = 1\nx"),
    "a session of IPython": (
        "In [1]: def f():\n   ...:     return 1\n   ...: \n\nIn [2]: f()\nOut[2]: 1\n",
        "def f():\n    return 1\n\nf()",
    ),
    "examples in a docstring": (
        'def f():\n    """\n    >>> f()\n    1\n    """\n    return 1',
        'def f():\n    """\n    >>> f()\n    1\n    """\n    return 1',
    ),
    "typographer's signs": (
        "print(\u201cone\u201d, \u2018two\u2019, 3 \u2212 2 \u2013 1)",
        "print(\"one\", 'two', 3 - 2 - 1)",
    ),
    "signs in a text": (
        f'x = "\u201cit\u2019s\u201d {NBSP}\u2212"  # a \u2013 b{NBSP}c',
        f'x = "\u201cit\u2019s\u201d {NBSP}\u2212"  # a \u2013 b{NBSP}c',
    ),
    "signs in a long text": (f"'''a{NBSP}b\n\u2212'''", f"'''a{NBSP}b\n\u2212'''"),
    "one sign": ("\u00e9", "\u00e9"),
    "an emoji": ("'\U0001f469\u200d\U0001f52c'", "'\U0001f469\u200d\U0001f52c'"),
}


@pytest.fixture
def empty(page: Page) -> Page:
    """A page whose first cell is open and empty."""
    write(page, FIRST, "")
    open_editor(page, FIRST)
    return page


@pytest.mark.parametrize("name", PASTED)
def test_what_is_pasted_is_code(empty: Page, name: str) -> None:
    given, wanted = PASTED[name]
    cell(empty, FIRST).get_by_role("textbox").evaluate(
        """(editor, text) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", text);
            const given = { clipboardData, bubbles: true, cancelable: true };
            editor.dispatchEvent(new ClipboardEvent("paste", given));
        }""",
        given,
    )
    assert source_of(empty, FIRST) == wanted


@pytest.mark.parametrize("name", ["a session", "spaces that do not break", "an emoji"])
def test_what_a_telephone_inserts_is_code_too(empty: Page, name: str) -> None:
    given, wanted = PASTED[name]
    if "\n" in given:  # a keyboard inserts one line at a time
        given, wanted = given.split("\n")[0], wanted.split("\n")[0]
    empty.keyboard.insert_text(given)
    assert source_of(empty, FIRST) == wanted


def test_a_space_that_option_made_unbreakable_is_a_space(empty: Page) -> None:
    for text in ("x", NBSP, "=", NBSP, "5"):
        empty.keyboard.insert_text(text)
    assert source_of(empty, FIRST) == "x = 5"
    press_run(empty, FIRST)
    expect(cell(empty, FIRST).locator(".output")).to_have_count(0)


def test_what_is_typed_stays_as_it_is(empty: Page) -> None:
    empty.keyboard.type("x = 5 >>> 2 # \u2212")
    assert source_of(empty, FIRST) == "x = 5 >>> 2 # \u2212"
