"""The network to watch: settings, states, and what is told of each layer."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest

from backprop.gradcheck import central_differences
from backprop.playground import DATA, FIRST_WEIGHTS, GRID, REACH, Run, Settings, answer


@pytest.mark.parametrize("data", DATA)
@pytest.mark.parametrize("activation", FIRST_WEIGHTS)
def test_it_learns(data: str, activation: str) -> None:
    rate = {"tanh": 0.3, "relu": 0.1, "sigmoid": 3.0}[activation]
    run = Run(Settings(data=data, activation=activation, rate=rate, layers=1, width=12))
    before = run.state()
    run.go_on(400)
    after = run.state()
    assert before["epoch"] == 0
    assert after["epoch"] == 400
    assert after["loss"] < before["loss"] / 1.5
    assert after["accuracy"] > 0.8


def test_a_run_can_be_told_as_json_and_repeated() -> None:
    settings = {"settings": {"data": "moons", "layers": 3}}
    first = answer(settings)
    later = answer({"epochs": 5})
    assert json.loads(json.dumps([first, later])) == [first, later]
    assert answer(settings) == first
    assert answer({"epochs": 2}) != later
    assert answer({"epochs": 3}) == later
    assert len(first["points"]) == 200
    assert max(abs(c) for point in first["points"] for c in point[:2]) <= 1 < REACH


def test_the_surface_is_the_output_from_the_top_left() -> None:
    run = Run(Settings(data="circles"))
    run.go_on(30)
    surface = np.array(run.state()["surface"]).reshape(GRID, GRID)
    for row, column, x, y in [(0, 0, -1, 1), (0, -1, 1, 1), (-1, 0, -1, -1), (-1, -1, 1, -1)]:
        corner = np.array([[x * REACH, y * REACH]])
        assert surface[row, column] == round(100 * run.network.predict(corner)[0, 0])


def test_gradients_are_measured_layer_by_layer() -> None:
    run = Run(Settings(layers=2, width=3))
    told = run.state()["gradients"]
    for layer, weights in enumerate(run.network.weights):

        def cost(flat: Any, layer: int = layer, shape: Any = weights.shape) -> float:
            kept = run.network.weights[layer]
            run.network.weights[layer] = flat.reshape(shape)
            found = run.network.cost(run.points, run.targets)
            run.network.weights[layer] = kept
            return found

        measured = central_differences(cost, weights.ravel().copy())
        assert told[layer] == pytest.approx(float(np.sqrt(np.mean(measured**2))), rel=1e-5)


def test_gradients_vanish_with_sigmoids_and_not_with_tanh() -> None:
    ratios = {}
    for activation in ("sigmoid", "tanh"):
        answer({"settings": {"layers": 6, "activation": activation, "rate": 1.0}})
        gradients = answer({"epochs": 1})["gradients"]
        ratios[activation] = gradients[-1] / gradients[0]
    assert ratios["sigmoid"] > 10_000
    assert ratios["tanh"] < 10


def test_weights_without_bounds_are_told_of() -> None:
    run = Run(Settings())
    run.network.weights[0][0, 0] = math.inf
    with pytest.raises(ValueError, match="grown beyond all numbers; choose a smaller learning"):
        run.state()


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"data": "cats"}, "data is one of xor, circles, moons, spirals"),
        ({"activation": "softmax"}, "activation is one of tanh, sigmoid, relu"),
        ({"layers": 0}, "layers is a whole number from 1 to 6"),
        ({"layers": 2.5}, "layers is a whole number from 1 to 6"),
        ({"width": 99}, "width is a whole number from 1 to 16"),
        ({"batch": 0}, "batch is a whole number from 1 to 200"),
        ({"rate": 0}, "learning rate is above 0 and at most 10"),
        ({"rate": math.nan}, "learning rate is above 0 and at most 10"),
        ({"colour": "blue"}, "there is no setting colour"),
    ],
)
def test_settings_that_make_no_run(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        answer({"settings": settings})
