"""The value of a cell as text, and as the HTML or the picture that it makes of itself."""

from __future__ import annotations

import base64
import pprint
from collections.abc import Callable, Iterator
from typing import Any, Final

from topicsite.assets.python.cell_errors import explain, name_of
from topicsite.assets.python.cell_output import Output

LONGEST: Final = 100_000  # characters of a value's text
LONGEST_HTML: Final = 1_000_000
MOST: Final = 10_000  # items of a list, a set or a dictionary, at every depth together

_PNG: Final = b"\x89PNG\r\n\x1a\n"


def put_out(value: object, output: Output) -> None:
    """Show a value: as HTML or a picture if it knows how, and else as text.

    Raises:
        BaseException: what its `__repr__` raises.
    """
    kind = name_of(type(value))
    failed = None
    try:
        text = _text(value)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        text, failed = f"<{kind}>", error
    for method, show in _WAYS.items():
        made = _asked(value, method, output)
        if made is not None and show(made, text, kind, output):
            return
    if failed is not None:
        raise failed
    output.piece("value", text=text)


def _asked(value: object, method: str, output: Output) -> object:
    """What a method of a value gives; one that fails is named, and the next way is tried."""
    try:
        function = getattr(type(value), method, None)
        return None if function is None else function(value)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        told = explain(error)
        where = f" ({told['cell']}, line {told['line']})" if told["cell"] else ""
        name = f"{name_of(type(value))}.{method}"
        _note(output, f"{name} fails{where}: {told['type']}: {told['message']}")
        return None


def _html(made: object, text: str, kind: str, output: Output) -> bool:
    if not issubclass(type(made), str):
        return False
    html = "".join((made, ""))  # type: ignore[arg-type]  # a text, as was just seen
    if len(html) > LONGEST_HTML:
        size = f"{len(html):,} characters, too many to show"
        _note(output, f"The HTML of this {kind} has {size}; its text stands here.")
        return False
    output.piece("value", text=text, html=html, type=kind)
    return True


def _svg(made: object, text: str, kind: str, output: Output) -> bool:
    if not issubclass(type(made), str):
        return False
    output.piece("figure", svg="".join((made, "")))  # type: ignore[arg-type]
    return True


def _png(made: object, text: str, kind: str, output: Output) -> bool:
    if not issubclass(type(made), bytes) or not bytes.startswith(made, _PNG):  # type: ignore[arg-type]
        return False
    output.piece("figure", svg=picture(bytes(made)))  # type: ignore[call-overload]
    return True


_WAYS: Final[dict[str, Callable[[object, str, str, Output], bool]]] = {
    "_repr_html_": _html,
    "_repr_svg_": _svg,
    "_repr_png_": _png,
}


def _note(output: Output, words: str) -> None:
    output.write("stderr", f"{words}\n")


def picture(png: bytes, width: float | None = None) -> str:
    """A PNG as SVG, which is how figures travel.

    Args:
        png: the file.
        width: in points; without it a point for each of its own.
    """
    across, down = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))
    wide = across if width is None else width
    high = wide * down / across
    data = base64.b64encode(png).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:g}pt" height="{high:g}pt"'
        f' viewBox="0 0 {wide:g} {high:g}">'
        f'<image width="{wide:g}" height="{high:g}" href="data:image/png;base64,{data}"/></svg>'
    )


class _More:
    """Stands for what is left out of a long list."""

    def __init__(self, count: int) -> None:
        self.count = count

    def __repr__(self) -> str:
        return f"… {self.count:,} more"


def _text(value: object) -> str:
    """A value as Python writes it, without the middle of what is too long."""
    kind = type(value)
    if kind is str or kind is bytes:
        whole: Any = value
        if len(whole) > LONGEST:
            return f"{whole[:LONGEST]!r} … {len(whole) - LONGEST:,} more"
    if kind is dict or kind is list or kind is set or kind is tuple:
        room = iter(range(MOST))
        cut = _cut(value, room)
        text = pprint.pformat(cut if next(room, None) is None else value, sort_dicts=False)
    else:
        text = "".join((repr(value), ""))
    if len(text) > LONGEST:
        text = f"{text[:LONGEST]} … {len(text) - LONGEST:,} more characters"
    return text


def _cut(value: Any, room: Iterator[int], above: tuple[int, ...] = ()) -> Any:
    """A list, tuple, set or dictionary with as many items as there is room for."""
    kind = type(value)
    if len(above) > 100 or id(value) in above:
        return value
    above = (*above, id(value))
    if kind is dict:
        made: dict[Any, Any] = {}
        for key in value:
            if next(room, None) is None:
                made[_More(len(value) - len(made))] = ...
                break
            made[key] = _cut(value[key], room, above)
        return made
    if kind is list or kind is tuple or kind is set:
        items: list[Any] = []
        for item in value:
            if next(room, None) is None:
                items.append(_More(len(value) - len(items)))
                break
            items.append(item if kind is set else _cut(item, room, above))
        return kind(items)
    return value
