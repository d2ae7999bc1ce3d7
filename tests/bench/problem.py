"""What is trained: the same network, examples and order for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from backprop import datasets
from backprop.network import Network
from backprop.operation import Array

SEED = 1
LEARNT = 1500
"""So many digits are for training; the others are for the accuracy."""


@dataclass(frozen=True)
class Problem:
    """A network of sigmoids with the quadratic cost, and how to train it.

    Attributes:
        name: what is read.
        sizes: units in each layer.
        x: examples (n, sizes[0]).
        y: targets (n, sizes[-1]), one-hot.
        batch: examples in a step.
        rate: of gradient descent.
    """

    name: str
    sizes: tuple[int, ...]
    x: Array
    y: Array
    batch: int
    rate: float = 3.0

    def network(self) -> Network:
        """The network before training, made anew."""
        return Network(self.sizes, seed=SEED, dtype=self.x.dtype.type)

    def orders(self) -> Iterator[Array]:
        """The order of the examples in each epoch, which is that of `training.train`."""
        rng = np.random.default_rng(SEED)
        while True:
            yield rng.permutation(len(self.x))

    def batches(self) -> Iterator[list[Array]]:
        """The same, cut into mini-batches."""
        starts = range(self.batch, len(self.x), self.batch)
        return (np.split(order, starts) for order in self.orders())


def digits(batch: int, dtype: str) -> Problem:
    """The first of the 8x8 digits."""
    x, labels = datasets.digits()
    y = datasets.one_hot(labels[:LEARNT], 10)
    return Problem("digits", (64, 30, 10), x[:LEARNT].astype(dtype), y.astype(dtype), batch)


def noise(batch: int, dtype: str) -> Problem:
    """Random examples of the size of MNIST's, and random classes."""
    rng = np.random.default_rng(SEED)
    x, labels = rng.normal(size=(1000, 784)), rng.integers(0, 10, 1000)
    y = datasets.one_hot(labels, 10)
    return Problem("noise", (784, 100, 10), x.astype(dtype), y.astype(dtype), batch)


def accuracy(parameters: list[Array]) -> float:
    """The share of digits kept back that these weights and biases read correctly."""
    x, labels = datasets.digits()
    network = Network((64, 30, 10))
    network.weights, network.biases = parameters[::2], parameters[1::2]
    return network.accuracy(x[LEARNT:].astype(parameters[0].dtype), labels[LEARNT:])
