"""Python in colours: few of them, and only where they help."""

from __future__ import annotations

from itertools import groupby
from typing import Any, Final

from markupsafe import Markup
from pygments.lexers import PythonLexer  # type: ignore[import-untyped]  # it ships no types
from pygments.token import Comment, Keyword, Name, Operator, String  # type: ignore[import-untyped]

# What is worth a colour, with Pygments' class for it. Most tokens stay plain: it is easier to read,
# and a page of marked names, numbers and brackets is several times as long.
_MARKED: Final = (
    (Comment, "c"),
    (Keyword, "k"),
    (Operator.Word, "k"),
    (String.Doc, "sd"),
    (String, "s"),
    (Name.Function, "nf"),
    (Name.Class, "nf"),
)


def highlighted(source: str) -> Markup:
    """Source code as HTML."""
    tokens = PythonLexer(stripnl=False, ensurenl=False).get_tokens(source)
    pieces = groupby(tokens, lambda token: _class_of(token[0]))
    return Markup().join(
        Markup('<span class="{}">{}</span>').format(name, text) if name else text
        for name, text in ((name, "".join(text for _, text in piece)) for name, piece in pieces)
    )


def _class_of(token: Any) -> str | None:
    return next((name for kind, name in _MARKED if token in kind), None)
