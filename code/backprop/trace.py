"""A computation written out step by step: forward, then backward, as data.

What `tape.gradient` does silently is told here in full, for tables and for animation: the value of
every step, the local derivative along every edge, and how the adjoints add up on the way back.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from backprop.operation import raw
from backprop.tape import Variable, recorded

Trace = dict[str, Any]

FORMS: Final = {
    "add": "{} + {}",
    "subtract": "{} − {}",
    "multiply": "{} × {}",
    "divide": "{} / {}",
    "power": "{}^{}",
    "matmul": "{} @ {}",
    "negative": "−{}",
    "absolute": "|{}|",
}
"""How an operation is written that is not written as a function."""


def trace(result: Variable) -> Trace:
    """Everything that happened between the inputs and a result, and all the way back.

    Args:
        result: a single number that was computed from variables.

    Returns:
        Data that JSON can hold:

        - `nodes`, in the order of the forward pass: `id`, `operation` (None for an input), `form`
          (how it is written, with `{}` in the place of each operand), `operands` (ids, or numbers
          for constants), `value` and `adjoint`;
        - `steps`, in the order of the backward pass: `from` and `to` (ids), `local` (the derivative
          of `from` by `to`; None between arrays, where it is a matrix), `product` (what flows along
          the edge) and `adjoint` (what has arrived at `to` so far).

        Arrays are nested lists.

    Raises:
        ValueError: if the result is not a single number.
    """
    if result.shape != ():
        raise ValueError(f"a trace ends in a single number, and this has shape {result.shape}")
    tape = recorded(result)
    names = _names(tape)
    adjoints: dict[int, Any] = {result.index: np.ones(())}
    steps: list[dict[str, Any]] = []
    for node in reversed(tape):
        if node.operation is None:
            continue
        operands = tuple(raw(operand) for operand in node.operands)
        for position, operand in enumerate(node.operands):
            if not isinstance(operand, Variable):
                continue
            rule = node.operation.vjp
            product = rule(position, adjoints[node.index], raw(node), operands, node.parameters)
            local = None
            if node.shape == () and operand.shape == ():
                local = rule(position, np.ones(()), raw(node), operands, node.parameters)
            arrived = adjoints.get(operand.index)
            adjoints[operand.index] = product if arrived is None else arrived + product
            steps.append(
                {
                    "from": names[node.index],
                    "to": names[operand.index],
                    "local": None if local is None else _plain(local),
                    "product": _plain(product),
                    "adjoint": _plain(adjoints[operand.index]),
                }
            )
    nodes = [
        {
            "id": names[node.index],
            "operation": node.operation.name if node.operation else None,
            "form": _form(node),
            "operands": [
                names[operand.index] if isinstance(operand, Variable) else _plain(operand)
                for operand in node.operands
            ],
            "value": _plain(raw(node)),
            "adjoint": _plain(adjoints[node.index]),
        }
        for node in tape
    ]
    return {"nodes": nodes, "steps": steps}


def _names(tape: list[Variable]) -> dict[int, str]:
    """Each variable's own name, or v1, v2 and so on where it has none or another has it too."""
    names: dict[int, str] = {}
    taken = {node.name for node in tape if node.name}
    given: set[str] = set()
    number = 0
    for node in tape:
        name = node.name
        while name is None or name in given:
            number += 1
            name = None if f"v{number}" in taken else f"v{number}"
        given.add(name)
        names[node.index] = name
    return names


def _form(node: Variable) -> str | None:
    if node.operation is None:
        return None
    name = node.operation.name
    return FORMS.get(name, f"{name}({', '.join(['{}'] * len(node.operands))})")


def _plain(value: Any) -> Any:
    return np.asarray(raw(value)).tolist()
