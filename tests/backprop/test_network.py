"""The network by hand, the fast one, and training."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest

from backprop import datasets, gradcheck
from backprop import operations as ops
from backprop.fast import FastNetwork
from backprop.network import INITIALISATIONS, Network
from backprop.operation import Array
from backprop.tape import Variable, gradient
from backprop.training import SGD, Adam, AdamW, Momentum, train

KINDS = [
    ("quadratic", "sigmoid"),
    ("quadratic", "tanh"),
    ("quadratic", "linear"),
    ("cross-entropy", "sigmoid"),
    ("cross-entropy", "softmax"),
]
HIDDEN = ["sigmoid", "tanh", "relu"]


def examples(count: int = 7) -> tuple[Array, Array]:
    rng = np.random.default_rng(5)
    return rng.normal(size=(count, 4)), datasets.one_hot(rng.integers(0, 3, count), 3)


def network(cost: str = "quadratic", output: str = "sigmoid", hidden: str = "tanh") -> Network:
    return Network([4, 6, 5, 3], hidden=hidden, output=output, cost=cost, seed=3)


def on_the_tape(net: Network, x: Array, y: Array) -> list[Array]:
    """The same gradient, from the tape instead of the four equations."""
    parameters = [Variable(array) for array in net.parameters]
    a: Any = x
    for layer, activation in enumerate(net.activations):
        z = a @ parameters[2 * layer].T + parameters[2 * layer + 1]
        a = {"sigmoid": ops.sigmoid, "tanh": ops.tanh, "relu": ops.relu}.get(
            activation.name, lambda z: z
        )(z)
    if net.cost_name == "quadratic":
        cost = ((a - y) ** 2).sum() / (2 * len(x))
    elif net.activations[-1].name == "softmax":
        cost = ops.softmax_cross_entropy(a, y)
    else:
        cost = -(y * ops.log(a) + (1 - y) * ops.log(1 - a)).sum() / len(x)
    assert float(cost.value) == pytest.approx(net.cost(x, y))
    adjoints: list[Array] = gradient(cost, parameters)
    return adjoints


def plan_of(examples_: int, targets: int) -> tuple[Array, Array]:
    """As many examples and targets as asked for."""
    return np.ones((examples_, 4)), np.ones((targets, 3))


def trained(*, examples: int = 7, targets: int = 7, **plan: Any) -> Any:
    """What `train` says before anybody asks for the first epoch."""
    x, y = plan_of(examples, targets)
    return train(network(), x, y, SGD(0.1), **{"epochs": 1, "batch": 2, **plan})


def fast_trained(*, examples: int = 7, targets: int = 7, **plan: Any) -> Any:
    """The same of the fast network's own."""
    x, y = plan_of(examples, targets)
    return FastNetwork(network()).train(x, y, 0.1, **{"epochs": 1, "batch": 2, **plan})


def joined(arrays: list[Array]) -> Array:
    """Weights and biases in the order of the fast network: each bias behind its row of weights."""
    layers = zip(arrays[::2], arrays[1::2], strict=True)
    return np.concatenate([np.column_stack(layer).ravel() for layer in layers])


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize(("cost", "output"), KINDS)
def test_the_four_equations_the_tape_and_the_fast_network_agree(
    cost: str, output: str, hidden: str
) -> None:
    x, y = examples()
    net = network(cost, output, hidden)
    by_hand = net.gradients(x, y)
    for mine, taped in zip(by_hand, on_the_tape(net, x, y), strict=True):
        np.testing.assert_allclose(mine, taped, rtol=1e-10, atol=1e-14)
    flat = joined(by_hand)
    fast = FastNetwork(net)
    for _ in range(2):  # the second time in the places of the first
        np.testing.assert_allclose(fast.gradients(x, y)[0], flat, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize(("cost", "output"), KINDS)
def test_the_four_equations_agree_with_differences(cost: str, output: str) -> None:
    x, y = examples()
    net = network(cost, output)
    for parameter, slopes in zip(net.parameters, net.gradients(x, y), strict=True):

        def cost_at(value: Array, parameter: Array = parameter) -> float:
            before = parameter.copy()
            parameter[...] = value
            found = net.cost(x, y)
            parameter[...] = before
            return found

        found = gradcheck.check(cost_at, slopes, parameter)
        assert found.agrees, str(found)


@pytest.mark.parametrize("optimiser", [SGD(2.0), Momentum(0.5), Adam(0.05), AdamW(0.05)])
def test_training_learns_exclusive_or(optimiser: Any) -> None:
    x, y = datasets.xor()
    net = Network([2, 8, 1], hidden="tanh", cost="cross-entropy", seed=1)
    for _ in train(net, x, y, optimiser, epochs=400, batch=4):
        pass
    assert (net.predict(x).round() == y).all()


def test_digits_are_recognised() -> None:
    x, labels = datasets.digits()
    assert x.shape == (1797, 64)
    assert (x.min(), x.max()) == (0, 1)
    assert np.bincount(labels.astype(int)).tolist() == [
        178, 182, 177, 183, 181, 182, 181, 179, 174, 180,
    ]  # fmt: skip
    net = Network([64, 30, 10], seed=0)
    fast = FastNetwork(net)
    y = datasets.one_hot(labels, 10)
    for _ in fast.train(x[:1500], y[:1500], 3.0, epochs=20, batch=10):
        pass
    assert net.accuracy(x[1500:], labels[1500:]) > 0.88


@pytest.mark.parametrize("name", INITIALISATIONS)
def test_first_weights_have_the_spread_they_should(name: str) -> None:
    weights = Network([400, 300, 5], initialisation=name, seed=0).weights[0]
    expected = {"normal": 1, "scaled": 1 / 20, "glorot": (2 / 700) ** 0.5, "he": (2 / 400) ** 0.5}
    assert weights.std() == pytest.approx(expected[name], rel=0.02)
    assert weights.mean() == pytest.approx(0, abs=0.02 * expected[name])


def test_the_same_seed_gives_the_same_network_and_order() -> None:
    x, y = examples()
    first, second = network(), network()
    for net in (first, second):
        for _ in train(net, x, y, SGD(0.1), epochs=2, batch=3, seed=9):
            pass
    for mine, other in zip(first.parameters, second.parameters, strict=True):
        np.testing.assert_array_equal(mine, other)


def test_single_precision_stays_single() -> None:
    x, y = examples()
    x, y = x.astype(np.float32), y.astype(np.float32)
    net = Network([4, 6, 3], dtype=np.float32)
    assert {array.dtype for array in net.gradients(x, y)} == {np.dtype(np.float32)}
    fast = FastNetwork(net)
    assert fast.gradients(x, y)[0].dtype == np.float32
    for _ in fast.train(x, y, 0.1, epochs=1, batch=3):
        assert net.weights[0].dtype == np.float32


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Network([3]), "at least one layer"),
        (lambda: Network([3, 2], hidden="step"), "no activation 'step'; choose one of sigmoid"),
        (lambda: Network([3, 2], cost="hinge"), "no cost 'hinge'"),
        (lambda: Network([3, 2], initialisation="zero"), "no initialisation 'zero'"),
        (lambda: Network([3, 2], output="softmax"), "softmax stands at the output"),
        (lambda: Network([3, 3, 2], hidden="softmax"), "softmax stands at the output"),
        (lambda: Network([3, 2], output="tanh", cost="cross-entropy"), "needs probabilities"),
        (lambda: Network([3, 2]).predict(np.ones((5, 4))), r"\(n, 3\), not \(5, 4\)"),
        (lambda: Network([3, 2]).predict(np.ones(3)), r"\(n, 3\), not \(3,\)"),
        (
            lambda: Network([3, 2]).backward(np.ones((5, 3)), np.ones((4, 2))),
            r"y has shape \(5, 2\), not \(4, 2\)",
        ),
        (
            lambda: FastNetwork(Network([3, 2])).gradients(np.ones((5, 3)), np.ones((5, 3))),
            r"y has shape \(5, 2\), not \(5, 3\)",
        ),
        (lambda: datasets.one_hot(np.array([0, 3]), 3), "from 0 to 2"),
        (lambda: datasets.one_hot(np.array([[0], [1]]), 3), r"shape \(n,\), not \(2, 1\)"),
        (
            lambda: Network([2, 3]).accuracy(np.ones((4, 2)), np.ones((4, 1))),
            r"\(4,\), not \(4, 1\)",
        ),
        (lambda: Network([2, 3]).accuracy(np.ones((3, 2)), np.eye(3)), r"y\.argmax\(axis=1\)"),
        (lambda: Network([2, 3]).accuracy(np.ones((4, 2)), np.ones(1)), r"\(4,\), not \(1,\)"),
        (lambda: Network([2, 3]).accuracy(np.ones((4, 2)), np.array(1)), r"\(4,\), not \(\)"),
        (lambda: Network([2, 3]).accuracy(np.ones((0, 2)), np.ones(0)), "no examples"),
        (lambda: Network([2, 1]).accuracy(np.ones((4, 2)), np.ones(4)), "always the strongest"),
        (lambda: SGD(0.1).step([np.ones((2, 3))], [np.ones(3)]), r"\[\(2, 3\)\] have .*\[\(3,\)\]"),
        (lambda: Adam().step([np.ones(2)], []), "have gradients of the shapes"),
        (lambda: Momentum(0.1).step([np.ones(2)], [np.ones(())]), "have gradients of the shapes"),
        (lambda: AdamW().step([np.ones(2)], [np.ones(1)]), "have gradients of the shapes"),
        *(
            (lambda how=how, plan=plan: how(**plan), message)
            for how in (trained, fast_trained)
            for plan, message in [
                ({"batch": -5}, "batch is 1 or more, not -5"),
                ({"batch": 0}, "batch is 1 or more, not 0"),
                ({"epochs": -1}, "epochs is 0 or more, not -1"),
                ({"targets": 14}, r"y has shape \(7, 3\), not \(14, 3\)"),
                ({"targets": 1}, r"y has shape \(7, 3\), not \(1, 3\)"),
                ({"examples": 0, "targets": 0}, "no examples to learn from"),
            ]
        ),
    ],
)
def test_misuse_is_told(call: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda net, x, y: net.predict(x.astype(int)), "x holds int64"),
        (lambda net, x, y: net.predict(x.tolist()), r"x is a list; .* np\.array\(x\)"),
        (lambda net, x, y: net.cost(x, y.tolist()), "y is a list"),
        (lambda net, x, y: net.backward(x, y * 1j), "y holds complex128"),
        (lambda net, x, y: trained(batch=2.0), "batch is a whole number, not 2.0"),
        (lambda net, x, y: trained(epochs=True), "epochs is a whole number, not True"),
        (lambda net, x, y: fast_trained(batch="4"), "batch is a whole number, not '4'"),
    ],
)
def test_what_is_of_another_type_is_refused(call: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        call(network(), *examples())


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
def test_a_saturated_output_costs_what_it_should(output: str, dtype: type) -> None:
    """A target that is missed by a weighted input of z costs z, however large z is."""
    net = Network([1, 2], output=output, cost="cross-entropy", dtype=dtype)
    net.biases[0][...] = 0
    x: Array = np.ones((1, 1), dtype)
    y: Array = np.array([[0.0, 1.0]], dtype)
    for z in (5.0, 15.0, 36.0, 37.0, 40.0, 700.0, 1e4, 1e30):
        net.weights[0][...] = [[z], [0.0]]
        softplus = np.log1p(np.exp(-z)) + z
        right = softplus + np.log(2) if output == "sigmoid" else softplus
        assert net.cost(x, y) == pytest.approx(right, rel=1e-6)
        net.weights[0][...] = [[-z], [z]]
        assert net.cost(x, y) == pytest.approx(0, abs=0.02)


@pytest.mark.parametrize("optimiser", [Momentum(0.1), Adam(), AdamW()])
def test_an_optimiser_stays_with_its_parameters(optimiser: Any) -> None:
    optimiser.step([np.ones((2, 3))], [np.ones((2, 3))])
    for parameters in ([np.ones(3)], [np.ones((2, 3)), np.ones(3)]):
        with pytest.raises(ValueError, match="make a new one"):
            optimiser.step(parameters, [array.copy() for array in parameters])


def test_a_network_can_be_kept_in_a_file() -> None:
    x, _ = examples()
    net = network()
    again = pickle.loads(pickle.dumps(net))
    np.testing.assert_array_equal(again.predict(x), net.predict(x))
    assert again.activations[0] is net.activations[0]


def test_data_sets_are_reproducible_and_balanced() -> None:
    for make in (datasets.moons, datasets.circles, datasets.spirals):
        points, labels = make(seed=1)
        again, _ = make(seed=1)
        other, _ = make(seed=2)
        np.testing.assert_array_equal(points, again)
        assert not np.array_equal(points, other)
        assert len(set(np.bincount(labels.astype(int)).tolist())) == 1
        assert points.shape == (len(labels), 2)
