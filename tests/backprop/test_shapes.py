"""The rules over any shapes and layouts: broadcast, empty, strided, reversed, repeated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import hypothesis.extra.numpy as hnp
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop import operations as ops
from backprop.gradcheck import central_differences, complex_step
from backprop.operation import Array, Operation
from backprop.tape import Variable, gradient

LAYOUTS: dict[str, Callable[[Array], Array]] = {
    "in rows": np.ascontiguousarray,
    "in columns": np.asfortranarray,
    "every second": lambda a: np.repeat(a, 2, axis=-1)[..., ::2] if a.ndim else a,
    "reversed": lambda a: a[::-1].copy()[::-1] if a.ndim else a,
    "repeated": lambda a: np.broadcast_to(a[:1], a.shape) if a.ndim and len(a) else a,
}
BINARY = {
    "add": ops.add,
    "subtract": ops.subtract,
    "multiply": ops.multiply,
    "divide": ops.divide,
    "power": ops.power,
    "maximum": ops.maximum,
}
UNARY = {
    "negative": ops.negative,
    "exp": ops.exp,
    "log": ops.log,
    "sin": ops.sin,
    "cos": ops.cos,
    "sqrt": ops.sqrt,
    "tanh": ops.tanh,
    "sigmoid": ops.sigmoid,
    "relu": ops.relu,
    "absolute": ops.absolute,
}
REDUCTIONS = {"sum": ops.sum_, "mean": ops.mean, "max": ops.max_, "logsumexp": ops.logsumexp}
BENT = {"maximum", "relu", "absolute", "max"}
CALM = settings(max_examples=150, deadline=None, derandomize=True)

SHAPES = hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3)
FULL_SHAPES = hnp.array_shapes(min_dims=0, max_dims=3, min_side=1, max_side=3)


@st.composite
def arrays(draw: st.DrawFn, shape: tuple[int, ...]) -> Array:
    """Positive numbers in some layout; no two of them close, so that no kink is near."""
    order = draw(st.permutations(range(int(np.prod(shape)))))
    steps = np.array(order, dtype=float).reshape(shape)
    offset = draw(st.floats(0.3, 0.7))
    return LAYOUTS[draw(st.sampled_from(sorted(LAYOUTS)))](offset + 0.07 * steps)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Array, Array]:
    """Two arrays that NumPy broadcasts, empty ones among them."""
    both = draw(hnp.mutually_broadcastable_shapes(num_shapes=2, max_dims=3, min_side=0, max_side=3))
    one, other = (draw(arrays(shape)) for shape in both.input_shapes)
    # A maximum has a kink where both are equal.
    return one, np.asarray(other + 0.035)


def slopes(function: Callable[..., Any], points: list[Array], *, bent: bool) -> list[Array]:
    """The gradient of the weighted sum of a function's result, measured in plain NumPy."""
    measure = central_differences if bent else complex_step
    found = []
    for position, point in enumerate(points):

        def alone(x: Array, position: int = position) -> Any:
            return weighted(function(*[*points[:position], x, *points[position + 1 :]]))

        found.append(measure(alone, point))
    return found


def weighted(result: Any) -> Any:
    """One number in which every entry counts differently."""
    size = int(np.prod(np.shape(result.value if isinstance(result, Variable) else result)))
    weights = np.cos(np.arange(float(size))).reshape(result.shape)
    return ops.sum_(result * weights) if isinstance(result, Variable) else (result * weights).sum()


def agree(ours: Callable[..., Any], theirs: Callable[..., Any], points: list[Array], **how: bool):  # type: ignore[no-untyped-def]
    """Hold the adjoints against measured slopes; each has the shape of its operand."""
    variables = [Variable(point) for point in points]
    adjoints = gradient(weighted(ours(*variables)), variables)
    tolerance = 1e-7 if how["bent"] else 1e-12
    for adjoint, point, slope in zip(adjoints, points, slopes(theirs, points, **how), strict=True):
        assert adjoint.shape == point.shape
        np.testing.assert_allclose(adjoint, slope, rtol=tolerance, atol=tolerance)


@CALM
@given(st.sampled_from(sorted(BINARY)), pairs())
def test_operations_on_two_arrays(name: str, points: tuple[Array, Array]) -> None:
    operation: Operation = BINARY[name]
    agree(operation, operation.compute, list(points), bent=name in BENT)


@CALM
@given(st.sampled_from(sorted(UNARY)), SHAPES.flatmap(arrays))
def test_operations_on_one_array(name: str, point: Array) -> None:
    plain = {"sigmoid": lambda a: 1 / (1 + np.exp(-a))}
    operation: Operation = UNARY[name]
    agree(operation, plain.get(name, operation.compute), [point], bent=name in BENT)


@CALM
@given(st.data())
def test_reductions(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(REDUCTIONS)))
    # Of nothing there is a sum, and no mean or maximum.
    shape = data.draw(SHAPES if name == "sum" else FULL_SHAPES)
    axis = data.draw(st.none() | hnp.valid_tuple_axes(len(shape)))
    keep = data.draw(st.booleans())
    point = data.draw(arrays(shape))
    if name == "max":
        point = np.ascontiguousarray(point) + 0.01 * np.arange(point.size).reshape(shape)
    plain: dict[str, Callable[..., Any]] = {
        "sum": lambda a: np.sum(a, axis=axis, keepdims=keep),
        "mean": lambda a: np.mean(a, axis=axis, keepdims=keep),
        "max": lambda a: np.max(a, axis=axis, keepdims=keep),
        "logsumexp": lambda a: np.log(np.sum(np.exp(a), axis=axis, keepdims=keep)),
    }
    agree(
        lambda a: REDUCTIONS[name](a, axis=axis, keepdims=keep),
        lambda a: np.asarray(plain[name](a)),
        [point],
        bent=name in BENT,
    )


@CALM
@given(st.data())
def test_products_of_matrices_of_any_rank(data: st.DataObject) -> None:
    shapes = data.draw(
        hnp.mutually_broadcastable_shapes(
            signature=np.matmul.signature, max_dims=2, min_side=0, max_side=3
        )
    )
    points = [data.draw(arrays(shape)) for shape in shapes.input_shapes]
    agree(ops.matmul, np.matmul, points, bent=False)


@CALM
@given(st.data())
def test_reshaping_and_turning(data: st.DataObject) -> None:
    shape = data.draw(hnp.array_shapes(min_dims=1, max_dims=3, min_side=0, max_side=3))
    point = data.draw(arrays(shape))
    axes = tuple(data.draw(st.permutations(range(len(shape)))))
    agree(
        lambda a: ops.reshape(ops.transpose(a, axes=axes), shape=(point.size,)),
        lambda a: np.transpose(a, axes).reshape(point.size),
        [point],
        bent=False,
    )


@CALM
@given(st.data())
def test_indexing(data: st.DataObject) -> None:
    shape = data.draw(hnp.array_shapes(min_dims=1, max_dims=3, min_side=1, max_side=4))
    point = data.draw(arrays(shape))
    index = data.draw(
        hnp.basic_indices(shape, allow_newaxis=True)
        | hnp.integer_array_indices(shape)
        | hnp.arrays(bool, shape)
    )
    agree(lambda a: a[index], lambda a: np.asarray(a[index]), [point], bent=False)


@CALM
@given(st.data())
def test_joining(data: st.DataObject) -> None:
    shape = data.draw(hnp.array_shapes(min_dims=1, max_dims=3, min_side=0, max_side=3))
    axis = data.draw(st.integers(-len(shape), len(shape) - 1))
    points = [data.draw(arrays(shape)) for _ in range(2)]
    agree(
        lambda a, b: ops.concatenate(a, b, a, axis=axis),
        lambda a, b: np.concatenate((a, b, a), axis=axis),
        points,
        bent=False,
    )
    agree(
        lambda a, b: ops.stack(b, a, axis=axis),
        lambda a, b: np.stack((b, a), axis=axis),
        points,
        bent=False,
    )


@CALM
@given(pairs(), st.data())
def test_choosing(points: tuple[Array, Array], data: st.DataObject) -> None:
    one, other = points
    chosen = data.draw(hnp.arrays(bool, np.broadcast_shapes(one.shape, other.shape)))
    agree(
        lambda a, b: ops.where(chosen, a, b),
        lambda a, b: np.where(chosen, a, b),
        [one, other],
        bent=False,
    )


@st.composite
def letters_of(draw: st.DrawFn) -> tuple[list[str], str, dict[str, int]]:
    """The letters of one to three operands, some of them twice, and of a result."""
    sizes = {letter: draw(st.integers(1, 3)) for letter in "abcd"}
    inputs = draw(st.lists(st.text("abcd", min_size=0, max_size=3), min_size=1, max_size=3))
    there = sorted(set("".join(inputs)))
    output = "".join(draw(st.permutations(there))[: draw(st.integers(0, len(there)))])
    return inputs, output, sizes


@CALM
@given(letters_of(), st.data())
def test_products_by_letters(
    letters: tuple[list[str], str, dict[str, int]], data: st.DataObject
) -> None:
    inputs, output, sizes = letters
    written = f"{','.join(inputs)}->{output}"
    shapes = [tuple(sizes[letter] for letter in operand) for operand in inputs]
    points = [data.draw(arrays(shape)).reshape(shape) for shape in shapes]
    agree(
        lambda *a: ops.einsum(written, *a),
        lambda *a: np.asarray(np.einsum(written, *a)),
        points,
        bent=False,
    )


@CALM
@given(st.data())
def test_sorting_and_running_along_an_axis(data: st.DataObject) -> None:
    shape = data.draw(hnp.array_shapes(min_dims=1, max_dims=3, min_side=1, max_side=4))
    axis = data.draw(st.integers(-len(shape), len(shape) - 1))
    order = data.draw(st.permutations(range(int(np.prod(shape)))))
    point = np.array(order, dtype=float).reshape(shape) * 0.1 + 0.2
    k = data.draw(st.integers(1, shape[axis]))
    largest = np.arange(shape[axis])[::-1][:k]
    for ours, theirs in (
        (ops.sort, np.sort),
        (
            lambda a, axis: ops.top_k(a, k, axis)[0],
            lambda a, axis: np.sort(a, axis).take(largest, axis),
        ),
        (ops.flip, np.flip),
        (ops.cumsum, np.cumsum),
        (ops.prod, np.prod),
    ):
        agree(
            lambda a, f=ours: f(a, axis),
            lambda a, f=theirs: np.asarray(f(a, axis=axis)),
            [point],
            bent=True,
        )
    _, places = ops.top_k(point, k, axis)
    np.testing.assert_array_equal(
        np.take_along_axis(point, places, axis), np.sort(point, axis).take(largest, axis)
    )
