"""The real example, executed: what of mkdocs-jupyter's page is kept, and how it is marked."""

from __future__ import annotations

import json
import re

import pytest
from bs4 import BeautifulSoup

from tests.render.conftest import ROOT, Run
from topicsite.render import headings
from topicsite.render.figures import COLOURS
from topicsite.render.mathematics import render_mathematics
from topicsite.render.notebook import read_notebook

EXAMPLE = ROOT / "code/examples/sensitivity.py"


@pytest.fixture(scope="session")
def executed(run: Run) -> str:
    """The real example, executed once."""
    return run(EXAMPLE)


@pytest.fixture(scope="session")
def page(executed: str) -> str:
    return read_notebook(executed, "examples/sensitivity.py").html()


@pytest.fixture(scope="session")
def soup(page: str) -> BeautifulSoup:
    return BeautifulSoup(page, "html.parser")


def test_only_the_content_is_kept(executed: str, page: str, soup: BeautifulSoup) -> None:
    assert len(executed) > 600_000
    without_figures = re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL)
    assert len(without_figures.encode()) < 60_000
    assert len(page.encode()) < 200_000
    assert not soup.select(
        "script:not([type='application/json']), style, link, img, iframe, clipboard-copy"
    )
    assert "jp-" not in page
    assert "follows:" not in page
    assert "://" not in page


def test_cells_have_stable_names_and_their_source(soup: BeautifulSoup) -> None:
    cells = soup.select(".cell")
    assert [cell["id"] for cell in cells] == [
        "sensitivity-exercise-foretell" if number == 3 else f"sensitivity-{number}"
        for number in range(1, len(cells) + 1)
    ]
    text = EXAMPLE.read_text(encoding="utf-8")
    for cell in cells:
        code = cell.select_one(".highlight > pre > code")
        assert code is not None
        assert code["tabindex"] == "0"
        assert code.get_text() in text
        assert "# alt:" not in code.get_text()
        assert re.fullmatch("[0-9a-f]{12}", str(cell["data-source"]))


def test_ids_are_unique_and_headings_can_be_linked_to(page: str, soup: BeautifulSoup) -> None:
    ids = [str(element["id"]) for element in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    found = headings(page)
    assert [heading.id for heading in found][:2] == [
        "how-long-is-the-list",
        "two-weights-you-can-hold-in-your-head",
    ]
    assert {heading.level for heading in found} == {2, 3}
    assert not any("¶" in heading.title for heading in found)
    for reference in re.findall(r'(?:href="|url\()#([^")]+)', page):
        assert reference in ids


def test_an_exercise_is_its_task_its_start_and_what_can_be_opened(soup: BeautifulSoup) -> None:
    (exercise,) = soup.select("topicsite-exercise")
    assert exercise["data-exercise"] == "sensitivity/foretell"
    heading = exercise.find("h3")
    assert heading is not None
    assert (heading.get_text(), heading["id"]) == ("Exercise: Foretell a cost", "exercise-foretell")
    task = exercise.select_one(".exercise-task > p > em")
    assert task is not None
    assert task.get_text() == "all"
    code = [block.get_text() for block in exercise.select("pre > code")]
    assert [text.count("def foretell") for text in code] == [1, 1]
    assert "as if the nudges did nothing" in code[0]
    assert "gradient @ nudge" in code[1]
    assert [part.get_text() for part in exercise.select("summary")] == [
        "Hint 1 of 3", "Hint 2 of 3", "Hint 3 of 3", "Solution",
    ]  # fmt: skip
    assert not exercise.select("details[open]")
    kept = json.loads(str(exercise.select("script")[0].string))
    assert kept["check"].startswith("import numpy")
    assert kept["solved"].startswith("One multiplication")


def test_wrong_answers_stay_in_the_source(page: str) -> None:
    assert "# wrong:" not in page
    assert "gradient.sum()" not in page


def test_the_passes_are_marked_in_words(soup: BeautifulSoup) -> None:
    marked = {str(cell["data-pass"]): cell for cell in soup.select("[data-pass]")}
    assert sorted(marked) == ["backward", "forward"]
    assert "def forward(" in marked["forward"].get_text()
    assert "Backward pass" in marked["backward"].get_text()


def test_figures_follow_the_page_and_say_what_they_show(soup: BeautifulSoup) -> None:
    figures = soup.select("figure > svg")
    assert len(figures) == 3
    for figure in figures:
        assert figure["role"] == "img"
        assert len(str(figure["aria-label"])) > 100
        bare = re.sub(r"var\(--[a-z]+, #[0-9a-f]{6}\)", "", str(figure))
        assert not re.search("#[0-9a-fA-F]{6}", bare), "a colour that is not the style's"
        assert "var(--ink," in str(figure)
    assert "var(--forward," in str(figures[0])
    assert "var(--backward," in str(figures[0])


def test_the_style_has_the_colours_that_are_replaced() -> None:
    style = (ROOT / "code/topicsite/lesson/figures.mplstyle").read_text(encoding="utf-8")
    settings = "\n".join(line for line in style.splitlines() if not line.startswith("#"))
    used = {f"#{colour}" for colour in re.findall(r"\b[0-9a-f]{6}\b", settings)}
    assert used
    assert used <= COLOURS.keys()


def test_every_claim_has_a_verdict_and_controls_have_none(soup: BeautifulSoup) -> None:
    table = soup.select_one("table.verdicts")
    assert table is not None
    assert [head.get_text() for head in table.select("thead th")] == [
        "claim",
        "source says",
        "we get",
        "we allow",
        "verdict",
    ]
    rows = [
        (str(row.th and row.th.get_text()), row.select_one("td.verdict")) for row in table("tr")
    ]
    told = [cell.get("data-verdict") for name, cell in rows if cell and name != "control"]
    assert told == ["proved", "reproduced", "reproduced", "proved", "differs"]
    controls = [cell for name, cell in rows if cell and name == "control"]
    assert len(controls) == 3
    assert all("data-verdict" not in cell.attrs and not cell.get_text() for cell in controls)


def test_formulas_are_set_and_code_is_not(page: str) -> None:
    done = render_mathematics(page)
    assert done.count("<math") == len(re.findall(r"(?<!\\)\\[(\[]", page)) > 5
    assert "$" not in re.sub(r"<pre>.*?</pre>", "", done, flags=re.DOTALL)
