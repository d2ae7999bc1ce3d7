"""Reverse mode for arrays in about sixty lines: the engine to read first.

A node remembers what it was made from, and for each of those a rule that sends an adjoint back to
it. `gradient` walks through the nodes from the last made to the first. `tape` does the same with a
table of operations, and more: second derivatives, forward mode, and words where something is wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

import numpy as np

from backprop.arguments import Array

Rule = Callable[[Array], Array]
_numbers = count()


class Node:
    """An array, what it was made from, and the way back."""

    __array_ufunc__ = None  # NumPy leaves `array + node` to the node

    def __init__(self, value: Any, *came_from: tuple[Node, Rule]) -> None:
        self.value = np.asarray(value, dtype=float)
        self.came_from = came_from
        self.number = next(_numbers)  # higher than those of all that it was made from

    def __add__(self, other: Any) -> Node:
        other = _node(other)
        return Node(self.value + other.value, (self, lambda g: g), (other, lambda g: g))

    def __mul__(self, other: Any) -> Node:
        other = _node(other)
        return Node(
            self.value * other.value,
            (self, lambda g: g * other.value),
            (other, lambda g: g * self.value),
        )

    def __matmul__(self, other: Any) -> Node:  # of two matrices
        other = _node(other)
        return Node(
            self.value @ other.value,
            (self, lambda g: g @ other.value.T),
            (other, lambda g: self.value.T @ g),
        )

    def __pow__(self, n: float) -> Node:
        return Node(self.value**n, (self, lambda g: g * n * self.value ** (n - 1)))

    def __neg__(self) -> Node:
        return self * -1

    def __sub__(self, other: Any) -> Node:
        return self + -_node(other)

    def __truediv__(self, other: Any) -> Node:
        return self * _node(other) ** -1

    __radd__, __rmul__ = __add__, __mul__

    def __rsub__(self, other: Any) -> Node:
        return _node(other) + -self

    def __rmatmul__(self, other: Any) -> Node:
        return _node(other) @ self

    def sum(self) -> Node:
        """The sum of all entries, each of which gets the whole adjoint."""
        return Node(self.value.sum(), (self, lambda g: np.full(self.value.shape, g)))


def tanh(x: Node) -> Node:
    """The hyperbolic tangent; its slope is 1 - tanh^2."""
    t = np.tanh(x.value)
    return Node(t, (x, lambda g: g * (1 - t * t)))


def exp(x: Node) -> Node:
    """The exponential, which is its own slope."""
    e = np.exp(x.value)
    return Node(e, (x, lambda g: g * e))


def relu(x: Node) -> Node:
    """The positive part."""
    return Node(np.maximum(x.value, 0), (x, lambda g: g * (x.value > 0)))


def gradient(loss: Node, inputs: list[Node]) -> list[Array]:
    """How fast a single number changes with each entry of each input."""
    nodes, waiting = {loss.number: loss}, [loss]
    while waiting:
        for parent, _ in waiting.pop().came_from:
            if parent.number not in nodes:
                nodes[parent.number] = parent
                waiting.append(parent)
    adjoints = {number: np.zeros(node.value.shape) for number, node in nodes.items()}
    adjoints[loss.number] += 1
    for number in sorted(nodes, reverse=True):  # all uses of a node come before the node
        for parent, rule in nodes[number].came_from:
            # A value that was used several times collects from all its uses.
            adjoints[parent.number] += _summed(rule(adjoints[number]), parent.value.shape)
    return [adjoints.get(node.number, np.zeros(node.value.shape)) for node in inputs]


def _node(value: Any) -> Node:
    return value if isinstance(value, Node) else Node(value)


def _summed(adjoint: Array, shape: tuple[int, ...]) -> Array:
    """The way back from a broadcast: NumPy used an entry several times, so its shares add up."""
    adjoint = adjoint.sum(axis=tuple(range(adjoint.ndim - len(shape))))
    spread = tuple(axis for axis, size in enumerate(shape) if size == 1)
    return np.asarray(adjoint.sum(axis=spread, keepdims=True))
