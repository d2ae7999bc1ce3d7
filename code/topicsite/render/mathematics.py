r"""TeX in, finished HTML out: formulas are set when the site is built, not by the reader's browser.

Formulas stand between `\(` and `\)`, displayed ones between `\[` and `\]`, which is what Markdown
and notebooks leave behind. KaTeX sets them in an embedded JavaScript engine, as HTML for the eye
and MathML for screen readers.
"""

from __future__ import annotations

import atexit
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from html import unescape
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from py_mini_racer import MiniRacer

STYLESHEETS: Final = ("katex/katex.min.css", "styles/mathematics.css")
"""What a page with formulas loads, below the package's `assets`."""

# Elements whose text is not prose. Those in which `<` means nothing are taken whole.
_TAG: Final = re.compile(
    r"<!--.*?-->"
    r"|<(?P<raw>script|style|textarea|title)\b.*?</(?P=raw)\s*>"
    r"|<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*)(?:\"[^\"]*\"|'[^']*'|[^'\">])*>",
    re.DOTALL | re.IGNORECASE,
)
_OPAQUE: Final = frozenset({"code", "kbd", "math", "pre", "samp", "svg"})

_FORMULA: Final = re.compile(
    r"(?<!\\)\\\((?P<inline>.+?)(?<!\\)\\\)|(?<!\\)\\\[(?P<display>.+?)(?<!\\)\\\]", re.DOTALL
)

# A formula that asks for a link, an image or raw HTML is refused aloud, not set in red.
_TYPESET: Final = """
function typeset(tex, display) {
  const trust = (context) => {
    throw new katex.ParseError(`${context.command} is not allowed in a formula`);
  };
  try {
    return {html: katex.renderToString(tex, {
      displayMode: display, output: "htmlAndMathml", strict: "error", maxSize: 20, trust,
    })};
  } catch (error) {
    if (!(error instanceof katex.ParseError)) throw error;
    return {message: error.rawMessage, position: error.position ?? null};
  }
}
"""

_STRICT: Final = "LaTeX-incompatible input and strict mode is set to 'error': "

_HIDDEN: Final = '<span class="katex-html" aria-hidden="true">'
_HIDDEN_UNINDEXED: Final = '<bdi class="katex-html" aria-hidden="true" data-search-exclude>'
# The TeX source, and what matters only to an eye, which does not see the MathML.
_UNHEARD: Final = re.compile(
    r"<annotation .*?</annotation>|</?(?:semantics|mstyle)\b[^>]*>"
    r"| (?:xmlns|stretchy|separator|fence|rowspacing|columnspacing|columnalign)=\"[^\"]*\"",
    re.DOTALL,
)
_DISPLAY: Final = '<span class="katex-display">'
_WIDE_DISPLAY: Final = (
    '<span class="katex-display" tabindex="0" role="group" aria-label="Wide formula">'
)
_WIDE: Final = 18
"""Symbols in a row from which on a displayed formula may be wider than a phone."""


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


def render_mathematics(html: str) -> str:
    r"""Set the formulas in a page or a part of one.

    Code, preformatted text, pictures and scripts are left as they are. No engine is started for a
    page without formulas.

    Args:
        html: well-formed HTML, as Markdown or a template made it.

    Raises:
        MathematicsError: when KaTeX cannot set a formula.
    """
    if "\\(" not in html and "\\[" not in html:
        return html
    return "".join(
        _FORMULA.sub(_typeset_match, piece) if is_prose else piece
        for piece, is_prose in _pieces(html)
    )


def needs_stylesheets(html: str) -> bool:
    """Whether a finished page shows a formula, so that it has to load `STYLESHEETS`."""
    return '<span class="katex' in html


def _pieces(html: str) -> Iterator[tuple[str, bool]]:
    """Cut HTML into tags and texts; of each text, whether it is prose."""
    depth = end = 0
    for tag in _TAG.finditer(html):
        yield html[end : tag.start()], depth == 0
        end = tag.end()
        if (tag["name"] or "").lower() in _OPAQUE and not tag[0].endswith("/>"):
            depth = max(0, depth - 1) if tag["end"] else depth + 1
        yield tag[0], False
    yield html[end:], depth == 0


def _typeset_match(match: re.Match[str]) -> str:
    display = match["inline"] is None
    return _typeset(unescape(match["display"] if display else match["inline"]).strip(), display)


@lru_cache(maxsize=4096)
def _typeset(tex: str, display: bool) -> str:
    result: dict[str, Any] = dict(_engine().call("typeset", tex, display))
    if "message" in result:
        reason = str(result["message"]).removeprefix(_STRICT)
        raise MathematicsError(tex, reason, result["position"])
    html = str(result["html"])
    # The search index and the table of contents take the MathML's symbols. The TeX would repeat
    # them, and so would the picture, were it not excluded.
    closing = "</span></span>" if display else "</span>"
    inner = html.removesuffix("</span>" + closing)
    html = inner.replace(_HIDDEN, _HIDDEN_UNINDEXED, 1) + "</bdi>" + closing
    html = _UNHEARD.sub("", html)
    if display and _symbols(tex) >= _WIDE:
        html = html.replace(_DISPLAY, _WIDE_DISPLAY, 1)
    return html


def _symbols(tex: str) -> int:
    """About how many symbols stand beside each other in the longest row of a formula."""
    bare = re.sub(r"\\(?:begin|end)\{[^}]*\}|\\(?:left|right)\b", "", tex)
    rows = bare.split("\\\\")
    return max(len(re.sub(r"\\[a-zA-Z]+", "x", row).translate(_UNSEEN)) for row in rows)


_UNSEEN: Final = str.maketrans("", "", "{}^_& \t\n")


@cache
def _engine() -> MiniRacer:
    """The engine with KaTeX in it: about half a second, once in a process."""
    from py_mini_racer import MiniRacer  # 30 MB that a site without formulas can do without

    engine = MiniRacer()
    katex = files("topicsite").joinpath("assets/katex/katex.min.js")
    engine.eval(katex.read_text(encoding="utf-8"))
    engine.eval(_TYPESET)
    # Left to the end of the interpreter, the engine waits for a callback that Python no longer
    # lets through, and the process never ends.
    atexit.register(engine.close)
    return engine
