"""Cells with given outputs, as notebooks have them, for pages that execute nothing."""

from __future__ import annotations

Cell = tuple[str, list[dict[str, object]]]


def as_cell(number: int, cell: Cell | str, tags: tuple[str, ...]) -> dict[str, object]:
    common = {"id": f"cell-{number}", "metadata": {"tags": list(tags)}}
    if isinstance(cell, str):
        return {"cell_type": "markdown", "source": cell, **common}
    source, outputs = cell
    made = {"cell_type": "code", "source": source, "outputs": outputs, "execution_count": 1}
    return {**made, **common}


def stream(text: str, name: str = "stdout") -> dict[str, object]:
    return {"output_type": "stream", "name": name, "text": text}


def display(kind: str, content: str, output: str = "display_data") -> dict[str, object]:
    counted = {"execution_count": 1} if output == "execute_result" else {}
    return {"output_type": output, "data": {kind: content}, "metadata": {}, **counted}


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'width="72pt" height="36pt" viewBox="0 0 72 36" version="1.1"><metadata>now</metadata>'
    '<defs><style type="text/css">*{stroke-linejoin: round}</style></defs>'
    '<g id="figure_1"><defs><path id="m1" d="M 0.123456 0"/></defs>'
    '<g clip-path="url(#p1)"><use xlink:href="#m1" x="1.98765" style="fill: #1a5fb4"/>'
    '<use xlink:href="#m1" x="3" style="fill: #1a5fb4"/></g></g>'
    '<defs><clipPath id="p1"><rect x="0" y="0" width="1" height="1"/></clipPath></defs></svg>'
)
