"""A traced computation as a page shows it: a table of every step, and the data of a drawing.

In a notebook a `Graph` is two tables, one for each pass. On the site the element around them draws
the graph from the data and plays it; see `docs/assets/backprop-graph.js`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import Any, Final

import numpy as np

from backprop.tape import Variable
from backprop.trace import Trace, trace

FORWARD: Final = ("value", "computed as", "gives")
BACKWARD: Final = ("from", "to", "derivative", "hands back", "arrived so far")
_NUMERIC: Final = frozenset({"gives", "derivative", "hands back", "arrived so far"})


class Graph:
    """Every step of a computation and of its way back.

    Attributes:
        trace: the steps as data, as `trace.trace` gives them.
    """

    def __init__(self, result: Variable) -> None:
        """Trace a result.

        Raises:
            ValueError: if the result is not a single number.
        """
        self.trace: Trace = trace(result)

    def __str__(self) -> str:
        """The steps as two tables in Markdown."""
        return "\n\n".join(
            "\n".join(f"| {' | '.join(row)} |" for row in (header, _rule(header), *rows))
            for header, rows in self._tables()
        )

    __repr__ = __str__

    def _repr_html_(self) -> str:
        """The steps as two tables, and the trace as data that no browser executes."""
        tables = "\n".join(_table(header, rows) for header, rows in self._tables())
        try:
            data = json.dumps(self.trace, ensure_ascii=False, allow_nan=False)
        except ValueError:
            return tables  # an infinite value can be told, but not drawn
        # A script element ends at its end tag wherever that stands, hence no `<` within.
        data = data.replace("<", "\\u003c")
        return (
            f"<backprop-graph>\n{tables}\n"
            f'<script type="application/json">{data}</script>\n</backprop-graph>'
        )

    def _tables(self) -> Iterator[tuple[tuple[str, ...], list[tuple[str, ...]]]]:
        yield FORWARD, [(n["id"], _computed(n), number(n["value"])) for n in self.trace["nodes"]]
        last = self.trace["nodes"][-1]
        start = ("", last["id"], "", number(1.0), number(1.0))
        yield (
            BACKWARD,
            [
                start,
                *(
                    (
                        step["from"],
                        step["to"],
                        "a matrix" if step["local"] is None else number(step["local"]),
                        number(step["product"]),
                        number(step["adjoint"]),
                    )
                    for step in self.trace["steps"]
                ),
            ],
        )


def number(value: Any) -> str:
    """A number in four significant digits, or the shape of an array."""
    array = np.asarray(value)
    if array.ndim:
        return f"{' × '.join(map(str, array.shape))} numbers"
    return f"{float(array):.4g}".replace("-", "−")


def _computed(node: dict[str, Any]) -> str:
    if node["form"] is None:
        return "given"
    names = (
        operand if isinstance(operand, str) else number(operand) for operand in node["operands"]
    )
    return str(node["form"].format(*names))


def _rule(header: tuple[str, ...]) -> tuple[str, ...]:
    return tuple("---:" if head in _NUMERIC else "---" for head in header)


def _table(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    def row(cells: tuple[str, ...], tag: str) -> str:
        return "".join(
            f'<{tag} class="number">{escape(cell)}</{tag}>'
            if head in _NUMERIC
            else f"<{tag}>{escape(cell)}</{tag}>"
            for head, cell in zip(header, cells, strict=True)
        )

    body = "\n".join(f"<tr>{row(cells, 'td')}</tr>" for cells in rows)
    return (
        f"<table>\n<thead><tr>{row(header, 'th')}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"
    )
