"""The tape against micrograd on micrograd's own demo.

`python -m tests.bench.tape NAME` is one contestant in a process of its own, so that nobody's
garbage is collected in another's time.
"""

from __future__ import annotations

import gc
import json
import random
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from backprop import datasets
from backprop import operations as ops
from backprop.operation import Array
from backprop.tape import Variable, gradient

SIZES = (2, 16, 16, 1)
ROUNDS = 5
STEPS = 7
LENGTHS = (10_000, 100_000)
Step = tuple[float, Array]
"""The loss and all derivatives, in one row."""

POINTS, LABELS = datasets.moons(100, noise=0.1, seed=1337)
SIDES = 2 * LABELS - 1


def weights() -> list[Array]:
    """For each layer (n_out, n_in), as micrograd draws them. Biases begin at 0."""
    draw = random.Random(1337)
    return [
        np.array([[draw.uniform(-1, 1) for _ in range(n_in)] for _ in range(n_out)])
        for n_in, n_out in pairwise(SIZES)
    ]


def scalar_program(number: Callable[[float], Any], relu: Callable[[Any], Any]) -> tuple[Any, Any]:
    """The demo's loss as micrograd computes it, number by number, and its parameters."""
    layers = [
        [([number(float(w)) for w in row], number(0.0)) for row in layer] for layer in weights()
    ]
    losses = []
    for point, side in zip(POINTS.tolist(), SIDES.tolist(), strict=True):
        values = [number(coordinate) for coordinate in point]
        for layer in layers:
            sums = [
                sum((w * x for w, x in zip(row, values, strict=True)), bias) for row, bias in layer
            ]
            values = [relu(z) for z in sums]
        losses.append(relu(1.0 + -side * sums[0]))
    parameters = [p for layer in layers for row, bias in layer for p in (*row, bias)]
    data = sum(losses) * (1.0 / len(losses))
    return data + 1e-4 * sum(p * p for p in parameters), parameters


def micrograd() -> Step:
    """Micrograd itself."""
    from micrograd.engine import Value

    loss, parameters = scalar_program(Value, Value.relu)
    loss.backward()
    return loss.data, np.array([parameter.grad for parameter in parameters])


def numbers() -> Step:
    """The same program with our variables for its numbers."""
    loss, parameters = scalar_program(Variable, ops.relu)
    return float(loss.value), np.array(gradient(loss, parameters))


def arrays() -> Step:
    """The same loss as one writes it with arrays."""
    layers = [(Variable(w), Variable(np.zeros(len(w)))) for w in weights()]
    values: Any = POINTS
    for layer, (w, b) in enumerate(layers):
        values = values @ w.T + b
        values = ops.relu(values) if layer < len(layers) - 1 else values
    parameters = [p for layer in layers for p in layer]
    data = ops.relu(1.0 - SIDES * values.reshape(len(POINTS))).mean()
    loss = data + 1e-4 * sum((p * p).sum() for p in parameters)
    slopes = gradient(loss, parameters)
    rows = [np.column_stack(pair) for pair in zip(slopes[::2], slopes[1::2], strict=True)]
    return float(loss.value), np.concatenate([row.ravel() for row in rows])


CONTESTANTS: dict[str, Callable[[], Step]] = {
    "micrograd": micrograd,
    "numbers": numbers,
    "arrays": arrays,
}


def measure() -> None:
    """Let the contestants take turns, and write down what was found."""
    # Not for the contestants: the collector would walk over all that comes with it.
    from tests.bench import results
    from topicsite.model.measurements import Column, Note

    check()
    rounds = [{name: _alone(name) for name in CONTESTANTS} for _ in range(ROUNDS)]
    rows: list[list[str | float]] = []
    for name, words in (
        ("micrograd", "micrograd"),
        ("numbers", "our tape, the same numbers"),
        ("arrays", "our tape, arrays"),
    ):
        row: list[str | float] = [words]
        for way in ("collected", "not"):
            ratios = [times[name][way] / times["micrograd"][way] for times in rounds]
            row.append(statistics.median(times[name][way] for times in rounds) * 1000)
            row.append(statistics.median(ratios))
        rows.append(row)
    columns = (
        Column(heading="forward and backward"),
        Column(heading="time", unit="ms", decimals=2),
        Column(heading="of micrograd's", digits=2),
        Column(heading="without the collector", unit="ms", decimals=2),
        Column(heading="of micrograd's", digits=2),
    )
    memory = " and ".join(f"{bytes_each(length):.0f} at {length:,}" for length in LENGTHS)
    note = Note(
        text="At most so many bytes for each operation of a chain, backward pass included: "
        f"{memory}."
    )
    results.write("tape", ("numpy", "micrograd"), [results.table(columns, rows), note])


def check() -> None:
    """Make sure that all three compute the same.

    Raises:
        AssertionError: if they do not.
    """
    loss, slopes = micrograd()
    for name in ("numbers", "arrays"):
        other_loss, other_slopes = CONTESTANTS[name]()
        np.testing.assert_allclose(other_loss, loss, rtol=1e-12)
        np.testing.assert_allclose(other_slopes, slopes, rtol=1e-9, atol=1e-12)


def bytes_each(length: int) -> float:
    """The peak memory of a chain of operations, divided by their number."""
    tracemalloc.start()
    x = Variable(0.5)
    y = x
    for _ in range(length // 2):
        y = y * x + 1e-3
    gradient(y, x)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / length


def seconds(step: Callable[[], Step], *, collect: bool) -> float:
    """The processor's time for a step, with or without Python's collector of cycles."""
    times = []
    for _ in range(STEPS):
        if not collect:
            gc.collect()
            gc.disable()
        start = time.process_time()
        step()
        times.append(time.process_time() - start)
        gc.enable()
    return statistics.median(times[1:])


def _alone(name: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.tape", name],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        check=True,
    )
    times: dict[str, float] = json.loads(done.stdout)
    return times


if __name__ == "__main__":
    # Micrograd sorts its graph by recursion.
    sys.setrecursionlimit(100_000)
    chosen = CONTESTANTS[sys.argv[1]]
    print(
        json.dumps(
            {"collected": seconds(chosen, collect=True), "not": seconds(chosen, collect=False)}
        )
    )
