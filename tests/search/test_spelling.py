"""Words are the same in the browser as they were when the index was made."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.search.asking import ASSETS, node
from topicsite.search.spelling import Spelling, spelling_of

PROJECT = Path(__file__).parents[2]
LANGUAGES = ("en", "de", "fr", "es")
TEXTS = {
    "The Jacobian's rows, h_1 and 3.25e4!": "the jacobian s rows h 1 and 3.25 e4",
    "δ and Δw, ∂L/∂W, σ′(z)": "delta and delta w dl dw sigma z",
    "𝛿ₖ ← ∇f": "delta k nabla f",
    "back-propagation": "back propagation",
    "Nøkland, Müller, Straße": "nokland müller strasse",
    "逆伝播法": "逆伝 伝播 播法",
    "AI学习x": "ai 学习 x",
    "…": "",
}
SAME = [
    ("en", "normalisation normalization normalised normalizing"),
    ("en", "colour color colours"),
    ("en", "modelling modeling modelled"),
    ("en", "neighbouring neighboring"),
    ("en", "analyse analyzed analysing"),
    ("en", "saturate saturates saturated saturating saturation"),
    ("de", "Ableitung Ableitungen"),
    ("fr", "dérivée dérivées"),
    ("es", "derivada derivadas"),
]
DIFFERENT = [("en", "gradient gradual"), ("en", "four for"), ("pt", "derivada derivadas")]


@pytest.mark.parametrize(("text", "words"), TEXTS.items())
def test_a_text_has_these_words(text: str, words: str) -> None:
    assert " ".join(spelling_of("en").words(text)) == words


def terms(spelling: Spelling, text: str) -> set[str]:
    return {spelling.term(word) for word in spelling.words(text)}


@pytest.mark.parametrize(("code", "text"), SAME)
def test_forms_and_spellings_of_a_word_are_one(code: str, text: str) -> None:
    assert len(terms(spelling_of(code), text)) == 1


@pytest.mark.parametrize(("code", "text"), DIFFERENT)
def test_other_words_stay_others(code: str, text: str) -> None:
    assert len(terms(spelling_of(code), text)) == len(text.split())


def test_greek_letters_are_words_in_greek() -> None:
    assert spelling_of("el").words("δ") == ["δ"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_browser_says_the_same(code: str) -> None:
    """All words of our own pages; in other languages they are words like any other."""
    spelling = spelling_of(code)
    texts = [file.read_text("utf-8") for file in sorted((PROJECT / "docs").glob("*.md"))]
    texts += [*TEXTS, "Größe, Öl und Äpfel; ça coûte l'œuvre; ¿qué? el niño"]
    words = sorted({word for text in texts for word in spelling.words(text)})
    assert len(words) > 1000
    given = {"assets": str(ASSETS), "tables": spelling.tables, "texts": texts, "words": words}
    said = node("words.mjs", given)
    assert said["words"] == [spelling.words(text) for text in texts]
    assert dict(zip(words, said["terms"], strict=True)) == {w: spelling.term(w) for w in words}


@settings(max_examples=5)
@given(st.lists(st.text(st.characters(max_codepoint=0x24FF), max_size=30), max_size=300))
def test_the_browser_says_the_same_of_any_text(texts: list[str]) -> None:
    spelling = spelling_of("en")
    words = [word for text in texts for word in spelling.words(text)]
    given = {"assets": str(ASSETS), "tables": spelling.tables, "texts": texts, "words": words}
    said = node("words.mjs", given)
    assert said["words"] == [spelling.words(text) for text in texts]
    assert said["terms"] == [spelling.term(word) for word in words]


def test_the_stemmers_are_those_that_were_written_down() -> None:
    folder = ASSETS / "snowball"
    told = dict(re.findall(r"\| `(\w+\.js)` \| `(\w{64})` \|", (folder / "README.md").read_text()))
    assert told == {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.glob("*.js")
    }
    named = {spelling_of(code).tables["stemmer"] for code in LANGUAGES}
    assert {file.stem for file in folder.glob("*.js")} == named
