"""The network of `network`, for speed: the same mathematics without a temporary array.

All parameters lie in one vector and all their derivatives in another, so that a training step is
two operations; weights and biases are windows on them. Every intermediate result has its place,
made once for each size of mini-batch. The gradients equal those of the readable network up to
rounding.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from backprop.network import Network
from backprop.operation import Array


def _sigmoid(z: Array, a: Array) -> None:
    np.multiply(z, 0.5, out=a)
    np.tanh(a, out=a)
    np.multiply(a, 0.5, out=a)
    np.add(a, 0.5, out=a)


def _sigmoid_back(delta: Array, a: Array, room: Array) -> None:
    np.subtract(1.0, a, out=room)
    np.multiply(room, a, out=room)
    np.multiply(delta, room, out=delta)


def _tanh_back(delta: Array, a: Array, room: Array) -> None:
    np.multiply(a, a, out=room)
    np.subtract(1.0, room, out=room)
    np.multiply(delta, room, out=delta)


def _relu_back(delta: Array, a: Array, room: Array) -> None:
    np.greater(a, 0.0, out=room, casting="unsafe")
    np.multiply(delta, room, out=delta)


def _softmax(z: Array, a: Array) -> None:
    np.subtract(z, z.max(axis=1, keepdims=True), out=a)
    np.exp(a, out=a)
    np.divide(a, a.sum(axis=1, keepdims=True), out=a)


def _nothing(*_: Any) -> None:
    pass


# For each activation: write its values into the second array; multiply an error by its slope.
_IN_PLACE: Final[dict[str, tuple[Callable[..., Any], Callable[..., Any]]]] = {
    "sigmoid": (_sigmoid, _sigmoid_back),
    "tanh": (lambda z, a: np.tanh(z, out=a), _tanh_back),
    "relu": (lambda z, a: np.maximum(z, 0.0, out=a), _relu_back),
    "linear": (lambda z, a: np.copyto(a, z), _nothing),
    "softmax": (_softmax, _nothing),
}


@dataclass(frozen=True)
class _Layer:
    """A layer's windows, and its places for one size of mini-batch.

    Attributes:
        w: (n_out, n_in); w_t is its transpose.
        b: (n_out,).
        d_w: dC/dW.
        d_b: dC/db.
        z, a, delta, room: (n, n_out): weighted inputs, activations, errors, and room to compute.
    """

    w: Array
    w_t: Array
    b: Array
    d_w: Array
    d_b: Array
    z: Array
    a: Array
    delta: Array
    delta_t: Array
    room: Array
    value: Callable[..., Any]
    back: Callable[..., Any]


class FastNetwork:
    """A network that trains fast.

    It takes over the parameters of a readable network, which goes on seeing them: to train the one
    is to train the other.

    Attributes:
        network: the readable network.
    """

    def __init__(self, network: Network) -> None:
        self.network = network
        self._flat = np.concatenate([array.ravel() for array in network.parameters])
        self._slopes = np.empty_like(self._flat)
        self._windows: list[tuple[Array, Array, Array, Array]] = []
        start = 0
        for layer, (w, b) in enumerate(zip(network.weights, network.biases, strict=True)):
            middle, end = start + w.size, start + w.size + b.size
            weights = self._flat[start:middle].reshape(w.shape)
            biases = self._flat[middle:end]
            network.weights[layer], network.biases[layer] = weights, biases
            d_weights = self._slopes[start:middle].reshape(w.shape)
            self._windows.append((weights, biases, d_weights, self._slopes[middle:end]))
            start = end
        self._layers: dict[int, list[_Layer]] = {}

    @property
    def parameters(self) -> list[Array]:
        """All parameters in one vector."""
        return [self._flat]

    def gradients(self, x: Array, y: Array) -> list[Array]:
        """The gradient of the cost, in the order of `parameters`.

        Args:
            x: examples (n, n_in).
            y: targets (n, n_out).

        Returns:
            One vector, which the next call overwrites.
        """
        layers = self._layers.get(len(x)) or self._make_layers(x, y)
        a = x
        for layer in layers:
            np.matmul(a, layer.w_t, out=layer.z)
            np.add(layer.z, layer.b, out=layer.z)
            layer.value(layer.z, layer.a)
            a = layer.a

        last = layers[-1]
        np.subtract(a, y, out=last.delta)
        if self.network.cost_name == "quadratic":
            last.back(last.delta, a, last.room)
        # The mean over the examples is taken here, once, and the errors before inherit it.
        np.multiply(last.delta, 1 / len(x), out=last.delta)
        for number in range(len(layers) - 1, -1, -1):
            layer = layers[number]
            before = layers[number - 1] if number else None
            np.matmul(layer.delta_t, x if before is None else before.a, out=layer.d_w)
            np.add.reduce(layer.delta, axis=0, out=layer.d_b)
            if before is not None:
                np.matmul(layer.delta, layer.w, out=before.delta)
                before.back(before.delta, before.a, before.room)
        return [self._slopes]

    def _make_layers(self, x: Array, y: Array) -> list[_Layer]:
        """Check the shapes and make the places, once for each size of mini-batch."""
        self.network.check(x, y)
        layers = []
        for (w, b, d_w, d_b), activation in zip(
            self._windows, self.network.activations, strict=True
        ):
            z, a, delta, room = (np.empty((len(x), len(b)), self._flat.dtype) for _ in range(4))
            value, back = _IN_PLACE[activation.name]
            layers.append(_Layer(w, w.T, b, d_w, d_b, z, a, delta, delta.T, room, value, back))
        self._layers[len(x)] = layers
        return layers
