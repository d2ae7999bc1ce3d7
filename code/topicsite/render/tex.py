"""Plain text as LaTeX and BibTeX read it."""

from __future__ import annotations

import re
from typing import Final

_SPECIAL: Final = {
    "\\": r"\textbackslash{}",
    # BibTeX counts every brace, also one behind a backslash.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&$#_%"},
}
_JOINED: Final = re.compile(r"(?<=[`?!])`|(?<=')'|(?<=-)-|(?<=,),|(?<=<)<|(?<=>)>|[\\{}~^&$#_%]")
"""Signs that LaTeX reads as its own, and those that it joins with the sign before."""


def tex(text: str) -> str:
    """A text in LaTeX that shows it as it is; braces in it are balanced. Letters stay UTF-8."""
    return _JOINED.sub(lambda match: _SPECIAL.get(match[0], "{}" + match[0]), text)
