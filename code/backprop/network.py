"""A network of layers, differentiated by hand: the four equations of backpropagation.

The notation is that of Nielsen, "Neural Networks and Deep Learning", chapter 2, with an example in
each row, so that one line serves a whole mini-batch. Layer l turns the activations a of the layer
before into z = a W^T + b and then into its own activations. The error of a layer is
delta = dC/dz, for each example by itself:

    BP1  at the output     delta = dC/da * slope(z)
    BP2  one layer back    delta = (delta_next @ W_next) * slope(z)
    BP3  biases            dC/db = the mean of delta over the examples
    BP4  weights           dC/dW = delta^T @ a_before, divided by the number of examples
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np

from backprop.operation import Array


@dataclass(frozen=True)
class Activation:
    """What a layer does to its weighted inputs.

    Attributes:
        name: its name.
        value: from z to a, both (n, n_out).
        slope: da/dz from (z, a), entry by entry.
    """

    name: str
    value: Callable[[Array], Array]
    slope: Callable[[Array, Array], Array]

    def __reduce__(self) -> tuple[Any, ...]:
        """Written to a file by its name, so that a network can be kept."""
        return activation, (self.name,)


def activation(name: str) -> Activation:
    """The activation of a name."""
    return ACTIVATIONS[name]


def _sigmoid(z: Array) -> Array:
    # The hyperbolic tangent never overflows, and this is the same function.
    return np.asarray(0.5 * np.tanh(0.5 * z) + 0.5)


def _softmax(z: Array) -> Array:
    powers = np.exp(z - z.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def _no_slope(z: Array, a: Array) -> Array:
    raise TypeError("the entries of a softmax depend on each other; use it with cross-entropy")


ACTIVATIONS: Final = {
    activation.name: activation
    for activation in (
        Activation("sigmoid", _sigmoid, lambda z, a: a * (1 - a)),
        Activation("tanh", np.tanh, lambda z, a: 1 - a * a),
        Activation("relu", lambda z: np.maximum(z, 0), lambda z, a: (z > 0).astype(z.dtype)),
        Activation("linear", lambda z: z, lambda z, a: np.ones_like(z)),
        Activation("softmax", _softmax, _no_slope),
    )
}


def quadratic(a: Array, y: Array) -> float:
    """Half the squared distance from the targets, averaged over the examples (Nielsen, eq. 6)."""
    return float(0.5 * np.sum((a - y) ** 2) / len(a))


def cross_entropy(z: Array, y: Array, activation: str) -> float:
    """Minus the log-probability of the targets, averaged over the examples (Nielsen, eq. 63).

    A sigmoid output is a probability for each unit by itself, a softmax one for all units together.
    It is computed from the weighted inputs z, because the probabilities are soon rounded to 0 or 1,
    whose logarithm says nothing any more.
    """
    if activation == "sigmoid":
        # -y log a - (1 - y) log(1 - a), with log a = -log(1 + exp(-z)) and 1 - a = exp(-z) a.
        surprise = np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z)))
    else:
        peak = z.max(axis=1, keepdims=True)
        total = peak + np.log(np.exp(z - peak).sum(axis=1, keepdims=True))
        surprise = y * (total - z)
    return float(np.sum(surprise) / len(z))


# From how many inputs and outputs a unit has to the standard deviation of its first weights.
INITIALISATIONS: Final[dict[str, Callable[[int, int], float]]] = {
    "normal": lambda n_in, n_out: 1.0,  # Nielsen, chapter 1
    "scaled": lambda n_in, n_out: n_in**-0.5,  # LeCun et al. 1998; Nielsen, chapter 3
    "glorot": lambda n_in, n_out: (2 / (n_in + n_out)) ** 0.5,  # Glorot and Bengio 2010, eq. 12
    "he": lambda n_in, n_out: (2 / n_in) ** 0.5,  # He et al. 2015, eq. 10
}


class Network:
    """A network of fully connected layers.

    Attributes:
        sizes: units in each layer, the inputs first.
        weights: for each layer W: (n_out, n_in).
        biases: for each layer b: (n_out,).
        activations: for each layer its activation.
        cost_name: "quadratic" or "cross-entropy".
    """

    def __init__(
        self,
        sizes: Sequence[int],
        *,
        hidden: str = "sigmoid",
        output: str = "sigmoid",
        cost: str = "quadratic",
        initialisation: str = "scaled",
        seed: int = 0,
        dtype: type = np.float64,
    ) -> None:
        """Draw the first weights; the same seed draws the same.

        Raises:
            ValueError: for a name that does not exist, and for softmax without the cross-entropy.
        """
        if len(sizes) < 2 or any(size < 1 for size in sizes):
            raise ValueError(f"a network has inputs and at least one layer of units, not {sizes}")
        for what, name, known in (
            ("activation", hidden, ACTIVATIONS),
            ("activation", output, ACTIVATIONS),
            ("initialisation", initialisation, INITIALISATIONS),
            ("cost", cost, ("quadratic", "cross-entropy")),
        ):
            if name not in known:
                raise ValueError(f"there is no {what} {name!r}; choose one of {', '.join(known)}")
        if hidden == "softmax" or (output == "softmax") > (cost == "cross-entropy"):
            raise ValueError("softmax stands at the output, together with the cross-entropy")
        if cost == "cross-entropy" and output not in ("sigmoid", "softmax"):
            raise ValueError("the cross-entropy needs probabilities: a sigmoid or softmax output")
        rng = np.random.default_rng(seed)
        pairs = list(pairwise(sizes))
        spread = INITIALISATIONS[initialisation]
        self.sizes = tuple(sizes)
        self.weights: list[Array] = [
            (rng.normal(size=(n_out, n_in)) * spread(n_in, n_out)).astype(dtype)
            for n_in, n_out in pairs
        ]
        self.biases: list[Array] = [
            rng.normal(size=n_out).astype(dtype)
            if initialisation == "normal"
            else np.zeros(n_out, dtype)
            for _, n_out in pairs
        ]
        self.activations = [ACTIVATIONS[hidden]] * (len(pairs) - 1) + [ACTIVATIONS[output]]
        self.cost_name = cost

    @property
    def parameters(self) -> list[Array]:
        """All weights and biases, layer by layer; to change them in place is to train."""
        return [array for pair in zip(self.weights, self.biases, strict=True) for array in pair]

    def forward(self, x: Array) -> tuple[list[Array], list[Array]]:
        """The forward pass, with everything that the backward pass needs.

        Args:
            x: examples (n, sizes[0]).

        Returns:
            The weighted inputs z of each layer, and the activations, x first.
        """
        self.check(x)
        zs: list[Array] = []
        activations = [x]
        for w, b, activation in zip(self.weights, self.biases, self.activations, strict=True):
            zs.append(activations[-1] @ w.T + b)
            activations.append(activation.value(zs[-1]))
        return zs, activations

    def predict(self, x: Array) -> Array:
        """The activations of the last layer: (n, sizes[-1])."""
        return self.forward(x)[1][-1]

    def cost(self, x: Array, y: Array) -> float:
        """The cost, averaged over the examples."""
        self.check(x, y)
        zs, activations = self.forward(x)
        if self.cost_name == "quadratic":
            return quadratic(activations[-1], y)
        return cross_entropy(zs[-1], y, self.activations[-1].name)

    def backward(self, x: Array, y: Array) -> tuple[list[Array], list[Array]]:
        """The gradient of the cost by BP1 to BP4.

        Args:
            x: examples (n, sizes[0]).
            y: targets (n, sizes[-1]).

        Returns:
            dC/dW and dC/db for each layer, shaped like the weights and the biases.
        """
        self.check(x, y)
        zs, activations = self.forward(x)
        delta = self._output_error(zs[-1], activations[-1], y)
        errors = [delta]
        for layer in range(len(self.weights) - 2, -1, -1):
            slope = self.activations[layer].slope(zs[layer], activations[layer + 1])
            delta = (delta @ self.weights[layer + 1]) * slope
            errors.insert(0, delta)
        d_weights = [e.T @ a / len(x) for e, a in zip(errors, activations[:-1], strict=True)]
        d_biases = [e.mean(axis=0) for e in errors]
        return d_weights, d_biases

    def gradients(self, x: Array, y: Array) -> list[Array]:
        """What `backward` returns, in the order of `parameters`."""
        d_weights, d_biases = self.backward(x, y)
        return [array for pair in zip(d_weights, d_biases, strict=True) for array in pair]

    def accuracy(self, x: Array, labels: Array) -> float:
        """The share of examples whose strongest output is the label's.

        Args:
            x: examples (n, sizes[0]).
            labels: a whole number from 0 for each example: (n,).

        Raises:
            ValueError: for labels of another shape, one-hot rows among them; for no examples; and
                for a network with a single output, of which none is the strongest.
        """
        self.check(x)
        labels = np.asarray(labels)
        if labels.shape != (len(x),):
            raise ValueError(
                f"{len(x)} examples have labels of shape {(len(x),)}, not {labels.shape}; make "
                "them of one-hot rows with y.argmax(axis=1), of a column with y[:, 0]"
            )
        if len(x) == 0:
            raise ValueError("of no examples there is no share that is right")
        if self.sizes[-1] == 1:
            raise ValueError(
                "a single output is always the strongest; write "
                "np.mean((network.predict(x)[:, 0] > 0.5) == labels)"
            )
        return float(np.mean(self.predict(x).argmax(axis=1) == labels))

    def _output_error(self, z: Array, a: Array, y: Array) -> Array:
        """BP1. With the cross-entropy the slope of the activation cancels (Nielsen, eq. 68)."""
        if self.cost_name == "cross-entropy":
            return a - y
        return (a - y) * self.activations[-1].slope(z, a)

    def check(self, x: Array, y: Array | None = None) -> None:
        """Refuse examples and targets of another shape or type.

        Raises:
            TypeError: if the examples are no floating-point numbers, or the targets no numbers.
            ValueError: if a shape does not fit; the message names both.
        """
        if not isinstance(x, np.ndarray) or not (y is None or isinstance(y, np.ndarray)):
            name, wrong = ("y", y) if isinstance(x, np.ndarray) else ("x", x)
            kind = type(wrong).__name__
            raise TypeError(f"{name} is a {kind}; make it an array with np.array({name})")
        if x.ndim != 2 or x.shape[1] != self.sizes[0]:
            raise ValueError(
                f"the network has {self.sizes[0]} inputs: x has shape (n, {self.sizes[0]}), "
                f"not {x.shape}"
            )
        if x.dtype.kind != "f":
            raise TypeError(f"x holds {x.dtype}; convert it with .astype(float)")
        if y is None:
            return
        if y.shape != (len(x), self.sizes[-1]):
            raise ValueError(
                f"{len(x)} examples and {self.sizes[-1]} outputs: y has shape "
                f"{(len(x), self.sizes[-1])}, not {y.shape}"
            )
        if y.dtype.kind not in "fiub":
            raise TypeError(f"y holds {y.dtype}; convert it with .astype(float)")
