"""How much work something is, in steps and not in seconds, so that every machine sees the same."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def steps(work: Callable[[], object]) -> int:
    """How many lines of Python something runs."""
    count = 0

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def growth(work: Callable[[str], object], piece: str, count: int = 100) -> float:
    """How many times the work for a piece is done for the same piece four times as often."""
    small = steps(lambda: work(piece * count))
    large = steps(lambda: work(piece * (4 * count)))
    return large / max(small, count)
