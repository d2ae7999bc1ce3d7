"""Everything that runs along axes, over all of them, negative ones too, against PyTorch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, permutations, product
from typing import Any

import numpy as np
import pytest

from backprop import operations as ops
from backprop.forward import jvp
from backprop.tape import Variable, gradient
from tests.unavailable import unavailable

SHAPE = (2, 3, 4)
NAMES = tuple(range(-3, 3))


@pytest.fixture(scope="module")
def torch() -> Any:
    try:
        import torch
    except ImportError:
        unavailable("PyTorch", "install it with: make .venv/.torch")
    return torch


@dataclass(frozen=True)
class Along:
    """One operation along certain axes, here and in PyTorch.

    Attributes:
        name: what is tried.
        ours: from a traced array.
        theirs: from PyTorch and its array.
        count: how many arrays are taken.
    """

    name: str
    ours: Callable[..., Any]
    theirs: Callable[..., Any]
    count: int = 1


def sets_of_axes() -> Iterator[tuple[int, ...]]:
    """All sets of axes, each axis once by its positive and once by its negative name."""
    for size in (1, 2, 3):
        for axes in combinations(range(3), size):
            for signs in product((0, -3), repeat=size):
                yield tuple(axis + sign for axis, sign in zip(axes, signs, strict=True))


REDUCTIONS: dict[str, tuple[Any, Any]] = {
    "sum": (ops.sum_, lambda t, a, d, k: t.sum(a, dim=d, keepdim=k)),
    "mean": (ops.mean, lambda t, a, d, k: t.mean(a, dim=d, keepdim=k)),
    "max": (ops.max_, lambda t, a, d, k: t.amax(a, dim=d, keepdim=k)),
    "min": (ops.min_, lambda t, a, d, k: t.amin(a, dim=d, keepdim=k)),
    "logsumexp": (ops.logsumexp, lambda t, a, d, k: t.logsumexp(a, dim=d, keepdim=k)),
    "var": (ops.var, lambda t, a, d, k: t.var(a, dim=d, keepdim=k, correction=0)),
    "std": (ops.std, lambda t, a, d, k: t.std(a, dim=d, keepdim=k, correction=0)),
}
ONE_AXIS: dict[str, tuple[Any, Any]] = {
    "prod": (ops.prod, lambda t, a, d: t.prod(a, dim=d)),
    "cumsum": (ops.cumsum, lambda t, a, d: t.cumsum(a, dim=d)),
    "sort": (ops.sort, lambda t, a, d: t.sort(a, dim=d).values),
    "top k": (
        lambda a, d: ops.top_k(a, 2, axis=d)[0],
        lambda t, a, d: t.topk(a, 2, dim=d).values,
    ),
    "flip": (ops.flip, lambda t, a, d: t.flip(a, (d,))),
    "softmax": (ops.softmax, lambda t, a, d: t.softmax(a, dim=d)),
    "log_softmax": (ops.log_softmax, lambda t, a, d: t.log_softmax(a, dim=d)),
    "layer_norm": (
        lambda a, d: ops.layer_norm(a, axis=d),
        lambda t, a, d: t.nn.functional.layer_norm(a.movedim(d, -1), (SHAPE[d],)).movedim(-1, d),
    ),
    "take_along": (
        lambda a, d: ops.take_along(a, np.argsort(np.cos(np.arange(24.0)).reshape(SHAPE), d), d),
        lambda t, a, d: t.take_along_dim(
            a, t.argsort(t.cos(t.arange(24.0, dtype=a.dtype)).reshape(SHAPE), dim=d), dim=d
        ),
    ),
}


def table() -> Iterator[Along]:
    """Every row."""
    for name, (ours, theirs) in REDUCTIONS.items():
        for axes, keep in product(sets_of_axes(), (False, True)):
            yield Along(
                f"{name} {axes}{' kept' * keep}",
                lambda a, f=ours, d=axes, k=keep: f(a, axis=d, keepdims=k),
                lambda t, a, f=theirs, d=axes, k=keep: f(t, a, d, k),
            )
    for name, (ours, theirs) in ONE_AXIS.items():
        for axis in NAMES:
            yield Along(
                f"{name} {axis}",
                lambda a, f=ours, d=axis: f(a, d),
                lambda t, a, f=theirs, d=axis: f(t, a, d),
            )
    for order in permutations(range(3)):
        for signs in product((0, -3), repeat=3):
            axes = tuple(axis + sign for axis, sign in zip(order, signs, strict=True))
            yield Along(
                f"transpose {axes}",
                lambda a, d=axes: ops.transpose(a, axes=d),
                lambda t, a, d=axes: t.permute(a, d),
            )
    for pair in product(NAMES, repeat=2):
        yield Along(
            f"swapaxes {pair}",
            lambda a, d=pair: ops.swapaxes(a, *d),
            lambda t, a, d=pair: t.swapaxes(a, *d),
        )
    for axis in NAMES:
        yield Along(
            f"concatenate {axis}",
            lambda a, b, d=axis: ops.concatenate(a, b, a, axis=d),
            lambda t, a, b, d=axis: t.cat((a, b, a), dim=d),
            2,
        )
    for axis in range(-4, 4):
        yield Along(
            f"stack {axis}",
            lambda a, b, d=axis: ops.stack([a, b], axis=d),
            lambda t, a, b, d=axis: t.stack((a, b), dim=d),
            2,
        )


ROWS = list(table())


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_values_and_derivatives_of_both_orders_agree(torch: Any, row: Along) -> None:
    rng = np.random.default_rng(7)
    points = [rng.permutation(24).reshape(SHAPE) / 10 + 0.3 for _ in range(row.count)]
    directions = [rng.normal(size=SHAPE) for _ in points]
    ours = [Variable(point) for point in points]
    theirs = [torch.tensor(point, requires_grad=True) for point in points]
    result, expected = row.ours(*ours), row.theirs(torch, *theirs)
    np.testing.assert_allclose(result.value, expected.detach().numpy(), rtol=1e-12, atol=1e-14)
    assert result.shape == tuple(expected.shape)

    weights = rng.normal(size=result.shape)
    mine = gradient((result**2 * weights).sum(), ours, record=True)
    loss = (expected**2 * torch.tensor(weights)).sum()
    others = torch.autograd.grad(loss, theirs, create_graph=True)
    total, sum_of_theirs = Variable(0.0), torch.zeros(())
    for slope, other, direction in zip(mine, others, directions, strict=True):
        np.testing.assert_allclose(slope.value, other.detach().numpy(), rtol=1e-9, atol=1e-11)
        total = total + (slope * direction).sum()
        sum_of_theirs = sum_of_theirs + (other * torch.tensor(direction)).sum()
    second = torch.autograd.grad(sum_of_theirs, theirs)
    for found, wanted in zip(gradient(total, ours), second, strict=True):
        np.testing.assert_allclose(found, wanted.numpy(), rtol=1e-8, atol=1e-9)

    _, tangent = jvp(lambda *a: (row.ours(*a) ** 2 * weights).sum(), points, directions)
    backward = sum(np.sum(s.value * d) for s, d in zip(mine, directions, strict=True))
    np.testing.assert_allclose(tangent, backward, rtol=1e-10)


POWERS = [(0.0, 2.0), (0.0, 1.0), (0.0, 3.0), (2.0, 0.0), (23.0, 0.0), (0.5, -1.5), (-2.0, 2.0)]


@pytest.mark.parametrize(("base", "exponent"), POWERS)
def test_powers_at_their_edges(torch: Any, base: float, exponent: float) -> None:
    """First derivatives as in PyTorch; second ones by their formulas, as PyTorch errs at b = 0."""
    x, y = Variable(base), Variable(exponent)
    a, b = (torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in (base, exponent))
    by_base, by_exponent = torch.autograd.grad(a**b, (a, b))
    with np.errstate(invalid="ignore"):  # a negative number has no logarithm
        first = gradient(x**y, [x, y], record=True)
    assert float(first[0].value) == pytest.approx(float(by_base), rel=1e-12)
    assert float(gradient(first[0], x)) == pytest.approx(
        exponent * (exponent - 1) * base ** max(exponent - 2, 0 if base == 0 else -9), rel=1e-12
    )
    if base >= 0:
        assert float(first[1].value) == pytest.approx(float(by_exponent), rel=1e-12)
    if base > 0:
        mixed = base ** (exponent - 1) * (1 + exponent * np.log(base))
        assert float(gradient(first[0], y)) == pytest.approx(mixed, rel=1e-12)
        assert float(gradient(first[1], x)) == pytest.approx(mixed, rel=1e-12)
        twice = base**exponent * np.log(base) ** 2
        assert float(gradient(first[1], y)) == pytest.approx(twice, rel=1e-12)


def test_the_second_derivative_where_base_and_exponent_move_together() -> None:
    """(2 + t)^t at 0 has the second derivative (ln 2)^2 + 1."""
    t = Variable(0.0)
    slope = gradient((2 + t) ** t, t, record=True)
    assert float(gradient(slope, t)) == pytest.approx(np.log(2) ** 2 + 1, rel=1e-14)


# Layers of PyTorch's own, which no formula of ours has gone into.
LAYERS: dict[str, tuple[Any, Any, list[tuple[int, ...]]]] = {
    "erf": (ops.erf, lambda t, x: t.erf(x), [(2, 5)]),
    "gelu": (ops.gelu, lambda t, x: t.nn.functional.gelu(x), [(2, 5)]),
    "softplus": (ops.softplus, lambda t, x: t.nn.functional.softplus(x), [(2, 5)]),
    "clip": (lambda x: ops.clip(x, -0.5, 0.5), lambda t, x: t.clip(x, -0.5, 0.5), [(2, 5)]),
    "clip between arrays": (
        lambda x, a, b: ops.clip(x, a, b),
        lambda t, x, a, b: t.clip(x, a, b),
        [(4, 9), (4, 9), (4, 9)],
    ),
    "attention": (
        lambda q, k, v: ops.attention(q, k, v, seen=np.tri(4, dtype=bool)),
        lambda t, q, k, v: t.nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True),
        [(2, 3, 4, 5), (2, 3, 4, 5), (2, 3, 4, 6)],
    ),
    "layer normalisation": (
        ops.layer_norm,
        lambda t, x, s, b: t.nn.functional.layer_norm(x, (4,), s, b),
        [(2, 3, 4), (4,), (4,)],
    ),
    "a scaled norm over all entries": (
        lambda x: ops.sqrt((x**2).sum()),
        lambda t, x: t.linalg.norm(x),
        [(3, 2)],
    ),
    **{
        f"convolution in {n} dimensions, stride {stride}, padding {padding}": (
            lambda x, w, s=stride, p=padding: ops.convolve(x, w, stride=s, padding=p),
            lambda t, x, w, n=n, s=stride, p=padding: getattr(t.nn.functional, f"conv{n}d")(
                x, w, stride=s, padding=p
            ),
            [(2, 3, *(6, 5, 4)[:n]), (4, 3, *(3, 2, 2)[:n])],
        )
        for n, stride, padding in product((1, 2, 3), (1, 2), (0, 1))
    },
    "einsum with a broadcast axis": (
        lambda a, b: ops.einsum("...i,...i->...", a, b),
        lambda t, a, b: t.einsum("...i,...i->...", a, b),
        [(2, 1, 4), (3, 4)],
    ),
}


@pytest.mark.parametrize("name", LAYERS)
def test_layers_agree(torch: Any, name: str) -> None:
    ours, theirs, shapes = LAYERS[name]
    rng = np.random.default_rng(11)
    points = [rng.normal(size=shape) for shape in shapes]
    mine = [Variable(point) for point in points]
    others = [torch.tensor(point, requires_grad=True) for point in points]
    result, expected = ours(*mine), theirs(torch, *others)
    np.testing.assert_allclose(result.value, expected.detach().numpy(), rtol=1e-10, atol=1e-12)
    weights = rng.normal(size=result.shape)
    (expected * torch.tensor(weights)).sum().backward()
    slopes = gradient((result * weights).sum(), mine)
    for slope, other in zip(slopes, others, strict=True):
        np.testing.assert_allclose(slope, other.grad.numpy(), rtol=1e-9, atol=1e-11)
