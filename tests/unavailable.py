"""Tools that a machine may lack."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def unavailable(what: str, remedy: str) -> NoReturn:
    """Skip where a reader lacks a tool; fail where everything has to be tested."""
    reason = f"{what} is not here; {remedy}"
    if os.environ.get("TOPICSITE_TEST_EVERYTHING"):
        pytest.fail(reason)
    pytest.skip(reason)
