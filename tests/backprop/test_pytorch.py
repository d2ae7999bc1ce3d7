"""Every rule, random programs and the network by hand, against PyTorch where it is installed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from backprop import datasets
from backprop import operations as ops
from backprop.network import Network
from backprop.operation import Array
from backprop.tape import Variable, gradient
from backprop.training import AdamW
from tests.backprop.cases import CASES, Case
from tests.backprop.test_random_graphs import SHAPE, random_program, run
from tests.unavailable import unavailable

PROGRAMS = 300


class AsNumPy:
    """PyTorch under NumPy's names."""

    def __init__(self, torch: Any) -> None:
        self._torch = torch

    def __getattr__(self, name: str) -> Any:
        return getattr(self._torch, name)

    def maximum(self, a: Any, b: Any) -> Any:
        return self._torch.maximum(a, self._torch.as_tensor(b, dtype=a.dtype))

    def max(self, a: Any, axis: Any = (), keepdims: bool = False) -> Any:
        return self._torch.amax(a, dim=axis, keepdim=keepdims)

    def minimum(self, a: Any, b: Any) -> Any:
        return self._torch.minimum(a, self._torch.as_tensor(b, dtype=a.dtype))

    def min(self, a: Any, axis: Any = (), keepdims: bool = False) -> Any:
        return self._torch.amin(a, dim=axis, keepdim=keepdims)

    def sort(self, a: Any) -> Any:
        return self._torch.sort(a).values

    def transpose(self, a: Any, axes: Any) -> Any:
        return self._torch.permute(a, axes)


@pytest.fixture(scope="module")
def torch() -> Any:
    try:
        import torch
    except ImportError:
        unavailable("PyTorch", "install it with: make .venv/.torch")
    return torch


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_every_rule_agrees(torch: Any, case: Case, dtype: type) -> None:
    points: list[Array] = [point.astype(dtype) for point in case.points()]
    weights = np.random.default_rng(1).normal(size=np.shape(case.theirs(np, *points)))
    theirs = [torch.tensor(point, requires_grad=True) for point in points]
    result = case.theirs(AsNumPy(torch), *theirs)
    (result * torch.tensor(weights)).sum().backward()
    ours = [Variable(point) for point in points]
    adjoints = gradient((case.ours(*ours) * weights).sum(), ours)
    close = 1e-11 if dtype is np.float64 else 2e-5
    for mine, other in zip(adjoints, theirs, strict=True):
        np.testing.assert_allclose(mine, other.grad.numpy(), rtol=close, atol=close)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_second_and_mixed_derivatives_agree(torch: Any, case: Case) -> None:
    """For every pair of operands: the derivative by one of the derivative by the other."""
    points = case.points()
    rng = np.random.default_rng(1)
    weights = rng.normal(size=np.shape(case.theirs(np, *points)))
    directions = [rng.normal(size=point.shape) for point in points]
    theirs = [torch.tensor(point, requires_grad=True) for point in points]
    loss = (case.theirs(AsNumPy(torch), *theirs) ** 2 * torch.tensor(weights)).sum()
    slopes = torch.autograd.grad(loss, theirs, create_graph=True, allow_unused=True)
    ours = [Variable(point) for point in points]
    mine = gradient((case.ours(*ours) ** 2 * weights).sum(), ours, record=True)
    for slope, other, direction in zip(mine, slopes, directions, strict=True):
        expected = torch.autograd.grad(
            (other * torch.tensor(direction)).sum(), theirs, retain_graph=True, allow_unused=True
        )
        for found, wanted in zip(gradient((slope * direction).sum(), ours), expected, strict=True):
            right = np.zeros(found.shape) if wanted is None else wanted.numpy()
            np.testing.assert_allclose(found, right, rtol=1e-9, atol=1e-10)


def test_random_programs_agree(torch: Any) -> None:
    rng = np.random.default_rng(99)
    tried = 0
    while tried < PROGRAMS:
        program = random_program(rng)
        x, y = rng.normal(size=(2, *SHAPE))
        if any(name == "slice" for name, _, _ in program):
            continue  # PyTorch has no steps backward
        theirs = [torch.tensor(point, requires_grad=True) for point in (x, y)]
        run(AsNumPy(torch), program, *theirs).backward()
        ours = [Variable(x), Variable(y)]
        adjoints = gradient(run(ops, program, *ours), ours)
        for mine, other in zip(adjoints, theirs, strict=True):
            expected = np.zeros(SHAPE) if other.grad is None else other.grad.numpy()
            size = max(1e-3, float(np.abs(expected).max()))
            np.testing.assert_allclose(mine / size, expected / size, atol=1e-11, err_msg=program)
        tried += 1


def test_a_classifier_agrees(torch: Any) -> None:
    """With its own cross-entropy, which takes labels instead of targets."""
    rng = np.random.default_rng(0)
    x, w, b = rng.normal(size=(5, 3)), rng.normal(size=(3, 4)), rng.normal(size=4)
    labels = np.array([0, 3, 1, 1, 2])
    theirs = [torch.tensor(array, requires_grad=True) for array in (x, w, b)]
    scores = torch.relu(theirs[0]) @ theirs[1] + theirs[2]
    torch.nn.functional.cross_entropy(scores, torch.tensor(labels)).backward()
    ours = [Variable(array) for array in (x, w, b)]
    loss = ops.softmax_cross_entropy(ops.relu(ours[0]) @ ours[1] + ours[2], np.eye(4)[labels])
    for mine, other in zip(gradient(loss, ours), theirs, strict=True):
        np.testing.assert_allclose(mine, other.grad.numpy(), rtol=1e-12)


def test_the_four_equations_agree(torch: Any) -> None:
    x, labels = datasets.digits()
    x, y = x[:50], datasets.one_hot(labels[:50], 10)
    net = Network([64, 30, 10], seed=3)
    theirs = [torch.tensor(array, requires_grad=True) for array in net.parameters]
    a = torch.tensor(x)
    for w, b in zip(theirs[::2], theirs[1::2], strict=True):
        a = torch.sigmoid(a @ w.T + b)
    (((a - torch.tensor(y)) ** 2).sum() / (2 * len(x))).backward()
    mine: Array
    for mine, other in zip(net.gradients(x, y), theirs, strict=True):
        np.testing.assert_allclose(mine, other.grad.numpy(), rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("decay", [0.0, 0.1])
def test_adam_with_decay_takes_the_same_way(torch: Any, decay: float) -> None:
    rng = np.random.default_rng(2)
    start = [rng.normal(size=(3, 2)), rng.normal(size=2)]
    theirs = [torch.tensor(array, requires_grad=True) for array in start]
    mine = [array.copy() for array in start]
    optimiser = AdamW(0.05, decay=decay)
    other = torch.optim.AdamW(theirs, lr=0.05, weight_decay=decay)
    for _ in range(20):
        slopes = [rng.normal(size=array.shape) for array in start]
        for parameter, slope in zip(theirs, slopes, strict=True):
            parameter.grad = torch.tensor(slope)
        other.step()
        optimiser.step(mine, slopes)
    for array, parameter in zip(mine, theirs, strict=True):
        np.testing.assert_allclose(array, parameter.detach().numpy(), rtol=1e-12)
