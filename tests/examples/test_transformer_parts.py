"""The backward passes of the examples on a transformer's parts, against PyTorch's own layers."""

from __future__ import annotations

import os
import runpy
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.unavailable import unavailable
from topicsite.lesson.trials import BASE, FEW
from topicsite.reading.load import load

PROJECT = Path(__file__).parents[2]
CATALOG = load(PROJECT).catalog
SHAPES = [(1, 3), (3, 5), (6, 4), (7, 1)]
"""Rows and columns: a single row, and last a single column."""


@pytest.fixture(scope="module")
def torch() -> Any:
    try:
        import torch
    except ImportError:
        unavailable("PyTorch", "install it with: make .venv/.torch")
    return torch


@contextmanager
def as_published() -> Iterator[None]:
    """Draws as on the page, and figures that open no window."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "MPLBACKEND", "agg")
        patch.delenv(BASE, raising=False)
        patch.delenv(FEW, raising=False)
        yield


def names_of(example: str) -> dict[str, Any]:
    with as_published():
        return runpy.run_path(str(PROJECT / CATALOG.examples[example].path))


@pytest.fixture(scope="module")
def residual() -> dict[str, Any]:
    return names_of("residual-connections")


@pytest.fixture(scope="module")
def attention() -> dict[str, Any]:
    return names_of("attention-backward")


def solution(example: str, exercise: str, function: str) -> Any:
    """The function that an exercise's solution defines."""
    (found,) = (one for one in CATALOG.exercises[example] if one.id == exercise)
    names: dict[str, Any] = {}
    exec(found.solution, names)
    return names[function]


def close(ours: Any, theirs: Any) -> None:
    np.testing.assert_allclose(ours, theirs.numpy(), rtol=1e-9, atol=1e-11)


def test_layer_normalisation_of_the_page(torch: Any, residual: dict[str, Any]) -> None:
    x, gain, shift = (
        torch.tensor(residual[name], requires_grad=True) for name in ("x", "gain", "shift")
    )
    out = torch.nn.functional.layer_norm(x, x.shape[-1:], gain, shift, eps=1e-5)
    out.backward(torch.tensor(residual["arriving"]))
    close(residual["d_input"], x.grad)
    close(residual["d_gain"], gain.grad)
    close(residual["d_shift"], shift.grad)


@pytest.mark.parametrize("size", [0.1, 1.0, 2.0])
@pytest.mark.parametrize(("shortcut", "norm"), [(0.0, False), (0.9, False), (1.0, True)])
def test_the_gradient_through_fifty_blocks(
    torch: Any, residual: dict[str, Any], size: float, shortcut: float, norm: bool
) -> None:
    width, depth, batch = residual["width"], residual["depth"], residual["batch"]
    rng = np.random.default_rng(17)
    x = start = torch.tensor(rng.normal(size=(batch, width)), requires_grad=True)
    for _ in range(depth):
        first = torch.tensor(size * rng.normal(size=(width, width)) * np.sqrt(2 / width))
        second = torch.tensor(size * rng.normal(size=(width, width)) * np.sqrt(1 / width))
        inner = torch.nn.functional.layer_norm(x, (width,), eps=1e-5) if norm else x
        x = shortcut * x + torch.relu(inner @ first) @ second
    g = rng.normal(size=(batch, width))
    x.backward(torch.tensor(g / np.linalg.norm(g)))
    ours = residual["gradients"](17, size, shortcut, norm)
    assert len(ours) == depth + 1
    assert ours[0] == pytest.approx(float(start.grad.norm()), rel=1e-9)


@pytest.mark.parametrize("shape", SHAPES[:-1])  # a single number has no deviation
def test_the_exercise_on_layer_normalisation(torch: Any, shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(5)
    g, given, gain = rng.normal(size=shape), rng.normal(size=shape), rng.normal(size=shape[1])
    x = torch.tensor(given, requires_grad=True)
    out = torch.nn.functional.layer_norm(x, shape[1:], torch.tensor(gain), eps=0.0)
    out.backward(torch.tensor(g))
    backward = solution("residual-connections", "layer-norm", "layer_norm_backward")
    np.testing.assert_allclose(backward(g, given, gain), x.grad.numpy(), rtol=1e-6, atol=1e-8)


def test_attention_of_the_page(torch: Any, attention: dict[str, Any]) -> None:
    q, k, v = (
        torch.tensor(attention[name], requires_grad=True) for name in ("queries", "keys", "values")
    )
    out = torch.nn.functional.scaled_dot_product_attention(
        q[None], k[None], v[None], is_causal=True
    )
    close(attention["output"], out[0].detach())
    out[0].backward(torch.tensor(attention["arriving"]))
    for name, theirs in (("d_queries", q), ("d_keys", k), ("d_values", v)):
        close(attention[name], theirs.grad)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("causal", [False, True])
def test_the_exercise_on_attention(torch: Any, shape: tuple[int, int], causal: bool) -> None:
    rng = np.random.default_rng(6)
    g, *given = rng.normal(size=(4, *shape))
    q, k, v = (torch.tensor(part, requires_grad=True) for part in given)
    scores = q @ k.T / shape[1] ** 0.5
    if causal:
        hidden = torch.ones(shape[0], shape[0], dtype=torch.bool).triu(1)
        scores = scores.masked_fill(hidden, float("-inf"))
    weights = torch.softmax(scores, dim=-1)
    (weights @ v).backward(torch.tensor(g))
    backward = solution("attention-backward", "attention", "attention_backward")
    found = backward(g, *given, weights.detach().numpy())
    for ours, theirs in zip(found, (q, k, v), strict=True):
        close(ours, theirs.grad)


@pytest.mark.parametrize("shape", [*SHAPES, (2, 3, 4)])
def test_the_exercise_on_softmax(torch: Any, shape: tuple[int, ...]) -> None:
    rng = np.random.default_rng(8)
    g, given = rng.normal(size=shape), rng.normal(size=shape)
    scores = torch.tensor(given, requires_grad=True)
    weights = torch.softmax(scores, dim=-1)
    weights.backward(torch.tensor(g))
    backward = solution("attention-backward", "softmax-backward", "softmax_backward")
    close(backward(g, weights.detach().numpy()), scores.grad)
