"""Who is compared does the same work: after an epoch all have the same weights."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.bench import tape
from tests.bench.contestants import CONTESTANTS, SAME
from tests.bench.problem import accuracy, digits
from tests.unavailable import unavailable

INSTALL = "install it with: make .venv/.compare"


@pytest.mark.parametrize("batch", [10, 400])
@pytest.mark.parametrize("name", SAME)
def test_they_have_the_same_weights_after_an_epoch(name: str, batch: int) -> None:
    if name == "JAX":
        pytest.importorskip("jax", reason=f"JAX is not here; {INSTALL}")
    problem = digits(batch, "float64")
    try:
        found = next(CONTESTANTS[name](problem))
    except ImportError:
        unavailable(name, "install it with: make .venv/.torch")
    expected = next(CONTESTANTS["textbook"](problem))
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_allclose(np.asarray(one), other, rtol=1e-9, atol=1e-12)


def test_scikit_learn_starts_from_the_same_weights_and_learns() -> None:
    pytest.importorskip("sklearn", reason=f"scikit-learn is not here; {INSTALL}")
    epochs = CONTESTANTS["scikit-learn"](digits(10, "float64"))
    for _ in range(5):
        parameters = next(epochs)
    assert accuracy(parameters) > 0.8
    still = replace(digits(10, "float64"), rate=1e-12)
    found = next(CONTESTANTS["scikit-learn"](still))
    for one, other in zip(found, still.network().parameters, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-9)


def test_the_tape_computes_what_micrograd_computes() -> None:
    pytest.importorskip("micrograd", reason=f"micrograd is not here; {INSTALL}")
    tape.check()
