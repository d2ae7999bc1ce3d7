"""Two phrases are one if they differ in what nobody means by it, and only then."""

from __future__ import annotations

from itertools import combinations

import pytest

from topicsite.checking.phrases import plain

ALIKE = [
    ("chain rule", "Chain Rule", "chain-rule", "chain rules", "chain_rule", "chain\u2010rule"),
    ("backpropagation", "back-propagation", "back propagation", "Back\u2013Propagation"),
    ("L1 norm", "L-1 norm", "l1 norms", "L1-norm"),
    ("Go 1", "Go1", "go-1"),
    ("Bayes' theorem", "Bayes theorem", "Bayes’ theorem", "bayes theorems"),
    ("Newton's method", "Newton’s method", "Newtons method"),
    ("ODE", "ODEs", "ode"),
    ("C", "c"),
    ("naïve Bayes", "nai\u0308ve Bayes"),
]
APART = [
    ("C", "C++", "C#", "C--", "C*", "CS", "CSS"),
    ("F", "F#", "F*", "F'", "f''"),
    ("net", ".NET", "NET+"),
    ("R", "RS", "R²", "R2", "R-squared"),
    ("Go", "Go 1", "Go 2"),
    ("L1", "L2", "L¹", "L1.5"),
    ("A", "A*", "A+"),
    ("2-3 trees", "23 trees", "2.3 trees", "2 - 3.5 trees"),
    ("1 000", "1000"),
    ("n", "n!", "n²", "n/2"),
    ("C", "C (language)", "C/C++"),
    ("AW", "AWS"),
    ("GP", "GPS"),
    ("clas", "class"),
    ("corpu", "corpus"),
    ("analysi", "analysis"),
    ("x > 0", "x < 0"),
    ("P", "¬P"),
    ("λ", "μ"),
]


@pytest.mark.parametrize("phrases", ALIKE, ids=lambda phrases: phrases[0])
def test_phrases_that_are_one(phrases: tuple[str, ...]) -> None:
    assert len({plain(phrase) for phrase in phrases}) == 1


@pytest.mark.parametrize("phrases", APART, ids=lambda phrases: phrases[0])
def test_phrases_that_are_not(phrases: tuple[str, ...]) -> None:
    for one, other in combinations(phrases, 2):
        assert plain(one) != plain(other), (one, other)
