r"""TeX in, finished HTML out: formulas are set when the site is built, not by the reader's browser.

Formulas stand between `\(` and `\)`, displayed ones between `\[` and `\]`, which is what Markdown
and notebooks leave behind. KaTeX sets them in an embedded JavaScript engine, as HTML for the eye
and MathML for screen readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from typing import Final

from markupsafe import Markup

from topicsite.mathematics.engine import MathematicsError, typeset
from topicsite.mathematics.formulas import Formula, around

__all__ = ["STYLESHEETS", "MathematicsError", "needs_stylesheets", "render_mathematics"]

STYLESHEETS: Final = ("katex/katex.min.css", "styles/mathematics.css")
"""What a page with formulas loads, below the package's `assets`."""

# Elements whose text is not prose. Those in which `<` means nothing are taken whole.
TAG: Final = re.compile(
    r"<!--.*?-->"
    r"|<(?P<raw>script|style|textarea|title)\b.*?</(?P=raw)\s*>"
    r"|<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*)(?:\"[^\"]*\"|'[^']*'|[^'\">])*>",
    re.DOTALL | re.IGNORECASE,
)
"""A tag, or what no tag is looked for in."""
_OPAQUE: Final = frozenset({"code", "kbd", "math", "pre", "samp", "svg"})

_HIDDEN: Final = '<span class="katex-html" aria-hidden="true">'
_HIDDEN_UNINDEXED: Final = '<bdi class="katex-html" aria-hidden="true" data-search-exclude>'
# The TeX source, and what matters only to an eye, which does not see the MathML.
_UNHEARD: Final = re.compile(
    r"<annotation .*?</annotation>|</?(?:semantics|mstyle)\b[^>]*>"
    r"| (?:xmlns|stretchy|separator|fence|rowspacing|columnspacing|columnalign)=\"[^\"]*\"",
    re.DOTALL,
)
# What only other programs read of a formula that is shown as MathML.
_UNSEEN_IN_MATHML: Final = re.compile(
    r"<annotation .*?</annotation>|</?semantics\b[^>]*>| xmlns=\"[^\"]*\"", re.DOTALL
)
_MATHML: Final = re.compile(r"<math.*</math>", re.DOTALL)
_DISPLAY: Final = '<span class="katex-display">'
_WIDE_DISPLAY: Final = (
    '<span class="katex-display" tabindex="0" role="group" aria-label="Wide formula">'
)
_WIDE: Final = 18
"""Symbols in a row from which on a displayed formula may be wider than a phone."""


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
        around(piece, _set, str) if is_prose else piece for piece, is_prose in _pieces(html)
    )


def as_mathml(html: str) -> str:
    """Set formulas as MathML alone, which browsers draw without a style sheet or a font.

    Raises:
        MathematicsError: when KaTeX cannot set a formula.
    """
    if "\\(" not in html and "\\[" not in html:
        return html
    return "".join(
        around(piece, _set_as_mathml, str) if is_prose else piece
        for piece, is_prose in _pieces(html)
    )


def mathml(html: Markup) -> Markup:
    """The same of what a template has made."""
    return Markup(as_mathml(html))  # noqa: S704  # it was markup before


def needs_stylesheets(html: str) -> bool:
    """Whether a finished page shows a formula, so that it has to load `STYLESHEETS`."""
    return '<span class="katex' in html


def _pieces(html: str) -> Iterator[tuple[str, bool]]:
    """Cut HTML into tags and texts; of each text, whether it is prose."""
    depth = end = 0
    for tag in TAG.finditer(html):
        yield html[end : tag.start()], depth == 0
        end = tag.end()
        if (tag["name"] or "").lower() in _OPAQUE and not tag[0].endswith("/>"):
            depth = max(0, depth - 1) if tag["end"] else depth + 1
        yield tag[0], False
    yield html[end:], depth == 0


def _set(formula: Formula) -> str:
    return _set_tex(unescape(formula.tex).strip(), formula.display)


def _set_as_mathml(formula: Formula) -> str:
    return _mathml(unescape(formula.tex).strip(), formula.display)


@lru_cache(maxsize=4096)
def _mathml(tex: str, display: bool) -> str:
    found = _MATHML.search(typeset(tex, display))
    return _UNSEEN_IN_MATHML.sub("", found[0]) if found else ""


@lru_cache(maxsize=4096)
def _set_tex(tex: str, display: bool) -> str:
    html = typeset(tex, display)
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
