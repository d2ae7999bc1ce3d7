"""A fresh interpreter for each test of what runs in the page."""

from __future__ import annotations

import builtins
import sys
import time
import traceback
import warnings
from collections.abc import Iterator

import pytest

from topicsite.assets.python import session


@pytest.fixture(autouse=True)
def begun(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An interpreter that has begun, and this one as it was afterwards."""
    monkeypatch.setattr(builtins, "input", input)
    monkeypatch.setattr(time, "sleep", time.sleep)
    monkeypatch.setattr(time, "monotonic", time.monotonic)
    for name in ("formatwarning", "showwarning"):
        monkeypatch.setattr(warnings, name, getattr(warnings, name))
    monkeypatch.setattr(traceback.StackSummary, "format", traceback.StackSummary.format)
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    monkeypatch.setenv("MPLBACKEND", "agg")
    session.begin('["backprop"]')
    yield
    session.main.__dict__.clear()
    session.modules.clear()
