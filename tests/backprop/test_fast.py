"""The fast network goes the way of the readable one, whoever copies it or takes it over."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import numpy as np
import pytest

from backprop import datasets
from backprop.fast import FastNetwork
from backprop.network import Network
from backprop.training import SGD, train
from tests.backprop.test_network import examples, joined, network


@pytest.mark.parametrize(
    ("count", "batch"),
    [(200, 10), (205, 10), (7, 10), (10, 1)],
    ids=["all batches full", "a rest of five", "one batch, not full", "one by one"],
)
@pytest.mark.parametrize("way", ["its own", "an optimiser"])
def test_the_fast_network_takes_the_same_way(count: int, batch: int, way: str) -> None:
    """After every epoch its weights are those of the readable network, to rounding."""
    x, labels = datasets.digits()
    x, y = x[:count], datasets.one_hot(labels[:count], 10)
    slow, quick = (Network([64, 30, 10], seed=2) for _ in range(2))
    fast = FastNetwork(quick)
    quickly = (
        fast.train(x, y, 3.0, epochs=3, batch=batch, seed=4)
        if way == "its own"
        else train(fast, x, y, SGD(3.0), epochs=3, batch=batch, seed=4)
    )
    slowly = train(slow, x, y, SGD(3.0), epochs=3, batch=batch, seed=4)
    for epoch, same in zip(slowly, quickly, strict=True):
        assert epoch == same
        for mine, other in zip(slow.parameters, quick.parameters, strict=True):
            np.testing.assert_allclose(mine, other, rtol=1e-9, atol=1e-12)


def test_the_fast_network_survives_sums_that_no_exponential_holds() -> None:
    net = Network([2, 3, 1])
    net.weights[0][...] = [[1000, 0], [-1000, 0], [0, 0]]
    x, y = np.array([[1.0, 0.5]]), np.array([[1.0]])
    slopes = joined(net.gradients(x, y))
    np.testing.assert_allclose(FastNetwork(net).gradients(x, y)[0], slopes, rtol=1e-12)


def ways_of_copying() -> dict[str, Any]:
    """From a fast network to another one of a network of its own."""
    return {
        "deepcopy": copy.deepcopy,
        "pickle": lambda fast: pickle.loads(pickle.dumps(fast)),
        "deepcopy of both": lambda fast: copy.deepcopy([fast.network, fast])[1],
        "of a copied network": lambda fast: FastNetwork(copy.deepcopy(fast.network)),
    }


@pytest.mark.parametrize("way", ways_of_copying())
@pytest.mark.parametrize("used", [False, True], ids=["fresh", "after a step"])
def test_a_copy_of_a_fast_network_trains_what_it_shows(way: str, used: bool) -> None:
    x, y = examples()
    fast, expected = FastNetwork(network()), network()
    if used:
        for net in (fast, expected):
            list(train(net, x, y, SGD(0.1), epochs=1, batch=3))
    twin = ways_of_copying()[way](fast)
    before = [array.copy() for array in fast.network.parameters]
    list(twin.train(x, y, 0.5, epochs=3, batch=4))
    list(train(expected, x, y, SGD(0.5), epochs=3, batch=4))
    for mine, right in zip(twin.network.parameters, expected.parameters, strict=True):
        np.testing.assert_allclose(mine, right, rtol=1e-10)
    for array, same in zip(fast.network.parameters, before, strict=True):
        np.testing.assert_array_equal(array, same)


@pytest.mark.parametrize("make", [lambda f: FastNetwork(f.network), copy.copy], ids=["new", "copy"])
def test_two_fast_networks_of_one_train_it_together(make: Any) -> None:
    x, y = examples()
    fast, expected = FastNetwork(network()), network()
    twin = make(fast)
    for net in (fast, twin, fast):
        list(net.train(x, y, 0.5, epochs=1, batch=4))
        list(train(expected, x, y, SGD(0.5), epochs=1, batch=4))
    first, second = (net.train(x, y, 0.5, epochs=2, batch=4) for net in (fast, twin))
    for _ in zip(
        first, second, strict=True
    ):  # an epoch of the one, an epoch of the other, each with an order of its own
        pass
    alternating = [train(expected, x, y, SGD(0.5), epochs=2, batch=4) for _ in range(2)]
    for _ in range(2):
        for epochs in alternating:
            next(epochs)
    for net in (fast, twin):
        np.testing.assert_allclose(
            net.gradients(x, y)[0], joined(expected.gradients(x, y)), rtol=1e-9, atol=1e-13
        )
        np.testing.assert_allclose(net.parameters[0], joined(expected.parameters), rtol=1e-9)


def test_a_fast_network_follows_arrays_that_its_network_is_given() -> None:
    x, y = examples()
    net = network()
    fast = FastNetwork(net)
    net.weights[0] = np.full(net.weights[0].shape, 0.25)
    np.testing.assert_allclose(fast.gradients(x, y)[0], joined(net.gradients(x, y)), rtol=1e-12)
    net.weights[0] = np.ones((2, 2))
    with pytest.raises(ValueError, match="make another FastNetwork"):
        fast.gradients(x, y)
