"""Every contestant on every problem, in turn, in one process: `python -m tests.bench.contest`.

A process of its own, because the number of threads is settled when NumPy is loaded. With `one` as
argument, for one thread, it takes the time of the processor, which others on the machine do not
disturb much; otherwise that of the clock. Prints JSON.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import numpy as np

from tests.bench.contestants import CONTESTANTS, SAME, Parameters
from tests.bench.problem import Problem, accuracy, digits, noise

Clock = Callable[[], float]
BATCHES = (10, 100, 1000)
DTYPES = ("float64", "float32")
ROUNDS = 11
TURN = 0.05
"""Seconds: who needs less for an epoch trains several in a turn."""
EPOCHS = 30
"""Before the accuracy is taken."""


def contest(problem: Problem, clock: Clock) -> dict[str, Any]:
    """Seconds an epoch of ours, and how often that the others take: medians over the rounds."""
    epochs = {name: contestant(problem) for name, contestant in CONTESTANTS.items()}
    apart = disagreement(epochs)
    turns = {name: max(1, round(TURN / seconds(epoch, 1, clock))) for name, epoch in epochs.items()}
    rounds = [
        {name: seconds(epoch, turns[name], clock) for name, epoch in epochs.items()}
        for _ in range(ROUNDS)
    ]
    return {
        "seconds": statistics.median(times["ours"] for times in rounds),
        "apart": apart,
        "ratios": {
            name: statistics.median(times[name] / times["ours"] for times in rounds)
            for name in epochs
        },
    }


def disagreement(epochs: dict[str, Iterator[Parameters]]) -> float:
    """By how much the weights differ after the first epoch, which is also the warm-up."""
    found = {name: next(epoch) for name, epoch in epochs.items()}
    expected = found["textbook"]
    return max(
        float(np.abs(np.asarray(one) - other).max())
        for name in SAME
        for one, other in zip(found[name], expected, strict=True)
    )


def seconds(epochs: Iterator[Parameters], count: int, clock: Clock) -> float:
    """How long an epoch takes, the mean of some, after one that brings the data into the cache."""
    next(epochs)
    start = clock()
    for _ in range(count):
        next(epochs)
    return (clock() - start) / count


def accuracies(problem: Problem) -> dict[str, float]:
    """What each contestant has learnt after the same number of epochs."""
    found = {}
    for name, contestant in CONTESTANTS.items():
        epochs = contestant(problem)
        for _ in range(EPOCHS):
            parameters = next(epochs)
        if parameters:
            found[name] = accuracy([np.asarray(parameter) for parameter in parameters])
    return found


def main() -> None:
    """Measure, and print what was found."""
    clock = time.process_time if "one" in sys.argv else time.perf_counter
    results = []
    for make, batch, dtype in product((digits, noise), BATCHES, DTYPES):
        problem = make(batch, dtype)
        result = contest(problem, clock)
        result |= {"problem": problem.name, "batch": batch, "dtype": dtype}
        if problem.name == "digits":
            result["accuracies"] = accuracies(problem)
        results.append(result)
        print(problem.name, batch, dtype, result["ratios"], file=sys.stderr)
    print(json.dumps(results))


if __name__ == "__main__":
    main()
