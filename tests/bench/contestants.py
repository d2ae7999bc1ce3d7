"""Who trains: each contestant gives its weights and biases after every epoch it is asked for.

They come layer by layer, as W (n_out, n_in) and b (n_out,). The frameworks are imported only by who
runs in them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

from backprop.fast import FastNetwork
from backprop.operation import Array
from backprop.training import SGD, train
from tests.bench.problem import SEED, Problem

Parameters = list[Any]
Contestant = Callable[[Problem], Iterator[Parameters]]
FOREVER = 10**9


def fast(problem: Problem) -> Iterator[Parameters]:
    """Our fast network."""
    network = problem.network()
    epochs = FastNetwork(network).train(
        problem.x, problem.y, problem.rate, epochs=FOREVER, batch=problem.batch, seed=SEED
    )
    for _ in epochs:
        yield network.parameters


def textbook(problem: Problem) -> Iterator[Parameters]:
    """Our readable network: the four equations, vectorised over the mini-batch."""
    network = problem.network()
    descent = SGD(problem.rate)
    epochs = train(
        network, problem.x, problem.y, descent, epochs=FOREVER, batch=problem.batch, seed=SEED
    )
    for _ in epochs:
        yield network.parameters


def floor(problem: Problem) -> Iterator[Parameters]:
    """Nothing but the matrix products of the same shapes, into places made before."""
    network = problem.network()
    calls: list[Callable[[], Any]] = []
    for start in range(0, len(problem.x), problem.batch):
        values: list[Array] = [problem.x[start : start + problem.batch].T]
        for w in network.weights:
            values.append(np.empty((len(w), values[0].shape[1]), w.dtype))
            calls.append(partial(w.dot, values[-2], values[-1]))
        for w, before, after in reversed(list(zip(network.weights, *pairs(values), strict=True))):
            calls.append(partial(after.dot, before.T, np.empty_like(w)))
            if before is not values[0]:
                calls.append(partial(w.T.dot, after, np.empty_like(before)))
    while True:
        for call in calls:
            call()
        yield []


def pairs(values: list[Array]) -> Iterator[tuple[Array, ...]]:
    """What goes into each layer, and what comes out of each."""
    return zip(*pairwise(values), strict=True)


def loops(problem: Problem) -> Iterator[Parameters]:
    """Example by example, in the manner of the program in Nielsen's first chapter."""

    def sigmoid(z: Array) -> Array:
        return np.asarray(1.0 / (1.0 + np.exp(-z)))

    network = problem.network()
    weights, biases = network.weights, [b[:, None] for b in network.biases]
    for batches in problem.batches():
        for chosen in batches:
            d_weights = [np.zeros_like(w) for w in weights]
            d_biases = [np.zeros_like(b) for b in biases]
            for number in chosen:
                zs, values = [], [problem.x[number][:, None]]
                for w, b in zip(weights, biases, strict=True):
                    zs.append(np.dot(w, values[-1]) + b)
                    values.append(sigmoid(zs[-1]))
                delta = values[-1] - problem.y[number][:, None]
                for layer in reversed(range(len(weights))):
                    slope = sigmoid(zs[layer]) * (1 - sigmoid(zs[layer]))
                    delta = delta * slope
                    d_weights[layer] = d_weights[layer] + np.dot(delta, values[layer].T)
                    d_biases[layer] = d_biases[layer] + delta
                    delta = np.dot(weights[layer].T, delta)
            step = problem.rate / len(chosen)
            weights = [w - step * d for w, d in zip(weights, d_weights, strict=True)]
            biases = [b - step * d for b, d in zip(biases, d_biases, strict=True)]
        yield [part for w, b in zip(weights, biases, strict=True) for part in (w, b[:, 0])]


def pytorch(problem: Problem) -> Iterator[Parameters]:
    """PyTorch, eagerly, with its own layers and its own optimiser."""
    import torch

    network = problem.network()
    x, y = torch.tensor(problem.x), torch.tensor(problem.y)
    layers: list[Any] = []
    for n_in, n_out in pairwise(problem.sizes):
        layers += [torch.nn.Linear(n_in, n_out, dtype=x.dtype), torch.nn.Sigmoid()]
    model = torch.nn.Sequential(*layers)
    with torch.no_grad():
        for theirs, first in zip(model.parameters(), network.parameters, strict=True):
            theirs.copy_(torch.tensor(first))
    descent = torch.optim.SGD(model.parameters(), lr=problem.rate)
    for batches in problem.batches():
        for chosen in map(torch.from_numpy, batches):
            descent.zero_grad()
            (((model(x[chosen]) - y[chosen]) ** 2).sum() / (2 * len(chosen))).backward()
            descent.step()
        yield [parameter.detach() for parameter in model.parameters()]


def jax_scan(problem: Problem) -> Iterator[Parameters]:
    """JAX: a whole epoch compiled, with the mini-batches in a scan."""
    import jax

    jax.config.update("jax_enable_x64", True)
    batch, whole = problem.batch, len(problem.x) // problem.batch

    def cost(parameters: Any, x: Any, y: Any) -> Any:
        for w, b in parameters:
            x = jax.nn.sigmoid(x @ w.T + b)
        return ((x - y) ** 2).sum() / (2 * len(x))

    def step(parameters: Any, examples: Any) -> Any:
        slopes = jax.grad(cost)(parameters, *examples)
        return jax.tree.map(lambda p, d: p - problem.rate * d, parameters, slopes), None

    @jax.jit  # type: ignore[untyped-decorator]
    def epoch(parameters: Any, x: Any, y: Any, order: Any) -> Any:
        x, y = x[order], y[order]
        full = [part[: whole * batch].reshape(whole, batch, -1) for part in (x, y)]
        parameters, _ = jax.lax.scan(step, parameters, full)
        if len(x) % batch:
            parameters, _ = step(parameters, (x[whole * batch :], y[whole * batch :]))
        return parameters

    network = problem.network()
    parameters = [*zip(network.weights, network.biases, strict=True)]
    x, y = jax.numpy.array(problem.x), jax.numpy.array(problem.y)
    for order in problem.orders():
        parameters = jax.block_until_ready(epoch(parameters, x, y, order))
        yield [part for pair in parameters for part in pair]


def scikit_learn(problem: Problem) -> Iterator[Parameters]:
    """scikit-learn's classifier. It knows only the cross-entropy, which wants a smaller rate."""
    from sklearn.neural_network import MLPClassifier

    model = MLPClassifier(
        problem.sizes[1:-1],
        activation="logistic",
        solver="sgd",
        alpha=0.0,
        batch_size=problem.batch,
        learning_rate_init=problem.rate / 6,
        momentum=0.0,
        shuffle=False,
    )
    network = problem.network()
    # Targets as rows of zeros and ones give it outputs that are sigmoids, like ours.
    targets = problem.y.astype(int)
    model.partial_fit(problem.x, targets, classes=range(10))
    for theirs, first in zip(model.coefs_, network.weights, strict=True):
        theirs[...] = first.T
    for theirs, first in zip(model.intercepts_, network.biases, strict=True):
        theirs[...] = first
    for order in problem.orders():
        model.partial_fit(problem.x[order], targets[order])
        yield [p for w, b in zip(model.coefs_, model.intercepts_, strict=True) for p in (w.T, b)]


CONTESTANTS: dict[str, Contestant] = {
    "ours": fast,
    "floor": floor,
    "JAX": jax_scan,
    "textbook": textbook,
    "scikit-learn": scikit_learn,
    "PyTorch": pytorch,
    "loops": loops,
}
SAME = ("ours", "JAX", "PyTorch", "loops")
"""Who does exactly what `textbook` does."""
