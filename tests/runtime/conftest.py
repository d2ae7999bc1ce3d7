"""The pinned files, as `make runtime` has brought them together."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.built.projects import PROJECT
from tests.unavailable import unavailable
from topicsite import runtime
from topicsite.runtime.assembly import missing


@pytest.fixture(scope="session")
def cache() -> Path:
    """The project's cache of pinned files; nothing is fetched by a test."""
    folder = PROJECT / ".cache" / "runtime"
    if missing(folder):
        unavailable("Python for the pages", "bring it with: make runtime")
    return folder


@pytest.fixture(scope="session")
def node() -> str:
    """The command of Node.js."""
    command = runtime.node()
    if command is None:
        unavailable("Node.js 18 or newer", "install it with: apt install nodejs")
        raise AssertionError
    return command
