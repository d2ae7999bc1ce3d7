r"""Formulas as they stand in a line of text: `\frac{\partial L}{\partial W}` is `∂L/∂W`."""

from __future__ import annotations

import re
from typing import Final

from topicsite.mathematics.formulas import formulas

_NAMES: Final = """\
    alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ iota ι kappa κ
    lambda λ mu μ nu ν xi ξ omicron ο pi π rho ρ sigma σ tau τ upsilon υ phi φ varphi φ chi χ psi ψ
    omega ω Delta Δ Sigma Σ Omega Ω Phi Φ partial ∂ nabla ∇ sum ∑ prod ∏ int ∫ infty ∞ sqrt √
    odot ⊙ cdot · times × to → mapsto ↦ leftarrow ← rightarrow → le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠
    approx ≈ in ∈ ldots … dots … cdots … top ᵀ prime ′ pm ± equiv ≡ circ ∘ otimes ⊗
    sin sin cos cos tanh tanh exp exp log log ln ln max max min min
"""
_WORDS: Final = _NAMES.split()
_SYMBOLS: Final = dict(zip(_WORDS[::2], _WORDS[1::2], strict=True))
_FRACTION: Final = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_COMMAND: Final = re.compile(r"\\(?:([A-Za-z]+)\s*|.)", re.DOTALL)
_SPACED: Final = frozenset("·×→↦←≤≥≠≈∈±≡∘⊗⊙")


def untexed(text: str) -> str:
    r"""A text with its formulas, which stand between `\(` and `\)`, in plain characters."""
    pieces = []
    end = 0
    for formula in formulas(text):
        if formula.is_closed:
            pieces += [text[end : formula.start], _line(formula.tex)]
            end = formula.end
    return "".join([*pieces, text[end:]])


def _line(tex: str) -> str:
    for _ in range(3):  # fractions of fractions of fractions
        tex, found = _FRACTION.subn(r"\1/\2", tex)
        if not found:
            break
    plain = _COMMAND.sub(_symbol, tex)
    return " ".join(plain.translate({ord(mark): None for mark in "{}&"}).split())


def _symbol(command: re.Match[str]) -> str:
    symbol = _SYMBOLS.get(command[1] or "", " " if command[1] is None else "")
    return f" {symbol} " if symbol in _SPACED else symbol
