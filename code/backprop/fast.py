"""The network of `network`, for speed: the same mathematics without a temporary array.

Every step of training makes the same calls on the same arrays; only the examples in them change. So
the calls are written down once for each size of mini-batch, with the place for every result, and to
train is to go through the list. What else makes it fast:

- All parameters lie in one vector and all their derivatives in another: a step is one subtraction.
- Biases are the last column of the weights, and activations have a last row of ones to meet them,
  so that BP3 comes out of the product that BP4 needs anyway.
- Activations have an example in each column: without the row of ones they are one block of memory.

The gradients equal those of the readable network up to rounding.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np

from backprop.network import Network
from backprop.operation import Array
from backprop.training import check_plan

Call = Callable[[], Any]
"""A function with all its arguments, the place of the result last."""


def _sigmoid(a: Array, room: Array) -> list[Call]:
    # The complement 1 - a = 1 / (1 + exp z) comes first, and stays for the slope a (1 - a).
    one = _constant(1.0, a)
    return [
        partial(np.exp, a, a),
        partial(np.add, a, one, a),
        partial(np.divide, one, a, room),
        partial(np.subtract, one, room, a),
    ]


def _sigmoid_back(delta: Array, a: Array, room: Array) -> list[Call]:
    return [partial(np.multiply, a, room, room), partial(np.multiply, delta, room, delta)]


def _tanh_back(delta: Array, a: Array, room: Array) -> list[Call]:
    return [
        partial(np.multiply, a, a, room),
        partial(np.subtract, _constant(1.0, a), room, room),
        partial(np.multiply, delta, room, delta),
    ]


def _relu_back(delta: Array, a: Array, room: Array) -> list[Call]:
    # What the relu has let through is positive, and the rest is zero.
    return [partial(np.sign, a, room), partial(np.multiply, delta, room, delta)]


def _softmax(a: Array, room: Array) -> list[Call]:
    column = room[:1]
    return [
        partial(np.maximum.reduce, a, 0, None, column, True),
        partial(np.subtract, a, column, a),
        partial(np.exp, a, a),
        partial(np.add.reduce, a, 0, None, column, True),
        partial(np.divide, a, column, a),
    ]


# For each activation: replace z by its values; multiply an error by its slope there. The room is
# of the same shape, and what the first leaves in it the second finds.
_IN_PLACE: Final[dict[str, tuple[Callable[..., list[Call]], Callable[..., list[Call]]]]] = {
    "sigmoid": (_sigmoid, _sigmoid_back),
    "tanh": (lambda a, room: [partial(np.tanh, a, a)], _tanh_back),
    "relu": (lambda a, room: [partial(np.maximum, a, 0.0, out=a)], _relu_back),
    "linear": (lambda a, room: [], lambda delta, a, room: []),
    "softmax": (_softmax, lambda delta, a, room: []),
}


def _constant(value: float, like: Array) -> Array:
    """A number that NumPy need not convert at each call."""
    return np.array(value, like.dtype)


@dataclass(frozen=True)
class _Pass:
    """Forward and backward through the network, for one size of mini-batch.

    Attributes:
        x: the place of the examples (n, n_in + 1), the last column ones.
        given: the same without that column (n, n_in).
        y: the place of the targets (n, n_out).
        calls: what to do, in order.
    """

    x: Array
    given: Array
    y: Array
    calls: list[Call]


def _run(calls: list[Call]) -> None:
    # Where exp z overflows, the sigmoid is 1 - 1 / infinity, which is right.
    with np.errstate(over="ignore"):
        for call in calls:
            call()


class FastNetwork:
    """A network that trains fast.

    It takes over the parameters of a readable network, which goes on seeing them: to train the one
    is to train the other.

    Attributes:
        network: the readable network.
    """

    def __init__(self, network: Network) -> None:
        self.network = network
        joined = [
            np.column_stack(pair) for pair in zip(network.weights, network.biases, strict=True)
        ]
        self._flat = np.concatenate([array.ravel() for array in joined])
        self._slopes = np.empty_like(self._flat)
        ends = np.cumsum([array.size for array in joined])[:-1]
        self._weights, self._d_weights = (
            [
                part.reshape(array.shape)
                for part, array in zip(np.split(vector, ends), joined, strict=True)
            ]
            for vector in (self._flat, self._slopes)
        )
        # What the network sees of the vector: all weights, then all biases.
        self._seen = [w[:, :-1] for w in self._weights] + [w[:, -1] for w in self._weights]
        self._passes: dict[int, _Pass] = {}
        self._take_over()

    def __reduce__(self) -> tuple[Any, ...]:
        """A copy has parameters of its own if the network is copied too, or takes over the same."""
        return FastNetwork, (self.network,)

    def _take_over(self) -> None:
        """Let the network see this vector, with its own numbers in it.

        Since the last time somebody may have given the network other arrays, or another fast
        network may have taken it over.
        """
        given = self.network.weights + self.network.biases
        if all(map(operator.is_, given, self._seen)):
            return
        shapes = [array.shape for array in given]
        if shapes != [part.shape for part in self._seen]:
            raise ValueError(
                f"the network has got weights and biases of the shapes {shapes}; for another "
                "architecture make another FastNetwork"
            )
        for part, array in zip(self._seen, given, strict=True):
            part[...] = array
        count = len(self._weights)
        self.network.weights[:], self.network.biases[:] = self._seen[:count], self._seen[count:]

    @property
    def parameters(self) -> list[Array]:
        """All parameters in one vector: for each layer (n_out, n_in + 1), the bias last."""
        self._take_over()
        return [self._flat]

    def check(self, x: Array, y: Array | None = None) -> None:
        """Refuse what the readable network refuses."""
        self.network.check(x, y)

    def gradients(self, x: Array, y: Array) -> list[Array]:
        """The gradient of the cost, in the order of `parameters`.

        Args:
            x: examples (n, n_in).
            y: targets (n, n_out).

        Returns:
            One vector, which the next call overwrites.
        """
        self.network.check(x, y)
        self._take_over()
        places = self._passes.get(len(x))
        if places is None:
            places = self._passes[len(x)] = self._write_down(len(x), 1 / len(x))
        places.given[...] = x
        places.y[...] = y
        _run(places.calls)
        return [self._slopes]

    def train(
        self, x: Array, y: Array, rate: float, *, epochs: int, batch: int, seed: int = 0
    ) -> Iterator[int]:
        """Do what `training.train` does with `SGD(rate)`, in a fraction of the time.

        Args:
            x: examples (n, n_in).
            y: targets (n, n_out).
            rate: the length of a step, as a multiple of the gradient.
            epochs: how often to go through all examples.
            batch: examples in a step; the last step of an epoch takes what is left.
            seed: of the order in which the examples come.

        Raises:
            TypeError: if the examples are no floating-point numbers.
            ValueError: if a shape does not fit, or for a number of epochs or examples that cannot
                be; at once, before the first epoch is asked for.
        """
        check_plan(self, x, y, epochs=epochs, batch=batch)
        return self._epochs(x, y, rate, epochs, batch, seed)

    def _epochs(
        self, x: Array, y: Array, rate: float, epochs: int, batch: int, seed: int
    ) -> Iterator[int]:
        examples = np.column_stack([x, np.ones(len(x))]).astype(self._flat.dtype)
        targets = y.astype(self._flat.dtype)
        # With the rate in them, the gradients are steps already.
        passes = {
            n: self._write_down(n, rate / n) for n in {min(batch, len(x)), len(x) % batch} - {0}
        }
        order = np.arange(len(x))
        calls: list[Call] = []
        for start in range(0, len(x), batch):
            chosen = order[start : start + batch]
            step = passes[len(chosen)]
            # "clip", which is never needed, spares the copy by which NumPy prepares for an error.
            calls += [
                partial(examples.take, chosen, 0, step.x, "clip"),
                partial(targets.take, chosen, 0, step.y, "clip"),
                *step.calls,
                partial(np.subtract, self._flat, self._slopes, self._flat),
            ]
        rng = np.random.default_rng(seed)
        for epoch in range(1, epochs + 1):
            order[:] = rng.permutation(len(x))
            self._take_over()
            _run(calls)
            yield epoch

    def _write_down(self, n: int, scale: float) -> _Pass:
        """The pass for `n` examples, with the gradient of their summed cost times `scale`."""
        sizes, dtype = self.network.sizes, self._flat.dtype
        rules = [_IN_PLACE[activation.name] for activation in self.network.activations]
        x, y = np.ones((n, sizes[0] + 1), dtype), np.empty((n, sizes[-1]), dtype)
        with_ones = [x.T, *(np.ones((size + 1, n), dtype) for size in sizes[1:])]
        values = [a[:-1] for a in with_ones]
        deltas, rooms = ([np.empty((size, n), dtype) for size in sizes] for _ in range(2))

        calls: list[Call] = []
        for layer, (w, (value, _)) in enumerate(zip(self._weights, rules, strict=True)):
            calls.append(partial(w.dot, with_ones[layer], values[layer + 1]))
            calls += value(values[layer + 1], rooms[layer + 1])

        calls.append(partial(np.subtract, values[-1], y.T, deltas[-1]))
        # Once here, and the errors before inherit it.
        calls.append(partial(np.multiply, deltas[-1], np.array(scale, dtype), deltas[-1]))
        if self.network.cost_name == "quadratic":
            calls += rules[-1][1](deltas[-1], values[-1], rooms[-1])  # BP1
        for layer in range(len(self._weights), 0, -1):
            delta, w, d_w = deltas[layer], self._weights[layer - 1], self._d_weights[layer - 1]
            calls.append(partial(delta.dot, with_ones[layer - 1].T, d_w))  # BP3 and BP4
            if layer > 1:
                calls.append(partial(w[:, :-1].T.dot, delta, deltas[layer - 1]))  # BP2
                _, back = rules[layer - 2]
                calls += back(deltas[layer - 1], values[layer - 1], rooms[layer - 1])
        return _Pass(x, x[:, :-1], y, calls)
