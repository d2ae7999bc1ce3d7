"""Small data sets that need no download.

The digits are the 1,797 test images of "Optical Recognition of Handwritten Digits" by E. Alpaydin
and C. Kaynak (1998), UCI Machine Learning Repository, https://doi.org/10.24432/C50P49, under
CC BY 4.0, in the packing of 8 by 8 pixels with values from 0 to 16.
"""

from __future__ import annotations

from importlib.resources import files

import numpy as np

from backprop.operation import Array


def xor() -> tuple[Array, Array]:
    """The four cases of exclusive or: inputs (4, 2), targets (4, 1)."""
    inputs = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return inputs, np.array([[0.0], [1.0], [1.0], [0.0]])


def moons(count: int = 200, *, noise: float = 0.1, seed: int = 0) -> tuple[Array, Array]:
    """Two half circles that reach into each other.

    Args:
        count: how many points, half of them in each moon.
        noise: the standard deviation of what is added to each coordinate.
        seed: the same seed gives the same points.

    Returns:
        Points (count, 2) and labels (count,), 0 for the upper moon and 1 for the lower.
    """
    rng = np.random.default_rng(seed)
    upper = np.linspace(0, np.pi, count // 2)
    lower = np.linspace(0, np.pi, count - count // 2)
    points = np.concatenate(
        [
            np.stack([np.cos(upper), np.sin(upper)], axis=1),
            np.stack([1 - np.cos(lower), 0.5 - np.sin(lower)], axis=1),
        ]
    )
    labels = np.concatenate([np.zeros(len(upper)), np.ones(len(lower))])
    return points + rng.normal(0, noise, size=points.shape), labels


def circles(
    count: int = 200, *, inner: float = 0.4, noise: float = 0.1, seed: int = 0
) -> tuple[Array, Array]:
    """A ring around another one.

    Args:
        count: how many points, half of them in each ring.
        inner: the radius of the inner ring; that of the outer one is 1.
        noise: the standard deviation of what is added to each coordinate.
        seed: the same seed gives the same points.

    Returns:
        Points (count, 2) and labels (count,), 0 for the outer ring and 1 for the inner.
    """
    rng = np.random.default_rng(seed)
    labels = np.repeat([0.0, 1.0], [count // 2, count - count // 2])
    angles = rng.uniform(0, 2 * np.pi, size=count)
    radii = np.where(labels == 1, inner, 1.0)
    points = np.stack([radii * np.cos(angles), radii * np.sin(angles)], axis=1)
    return points + rng.normal(0, noise, size=points.shape), labels


def spirals(
    count: int = 300, *, arms: int = 3, noise: float = 0.2, seed: int = 0
) -> tuple[Array, Array]:
    """Arms that wind around each other, as in CS231n's case study of a small network.

    Args:
        count: how many points; `count // arms` in each arm.
        arms: how many arms, each a class of its own.
        noise: the standard deviation of what is added to the angle, in radians.
        seed: the same seed gives the same points.

    Returns:
        Points (n, 2) within the unit circle and labels (n,), from 0 to `arms - 1`.
    """
    rng = np.random.default_rng(seed)
    each = count // arms
    radius = np.linspace(0, 1, each)
    points = []
    for arm in range(arms):
        angle = np.linspace(arm * 4, (arm + 1) * 4, each) + rng.normal(0, noise, size=each)
        points.append(np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=1))
    return np.concatenate(points), np.repeat(np.arange(float(arms)), each)


def digits() -> tuple[Array, Array]:
    """Handwritten digits.

    Returns:
        Images (1797, 64) with values from 0 to 1, each a picture of 8 by 8 in rows, and labels
        (1797,) from 0 to 9.
    """
    with (
        files("backprop").joinpath("digits.npz").open("rb") as file,
        np.load(file) as archive,
    ):
        images, labels = archive["images"], archive["labels"]
    return images.reshape(len(images), 64) / 16.0, labels.astype(float)


def one_hot(labels: Array, classes: int) -> Array:
    """A row for each label, 1 in the column of its class and 0 elsewhere: (n, classes).

    Raises:
        ValueError: for a label that is no class, and for labels that are not in a row.
    """
    numbers = np.asarray(labels)
    if numbers.ndim != 1:
        raise ValueError(f"labels have the shape (n,), not {numbers.shape}")
    if not np.isin(numbers, np.arange(classes)).all():
        raise ValueError(f"labels are whole numbers from 0 to {classes - 1}")
    return np.asarray(np.eye(classes)[numbers.astype(int)])
