"""Options and fixtures for all tests."""

from __future__ import annotations

import pytest

from tests.built.projects import site
from topicsite import source

__all__ = ["site"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write what the tests of catalogs see to their expected.txt; read the diff",
    )


@pytest.fixture
def parses(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The files that are parsed from here on."""
    seen: set[str] = set()
    parse = source.parse

    def noting(path: str, raw: bytes) -> source.Source:
        seen.add(path)
        return parse(path, raw)

    monkeypatch.setattr(source, "parse", noting)
    return seen
