"""Options and fixtures for all tests."""

from __future__ import annotations

import pytest

from tests.built.projects import site

__all__ = ["site"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write what the tests of catalogs see to their expected.txt; read the diff",
    )
