"""The table of operations: what each computes, and its rules.

For an elementwise operation both rules multiply by the slope at the point; they differ only in
which way they go. For a linear operation the forward rule is the operation itself, and the backward
rule is its transpose. See Griewank and Walther, "Evaluating Derivatives" (2nd ed., 2008), chapters
2 and 3, and Baydin et al., "Automatic Differentiation in Machine Learning: a Survey" (2018).

In the order of reading:

    shaping       the same entries elsewhere: reshape, transpose, index, sum and broadcast, join
    elementwise   one entry at a time: sums, products, powers, functions
    reducing      many entries into one: means, extremes, spreads, products; sorting
    products      matrices, einsum
    convolution   windows of an array times kernels
    layers        what networks are made of: softmax, cross-entropy, attention, normalisation

What is a function and no `Operation` is made of the others, and needs no rule.
"""

from typing import TYPE_CHECKING

from backprop.operations.convolution import convolve, windows
from backprop.operations.elementwise import (
    absolute,
    add,
    clip,
    cos,
    divide,
    elementwise,
    erf,
    exp,
    expm1,
    gelu,
    log,
    log1p,
    maximum,
    minimum,
    multiply,
    negative,
    power,
    relu,
    sigmoid,
    sin,
    softplus,
    sqrt,
    subtract,
    tan,
    tanh,
    where,
)
from backprop.operations.layers import (
    attention,
    dropout,
    layer_norm,
    log_softmax,
    softmax,
    softmax_cross_entropy,
)
from backprop.operations.products import einsum, matmul
from backprop.operations.reducing import (
    logsumexp,
    max_,
    mean,
    min_,
    prod,
    sort,
    std,
    top_k,
    var,
)
from backprop.operations.shaping import (
    broadcast_to,
    concatenate,
    cumsum,
    flip,
    getitem,
    pad,
    reshape,
    scatter,
    stack,
    sum_,
    swapaxes,
    take_along,
    transpose,
    unbroadcast,
)
from backprop.overloaded import say_of

__all__ = [
    "absolute",
    "add",
    "attention",
    "broadcast_to",
    "clip",
    "concatenate",
    "convolve",
    "cos",
    "cumsum",
    "divide",
    "dropout",
    "einsum",
    "elementwise",
    "erf",
    "exp",
    "expm1",
    "flip",
    "gelu",
    "getitem",
    "layer_norm",
    "log",
    "log1p",
    "log_softmax",
    "logsumexp",
    "matmul",
    "max_",
    "maximum",
    "mean",
    "min_",
    "minimum",
    "multiply",
    "negative",
    "pad",
    "power",
    "prod",
    "relu",
    "reshape",
    "scatter",
    "sigmoid",
    "sin",
    "softmax",
    "softmax_cross_entropy",
    "softplus",
    "sort",
    "sqrt",
    "stack",
    "std",
    "subtract",
    "sum_",
    "swapaxes",
    "take_along",
    "tan",
    "tanh",
    "top_k",
    "transpose",
    "unbroadcast",
    "var",
    "where",
    "windows",
]

say_of(__all__)  # whoever writes x.exp() is told of ops.exp(x)

if not TYPE_CHECKING:

    def __getattr__(name):
        """Say what an operation is called that somebody seeks under NumPy's or Python's name."""
        from backprop.hints import instead_of

        write = instead_of(name)
        raise AttributeError(
            f"there is no operation `{name}`" + (f"; write {write}" if write else "")
        )
