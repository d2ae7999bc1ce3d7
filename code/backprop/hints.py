"""What to write instead: words for what people first try with a traced value."""

from __future__ import annotations

from typing import Final

INSTEAD: Final = {
    "abs": "abs(x)",
    "add": "x + y",
    "append": "ops.concatenate(x, y)",
    "argmax": "x.value.argmax()",
    "argmin": "x.value.argmin()",
    "argsort": "x.value.argsort()",
    "astype": "Variable(x.value.astype(...))",
    "average": "x.mean()",
    "backward": "gradient(x, inputs)",
    "cat": "ops.concatenate(x, y)",
    "conv2d": "ops.convolve(x, kernels)",
    "copy": "x itself, which nobody can change",
    "data": "x.value",
    "detach": "x.value",
    "divide": "x / y",
    "dot": "x @ y",
    "expand_dims": "x[:, None]",
    "fill": "x * 0 + number",
    "flatten": "x.reshape(-1)",
    "float_power": "x ** y",
    "fmax": "ops.maximum(x, y)",
    "fmin": "ops.minimum(x, y)",
    "grad": "gradient(loss, x)",
    "hstack": "ops.concatenate(x, y, axis=1)",
    "inner": "x @ y",
    "item": "float(x.value)",
    "log10": "ops.log(x) / np.log(10)",
    "log2": "ops.log(x) / np.log(2)",
    "logaddexp": "ops.logsumexp(ops.stack(x, y), axis=0)",
    "matmul": "x @ y",
    "multiply": "x * y",
    "negative": "-x",
    "norm": "ops.sqrt((x ** 2).sum())",
    "numpy": "x.value",
    "outer": "x[:, None] * y",
    "permute": "x.transpose(...)",
    "pow": "x ** y",
    "power": "x ** y",
    "ravel": "x.reshape(-1)",
    "reciprocal": "1 / x",
    "repeat": "x[places], with each place as often as you want it",
    "requires_grad": "Variable(array), which is always differentiated",
    "square": "x ** 2",
    "squeeze": "x.reshape(...)",
    "subtract": "x - y",
    "tensordot": "ops.einsum(...)",
    "tolist": "x.value.tolist()",
    "topk": "ops.top_k(x, k)",
    "trace": 'ops.einsum("ii->", x)',
    "true_divide": "x / y",
    "view": "x.reshape(...)",
    "vstack": "ops.concatenate(x, y)",
    "where": "ops.where(chosen, x, y)",
    "zero_grad": "nothing: every gradient is a new one",
}
"""Names of NumPy and PyTorch for which the same is written in another way here."""
METHODS: Final = frozenset({"max", "mean", "min", "reshape", "sum", "transpose"})
"""What a traced value does by itself, as an array does."""


def instead_of(name: str) -> str:
    """What says the same as NumPy's or PyTorch's function or method of a name; maybe nothing."""
    # Only where something went wrong: the operations themselves are built on what imports this.
    from backprop import operations

    if name in METHODS:
        return f"x.{name}()"
    if name in INSTEAD:
        return INSTEAD[name]
    if name.endswith("_") or name.startswith("_"):
        return ""
    for known in (name, f"{name}_"):
        found = vars(operations).get(known)
        if callable(found):
            count = 2 if getattr(found, "variadic", False) else len(getattr(found, "vjps", "x"))
            return f"ops.{known}({', '.join('xyz'[:count])})"
    return ""


def of_numpy(name: str) -> str:
    """Why NumPy's function of this name does not take a traced value, and what to write."""
    write = instead_of(name)
    said = f"np.{name} cannot record what it does to a traced value"
    if write.startswith("ops."):
        return f"{said}; write {write}, with `from backprop import operations as ops`"
    if write:
        return f"{said}; write {write}"
    return (
        f"{said}, and there is no operation for it here; compute it of `x.value` if it needs no "
        "derivative, or make it of other operations"
    )


def of_attribute(name: str, kind: str) -> str:
    """Why a kind of traced value has no attribute of this name, and what to write."""
    write = instead_of(name) or f"x.value.{name}, which is not differentiated"
    return f"a {kind} has no `{name}`; write {write}"


NUMBER: Final = (
    "this would take a traced value for a plain number and lose its derivative; write "
    "`float(x.value)` if you want the number, and for a function of the module math the operation, "
    "such as `ops.exp(x)` with `from backprop import operations as ops`"
)
ARRAY: Final = (
    "NumPy cannot put traced values into an array; write `ops.stack(x, y)` to join them, or "
    "`x.value` for the plain array"
)
TRUTH: Final = (
    "a traced value has no truth value, because a branch cannot be differentiated; "
    "compare it, as in `x > 0`, or use `where`"
)
ASSIGNMENT: Final = (
    "a traced value does not change: its rules still need what it was; write "
    "`ops.where(chosen, new, x)`, or join parts with `ops.concatenate`"
)
IN_PLACE: Final = (
    "an array of NumPy's cannot hold a traced value; write `a = a + x` in the place of `a += x`"
)
FORMAT: Final = "a traced value is no number to be formatted; write `x.value`"
REMAINDER: Final = (
    "whole parts and remainders jump, and have no operation here; compute them of `x.value`"
)
VALUE: Final = (
    "the value of a variable does not change; make a new one, as in "
    "`w = Variable(w.value - rate * slope)`"
)
PARAMETER: Final = (
    "a traced value cannot be a parameter, since parameters have no rules; write `x.value`"
)
