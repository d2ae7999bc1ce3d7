"""A small network to watch while it learns to tell two kinds of points apart.

A page asks and shows; every number comes from here. `answer` is the one door: it starts a run or
goes on with it, and says how the run stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np

from backprop.datasets import circles, moons, spirals, xor
from backprop.network import Network
from backprop.operation import Array
from backprop.training import SGD, train

GRID: Final = 36
"""Points along each side of the square on which the output is drawn."""
REACH: Final = 1.25
"""The square goes from minus this to this; the data lie within it."""


def _exclusive_or() -> tuple[Array, Array]:
    corners, targets = xor()
    rng = np.random.default_rng(0)
    points = np.repeat(corners, 50, axis=0) + rng.normal(0, 0.14, size=(200, 2))
    return points, np.repeat(targets[:, 0], 50)


DATA: Final[dict[str, Callable[[], tuple[Array, Array]]]] = {
    "xor": _exclusive_or,
    "circles": circles,
    "moons": lambda: moons(200, noise=0.12),
    "spirals": lambda: spirals(200, arms=2, noise=0.12),
}
FIRST_WEIGHTS: Final = {"tanh": "glorot", "sigmoid": "glorot", "relu": "he"}


@dataclass(frozen=True)
class Settings:
    """What a reader chooses.

    Attributes:
        data: one of `DATA`.
        layers: hidden layers, 1 to 6.
        width: units in each of them, 1 to 16.
        activation: of the hidden layers, one of `FIRST_WEIGHTS`.
        rate: the learning rate, above 0 and up to 10.
        batch: examples in a step, 1 to 200.
        seed: of the first weights.
    """

    data: str = "xor"
    layers: int = 2
    width: int = 6
    activation: str = "tanh"
    rate: float = 0.3
    batch: int = 20
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse what no run can be made of.

        Raises:
            ValueError: naming the setting, and what it may be.
        """
        for name, known in (("data", DATA), ("activation", FIRST_WEIGHTS)):
            if getattr(self, name) not in known:
                raise ValueError(f"{name} is one of {', '.join(known)}")
        for name, most in (("layers", 6), ("width", 16), ("batch", 200)):
            value = getattr(self, name)
            if not isinstance(value, int) or not 1 <= value <= most:
                raise ValueError(f"{name} is a whole number from 1 to {most}")
        if not 0 < self.rate <= 10:
            raise ValueError("the learning rate is above 0 and at most 10")


class Run:
    """A network on its way.

    Attributes:
        points: the data (200, 2), within the square.
        labels: 0 or 1 for each of them.
        epoch: how often it has gone through all points.
    """

    def __init__(self, settings: Settings) -> None:
        points, self.labels = DATA[settings.data]()
        middle = (points.max(axis=0) + points.min(axis=0)) / 2
        self.points = (points - middle) / np.abs(points - middle).max()
        self.targets = self.labels[:, None]
        self.network = Network(
            [2, *[settings.width] * settings.layers, 1],
            hidden=settings.activation,
            output="sigmoid",
            cost="cross-entropy",
            initialisation=FIRST_WEIGHTS[settings.activation],
            seed=settings.seed,
        )
        self.epoch = 0
        self._epochs: Iterator[int] = train(
            self.network,
            self.points,
            self.targets,
            SGD(settings.rate),
            epochs=10**9,
            batch=settings.batch,
            seed=settings.seed,
        )

    def go_on(self, epochs: int) -> None:
        """Train for some more epochs."""
        with np.errstate(all="ignore"):  # weights that grow too large are told of in `state`
            for _ in range(epochs):
                self.epoch = next(self._epochs)

    def state(self) -> dict[str, Any]:
        """How it stands: `epoch`, `loss`, `accuracy`, `gradients` and `surface`.

        `gradients` has for each layer the root mean square of the derivatives of the loss by its
        weights, over all points. `surface` has the output on the grid, row by row from the top
        left, in whole percent.

        Raises:
            ValueError: if the weights have left all bounds.
        """
        if not all(np.isfinite(array).all() for array in self.network.parameters):
            raise ValueError(
                "the weights have grown beyond all numbers; choose a smaller learning rate"
            )
        slopes, _ = self.network.backward(self.points, self.targets)
        output = self.network.predict(self.points)[:, 0]
        side = np.linspace(-REACH, REACH, GRID)
        across, up = np.meshgrid(side, side[::-1])
        grid = np.stack([across.ravel(), up.ravel()], axis=1)
        return {
            "epoch": self.epoch,
            "loss": self.network.cost(self.points, self.targets),
            "accuracy": float(np.mean((output > 0.5) == (self.labels > 0.5))),
            "gradients": [float(np.sqrt(np.mean(slope**2))) for slope in slopes],
            "surface": np.rint(100 * self.network.predict(grid)[:, 0]).astype(int).tolist(),
        }


_run: Run | None = None


def answer(question: Mapping[str, Any]) -> dict[str, Any]:
    """Start a run, or go on with it.

    Args:
        question: `settings` to start with, or `epochs` to go on for.

    Returns:
        The state of the run; after a start with `points`, each with its label, and `reach`.

    Raises:
        ValueError: for settings that make no run, or if there is none to go on with.
    """
    global _run
    if "settings" in question:
        given = dict(question["settings"])
        unknown = set(given) - {field.name for field in fields(Settings)}
        if unknown:
            raise ValueError(f"there is no setting {min(unknown)}")
        _run = Run(Settings(**given))
        points = np.column_stack([_run.points.round(3), _run.labels]).tolist()
        return {**_run.state(), "points": points, "reach": REACH, "grid": GRID}
    if _run is None:
        raise ValueError("nothing has been started yet, or Python was started anew")
    _run.go_on(int(question["epochs"]))
    return _run.state()
