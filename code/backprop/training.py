"""From gradients to steps, and from steps to a trained network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from backprop.operation import Array


class Trainable(Protocol):
    """What can be trained: the readable network, and the fast one."""

    @property
    def parameters(self) -> list[Array]:
        """The arrays that training changes."""

    def gradients(self, x: Array, y: Array) -> list[Array]:
        """How the cost changes with each of them."""

    def check(self, x: Array, y: Array | None = None) -> None:
        """Refuse examples and targets that do not fit."""


class Optimiser(Protocol):
    """How a gradient becomes a step."""

    def step(self, parameters: list[Array], gradients: list[Array]) -> None:
        """Change the parameters in place."""


def together(
    parameters: list[Array], gradients: list[Array], *memories: list[Array]
) -> Iterator[tuple[Array, ...]]:
    """Each parameter with its gradient, and with what an optimiser remembers of it.

    Raises:
        ValueError: if there are not as many of all, or one has another shape than its parameter,
            over which NumPy would spread it.
    """
    want, have = [p.shape for p in parameters], [g.shape for g in gradients]
    if have != want:
        raise ValueError(f"parameters of the shapes {want} have gradients of the shapes {have}")
    for memory in memories:
        if [m.shape for m in memory] != want:
            raise ValueError(
                "this optimiser began with other parameters, and remembers their gradients; make "
                "a new one for these"
            )
    return zip(parameters, gradients, *memories, strict=True)


@dataclass
class SGD:
    """Stochastic gradient descent: against the gradient, by its length times the rate."""

    rate: float

    def step(self, parameters: list[Array], gradients: list[Array]) -> None:
        """Change the parameters in place."""
        for parameter, gradient in together(parameters, gradients):
            parameter -= self.rate * gradient


class Momentum:
    """Gradient descent with a velocity that outlives a step (Polyak 1964; Nielsen, eq. 107)."""

    def __init__(self, rate: float, keep: float = 0.9) -> None:
        self.rate = rate
        self.keep = keep
        self._velocities: list[Array] = []

    def step(self, parameters: list[Array], gradients: list[Array]) -> None:
        """Change the parameters in place."""
        if not self._velocities:
            self._velocities = [np.zeros_like(parameter) for parameter in parameters]
        rows = together(parameters, gradients, self._velocities)
        for parameter, gradient, velocity in rows:
            velocity *= self.keep
            velocity -= self.rate * gradient
            parameter += velocity


class Adam:
    """Steps of about the same length for every parameter (Kingma and Ba 2015, algorithm 1)."""

    def __init__(
        self, rate: float = 1e-3, beta1: float = 0.9, beta2: float = 0.999, tiny: float = 1e-8
    ) -> None:
        self.rate = rate
        self.beta1, self.beta2, self.tiny = beta1, beta2, tiny
        self._count = 0
        self._means: list[Array] = []
        self._squares: list[Array] = []

    def step(self, parameters: list[Array], gradients: list[Array]) -> None:
        """Change the parameters in place."""
        if not self._means:
            self._means = [np.zeros_like(parameter) for parameter in parameters]
            self._squares = [np.zeros_like(parameter) for parameter in parameters]
        rows = together(parameters, gradients, self._means, self._squares)
        self._count += 1
        for parameter, gradient, mean, square in rows:
            mean += (1 - self.beta1) * (gradient - mean)
            square += (1 - self.beta2) * (gradient**2 - square)
            # Both start at zero, which is corrected for.
            unbiased = mean / (1 - self.beta1**self._count)
            spread = np.sqrt(square / (1 - self.beta2**self._count))
            parameter -= self.rate * unbiased / (spread + self.tiny)


class AdamW(Adam):
    """Adam, and every step pulls the parameters towards zero (Loshchilov and Hutter 2019)."""

    def __init__(
        self,
        rate: float = 1e-3,
        beta1: float = 0.9,
        beta2: float = 0.999,
        tiny: float = 1e-8,
        *,
        decay: float = 1e-2,
    ) -> None:
        super().__init__(rate, beta1, beta2, tiny)
        self.decay = decay

    def step(self, parameters: list[Array], gradients: list[Array]) -> None:
        """Change the parameters in place.

        The pull is no part of the gradient, so that parameters with large gradients feel it too.
        """
        for parameter, _ in together(parameters, gradients):
            parameter -= self.rate * self.decay * parameter
        super().step(parameters, gradients)


def check_plan(network: Trainable, x: Array, y: Array, *, epochs: int, batch: int) -> None:
    """Refuse what cannot be trained with.

    Raises:
        TypeError: if the examples are no floating-point numbers, or a number is not whole.
        ValueError: if a shape does not fit, there is nothing to learn from, or a number is too
            small.
    """
    network.check(x, y)
    for name, number, least in (("epochs", epochs, 0), ("batch", batch, 1)):
        if not isinstance(number, (int, np.integer)) or isinstance(number, bool):
            raise TypeError(f"{name} is a whole number, not {number!r}")
        if number < least:
            raise ValueError(f"{name} is {least} or more, not {number}")
    if len(x) == 0:
        raise ValueError("there are no examples to learn from")


def train(
    network: Trainable,
    x: Array,
    y: Array,
    optimiser: Optimiser,
    *,
    epochs: int,
    batch: int,
    seed: int = 0,
) -> Iterator[int]:
    """Train in mini-batches; gives the number of each epoch when it is over.

    Args:
        network: what to train; its parameters change in place.
        x: examples (n, n_in).
        y: targets (n, n_out).
        optimiser: how a gradient becomes a step.
        epochs: how often to go through all examples.
        batch: examples in a step; the last step of an epoch takes what is left.
        seed: of the order in which the examples come.

    Raises:
        TypeError: if the examples are no floating-point numbers, or a number is not whole.
        ValueError: if a shape does not fit, or for a number of epochs or examples that cannot be;
            at once, before the first epoch is asked for.
    """
    check_plan(network, x, y, epochs=epochs, batch=batch)
    return _epochs(network, x, y, optimiser, epochs, batch, seed)


def _epochs(
    network: Trainable,
    x: Array,
    y: Array,
    optimiser: Optimiser,
    epochs: int,
    batch: int,
    seed: int,
) -> Iterator[int]:
    rng = np.random.default_rng(seed)
    for epoch in range(1, epochs + 1):
        order = rng.permutation(len(x))
        for start in range(0, len(x), batch):
            chosen = order[start : start + batch]
            optimiser.step(network.parameters, network.gradients(x[chosen], y[chosen]))
        yield epoch
