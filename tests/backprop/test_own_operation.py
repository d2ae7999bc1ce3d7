"""The page on operations of one's own: its code runs as it stands, and prints what it says."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from backprop import operations as ops
from backprop.operation import OPERATIONS
from backprop.tape import Variable, gradient, hessian_vector_product

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/own-operation.md").read_text(encoding="utf-8")


@pytest.fixture
def names() -> Iterator[dict[str, Any]]:
    """What the page has defined when one has come to its end."""
    before = dict(OPERATIONS)
    defined: dict[str, Any] = {}
    printed = io.StringIO()
    try:
        for language, block in re.findall(r"```(\w+)\n(.*?)```", PAGE, re.DOTALL):
            if language == "text":
                assert printed.getvalue() == block
            else:
                printed = io.StringIO()
                with contextlib.redirect_stdout(printed):
                    exec(compile(block, "own-operation.md", "exec"), defined)
        yield defined
    finally:
        OPERATIONS.clear()
        OPERATIONS.update(before)


def test_the_operations_of_the_page_are_right(names: dict[str, Any]) -> None:
    x = Variable(np.arange(6.0).reshape(2, 3))
    for axis in (0, 1, -1, -2):
        weights = np.arange(6.0).reshape(2, 3)
        slopes = gradient((names["roll"](x, by=1, axis=axis) * weights).sum(), x)
        np.testing.assert_array_equal(slopes, np.roll(weights, -1, axis))
    a, b = Variable(np.array([3.0, 5.0])), Variable(np.array([[4.0], [12.0]]))
    by_a, by_b = gradient(names["hypot"](a, b).sum(), [a, b])
    assert (by_a.shape, by_b.shape) == ((2,), (2, 1))
    np.testing.assert_allclose(by_a[0], 3 / 5 + 3 / np.hypot(3, 12))
    one = np.ones(2)
    product = hessian_vector_product(names["arctan"](a).sum(), a, one)
    np.testing.assert_allclose(product, -2 * a.value / (1 + a.value**2) ** 2)


def test_the_page_names_what_is_there() -> None:
    for path in re.findall(r"`((?:code|tests|docs)/[\w./-]+)`", PAGE):
        assert (ROOT / path).exists(), path
    for name in re.findall(r"ops\.(\w+)", PAGE):
        assert hasattr(ops, name), name


def test_the_page_is_linked_from_where_one_looks() -> None:
    for page in ("docs/contribute.md", "docs/library-speed.md", "CONTRIBUTING.md", "README.md"):
        assert "own-operation.md" in (ROOT / page).read_text(encoding="utf-8"), page
