"""An exercise on its page, given as a cell."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup

from tests.reading.test_exercises import SOURCE as EXERCISE
from tests.render.notebooks import stream
from topicsite.render.notebook import NotebookError


def test_what_an_exercise_prints_is_not_shown(saved: Callable[..., str]) -> None:
    page = saved((EXERCISE, [stream("six\n")]), tags=("exercise",))
    assert "double-it" in page
    assert "six" not in page


def test_a_broken_exercise_is_refused(saved: Callable[..., str]) -> None:
    with pytest.raises(NotebookError, match="cell 1 is no exercise: an exercise begins"):
        saved(("x = 1", []), tags=("exercise",))


def test_an_exercise_cannot_end_its_script(saved: Callable[..., str]) -> None:
    attack = "assert '</script><img src=x onerror=alert(1)>' != double(3)"
    page = saved((EXERCISE.replace("assert double(3) == 6", attack), []), tags=("exercise",))
    soup = BeautifulSoup(page, "html.parser")
    assert soup.select("img") == []
    assert json.loads(str(soup.select("script")[0].string))["check"] == attack
