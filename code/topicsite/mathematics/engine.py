"""KaTeX in an embedded JavaScript engine."""

from __future__ import annotations

import atexit
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from py_mini_racer import MiniRacer

_STRICT: Final = "LaTeX-incompatible input and strict mode is set to 'error': "


class MathematicsError(Exception):
    """A formula that cannot be set.

    Attributes:
        tex: the formula.
        reason: what KaTeX says about it.
        position: index into `tex` of the character at fault, if KaTeX knows it.
    """

    def __init__(self, tex: str, reason: str, position: int | None) -> None:
        self.tex = tex
        self.reason = reason
        self.position = position
        place = "" if position is None else f" at character {position + 1}"
        if position is not None and position < len(tex):
            place += f", `{' '.join(tex[position : position + 20].split())}`"
        super().__init__(f"the formula `{tex.strip()}` cannot be set: {reason}{place}")


def typeset(tex: str, display: bool) -> str:
    """A formula as KaTeX sets it: HTML for the eye, MathML for screen readers.

    Raises:
        MathematicsError: if KaTeX cannot.
    """
    return str(_ask("typeset", tex, display)["html"])


@lru_cache(maxsize=4096)
def examine(tex: str, display: bool) -> MathematicsError | None:
    """What keeps a formula out of an entry: it cannot be set, or it leaves its own box.

    An entry's formula stands among texts of others, over which it must not be drawn. Sizes are
    bounded, and so is what moves back, hangs out sideways or has no height. Every spacing command
    that KaTeX knows ends in one of these.
    """
    try:
        _ask("examine", tex, display)
    except MathematicsError as error:
        return error
    return None


def _ask(function: str, tex: str, display: bool) -> dict[str, Any]:
    try:
        engine = _engine()
    except ModuleNotFoundError as error:
        reason = f"{error.name} is not installed; install `topicsite[math]`"
        raise MathematicsError(tex, reason, None) from None
    result: dict[str, Any] = dict(engine.call(function, tex, display))
    if "message" in result:
        reason = str(result["message"]).removeprefix(_STRICT)
        raise MathematicsError(tex, reason, result["position"])
    return result


@cache
def _engine() -> MiniRacer:
    """The engine with KaTeX in it: about half a second, once in a process."""
    from py_mini_racer import MiniRacer  # 30 MB that a site without formulas can do without

    engine = MiniRacer()
    package = files("topicsite")
    for script in ("assets/katex/katex.min.js", "mathematics/typeset.js"):
        engine.eval(package.joinpath(script).read_text(encoding="utf-8"))
    # Left to the end of the interpreter, the engine waits for a callback that Python no longer
    # lets through, and the process never ends.
    atexit.register(engine.close)
    return engine
