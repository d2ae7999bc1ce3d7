"""Executed examples: from mkdocs-jupyter's page to ours, with the real example and small ones."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from mkdocs_jupyter import convert  # type: ignore[import-untyped]  # it ships no types
from nbclient.exceptions import CellExecutionError

from tests.reading.test_exercises import SOURCE as EXERCISE
from topicsite.proving import execution
from topicsite.render import headings
from topicsite.render.figures import COLOURS, FigureError, inline_svg
from topicsite.render.mathematics import render_mathematics
from topicsite.render.notebook import NotebookError, read_notebook
from topicsite.render.tables import box_tables

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "code/examples/sensitivity.py"

Run = Callable[[Path], str]


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """Execute a file as the site does, and give mkdocs-jupyter's HTML."""
    ready = execution.prepare(tmp_path_factory.mktemp("kernel"), [ROOT / "code/backprop"])
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ready.environment.items():
            patch.setenv(name, value)

        def convert_file(path: Path) -> str:
            kernel = ready.options["kernel_name"]
            html: str = convert.nb2html(
                str(path), execute=True, kernel_name=kernel, allow_errors=False
            )
            return html

        yield convert_file


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


Cell = tuple[str, list[dict[str, object]]]


def _cell(number: int, cell: Cell | str, tags: tuple[str, ...]) -> dict[str, object]:
    common = {"id": f"cell-{number}", "metadata": {"tags": list(tags)}}
    if isinstance(cell, str):
        return {"cell_type": "markdown", "source": cell, **common}
    source, outputs = cell
    made = {"cell_type": "code", "source": source, "outputs": outputs, "execution_count": 1}
    return {**made, **common}


@pytest.fixture
def saved(tmp_path: Path) -> Callable[..., str]:
    """Convert cells with given outputs, or prose, without executing them."""

    def convert_cells(*cells: Cell | str, tags: tuple[str, ...] = ()) -> str:
        notebook = {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {"kernelspec": {"name": "x", "display_name": "x", "language": "python"}},
            "cells": [_cell(number, cell, tags) for number, cell in enumerate(cells)],
        }
        path = tmp_path / "small.ipynb"
        path.write_text(json.dumps(notebook), encoding="utf-8")
        html: str = convert.nb2html(str(path))
        return read_notebook(html, "examples/small.py").html()

    return convert_cells


def stream(text: str, name: str = "stdout") -> dict[str, object]:
    return {"output_type": "stream", "name": name, "text": text}


def display(kind: str, content: str, output: str = "display_data") -> dict[str, object]:
    counted = {"execution_count": 1} if output == "execute_result" else {}
    return {"output_type": output, "data": {kind: content}, "metadata": {}, **counted}


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'width="72pt" height="36pt" viewBox="0 0 72 36" version="1.1"><metadata>now</metadata>'
    '<defs><style type="text/css">*{stroke-linejoin: round}</style></defs>'
    '<g id="figure_1"><defs><path id="m1" d="M 0.123456 0"/></defs>'
    '<g clip-path="url(#p1)"><use xlink:href="#m1" x="1.98765" style="fill: #1a5fb4"/>'
    '<use xlink:href="#m1" x="3" style="fill: #1a5fb4"/></g></g>'
    '<defs><clipPath id="p1"><rect x="0" y="0" width="1" height="1"/></clipPath></defs></svg>'
)


# --- the real example -----------------------------------------------------------------------


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


def test_every_claim_is_reproduced(soup: BeautifulSoup) -> None:
    table = soup.select_one("table.verdicts")
    assert table is not None
    assert [head.get_text() for head in table.select("thead th")] == [
        "claim",
        "source says",
        "we get",
        "may differ by",
        "verdict",
    ]
    verdicts = [str(cell["data-verdict"]) for cell in table.select("td.verdict")]
    assert verdicts == ["reproduced"] * 5


def test_formulas_are_set_and_code_is_not(page: str) -> None:
    done = render_mathematics(page)
    assert done.count("<math") == len(re.findall(r"(?<!\\)\\[(\[]", page)) > 5
    assert "$" not in re.sub(r"<pre>.*?</pre>", "", done, flags=re.DOTALL)


def test_the_program_runs_by_itself_and_prints_the_same_every_time() -> None:
    printed = []
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-W", "error", str(EXAMPLE)],
            env={**os.environ, "PYTHONHASHSEED": seed, "MPLBACKEND": "agg"},
            check=True,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.stderr == ""
        printed.append(done.stdout)
    assert printed[0] == printed[1]
    # The prose speaks of these.
    assert "| 1 | 4.800000 | 0.084147 | 57.043 |" in printed[0]
    assert "| 1 | 0.77 | 0.02 |" in printed[0]
    assert "322 components\nfrom -0.056 to +0.296" in printed[0]
    verdicts = [
        line for line in printed[0].splitlines() if line.endswith(("reproduced |", "differs |"))
    ]
    assert len(verdicts) == 5
    assert all(line.endswith("| reproduced |") for line in verdicts)


# --- small ones, executed -------------------------------------------------------------------

DRAWING = """\
# ---
# title: Small
# ---

# %%
# alt: A line.
import matplotlib.pyplot as plt

plt.style.use("topicsite.lesson.figures")
plt.plot([1, 2], label="a")
_ = plt.legend()

# %%
print("one")
print({"a", "b", "c"})
"""


def test_two_runs_give_the_same_bytes(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "small.py"
    path.write_text(DRAWING, encoding="utf-8")
    first, second = (read_notebook(run(path), "examples/small.py").html() for _ in range(2))
    assert first == second
    assert str(tmp_path) not in first


def test_a_failure_ends_the_build_in_words(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "small.py"
    path.write_text("# %%\nx = 0\n# %%\ny = 1\nprint(y / x)\n", encoding="utf-8")
    with pytest.raises(CellExecutionError) as caught:
        run(path)
    assert execution.describe_failure("examples/small.py", str(caught.value)) == (
        "examples/small.py stops with ZeroDivisionError: division by zero, at `print(y / x)`; "
        "run `python examples/small.py` to see it happen"
    )


def test_the_kernel_is_named_after_what_it_runs_with(tmp_path: Path) -> None:
    package = tmp_path / "package"
    package.mkdir()
    module = package / "a.py"
    module.write_text("x = 1\n", encoding="utf-8")

    def name() -> object:
        return execution.prepare(tmp_path / "home", [package]).options["kernel_name"]

    first = name()
    assert name() == first
    module.write_text("x = 2\n", encoding="utf-8")
    assert name() != first
    spec = json.loads((tmp_path / "home/kernels" / str(first) / "kernel.json").read_text())
    assert spec["argv"][0] == sys.executable


# --- single cells ---------------------------------------------------------------------------


def test_outputs_are_told_apart(saved: Callable[..., str]) -> None:
    html = saved(
        (
            "f()",
            [
                stream("one <\n"),
                stream("two\n"),
                display("text/plain", "42", "execute_result"),
                display(
                    "text/html", "<b>x</b><script>1</script><table><tr><td>1</td></tr></table>"
                ),
                display("text/markdown", "so $a<b$"),
            ],
        )
    )
    soup = BeautifulSoup(html, "html.parser")
    outputs = soup.select(".output")
    assert [output["class"][1] for output in outputs] == [
        "output-printed",
        "output-result",
        "output-html",
        "output-html",
    ]
    assert outputs[0].get_text() == "one <\ntwo"
    assert outputs[1].get_text() == "42"
    assert not soup.select("script")
    boxed = BeautifulSoup(box_tables(html), "html.parser")
    assert boxed.select_one(".table-scroll[tabindex='0'] > table.data td")
    assert r"\(a&lt;b\)" in html


def test_a_printed_table_becomes_a_table(saved: Callable[..., str]) -> None:
    html = saved(
        (
            "f()",
            [
                stream(
                    "before\n| n | what |\n| ---: | --- |\n| 1 | a < b |\n| 2 |  |\nafter\n"
                    "| claim | verdict |\n| --- | --- |\n| it is so | differs |\n"
                )
            ],
        )
    )
    soup = BeautifulSoup(html, "html.parser")
    assert [output["class"][1] for output in soup.select(".output")] == [
        "output-printed",
        "output-table",
        "output-printed",
        "output-table",
    ]
    numbers, claims = soup.select("table")
    assert [cell.get_text() for cell in numbers.select("tbody :is(th, td)")] == [
        "1",
        "a < b",
        "2",
        "",
    ]
    assert numbers.select_one("th.number[scope=row]")
    assert "verdicts" not in numbers["class"]
    assert claims.select_one("td.verdict[data-verdict=differs]")


def test_a_table_with_a_row_that_does_not_fit_is_refused(saved: Callable[..., str]) -> None:
    with pytest.raises(NotebookError, match="row of 1 cells, not 2"):
        saved(("f()", [stream("| a | b |\n| --- | --- |\n| 1 |\n")]))


def test_a_figure_needs_a_text_alternative(saved: Callable[..., str]) -> None:
    with pytest.raises(NotebookError) as caught:
        saved("prose", ("1", []), ("import x\ndraw()", [display("image/svg+xml", SVG)]))
    assert str(caught.value) == (
        "examples/small.py: cell 2, which starts `import x`, draws 1 figure and describes 0; "
        "for each figure write a comment `# alt: what there is to see` in the cell"
    )


@pytest.mark.parametrize("source", ["# alt:\ndraw()", "# alt: one\n\n# alt: two\ndraw()"])
def test_an_alternative_fits_its_figure(saved: Callable[..., str], source: str) -> None:
    with pytest.raises(NotebookError, match="draws 1 figure and describes"):
        saved((source, [display("image/svg+xml", SVG)]))


def test_alternatives_leave_the_code_and_label_the_figures(saved: Callable[..., str]) -> None:
    source = '# alt: A "rising"\n# line.\n# alt: A falling one.\n\ndraw()  # alt: no\n# stays\n'
    html = saved((source, [display("image/svg+xml", SVG)] * 2))
    soup = BeautifulSoup(html, "html.parser")
    labels = [svg["aria-label"] for svg in soup.select("svg")]
    assert labels == ['A "rising" line.', "A falling one."]
    code = soup.select_one("code")
    assert code is not None
    assert code.get_text() == "draw()  # alt: no\n# stays"
    ids = [element["id"] for element in soup.select("svg [id]")]
    assert len(ids) == len(set(ids)) == 4


def test_data_of_an_output_is_kept_and_scripts_are_not(saved: Callable[..., str]) -> None:
    shown = '<x-y><script type="application/json">{"a": "$b$"}</script><script>1</script></x-y>'
    html = saved(("f()", [display("text/html", shown)]))
    assert '<x-y><script type="application/json">{"a": "$b$"}</script></x-y>' in html


def test_a_named_cell_has_something_to_show(saved: Callable[..., str], tmp_path: Path) -> None:
    shown = ("f()", [display("text/html", "<b>x</b>")])
    assert "<b>x</b>" in saved(shown, tags=("name:bold",))
    drawn = read_notebook(convert.nb2html(str(tmp_path / "small.ipynb")), "examples/small.py").drawn
    assert drawn == {"bold": "<b>x</b>"}
    with pytest.raises(NotebookError, match="cell 1 is named `bold` for other pages to show it"):
        saved(("f()", [stream("x")]), tags=("name:bold",))
    with pytest.raises(NotebookError, match="two cells have the name `bold`"):
        saved(shown, shown, tags=("name:bold",))


def test_a_warning_is_refused_and_so_is_an_unknown_kind(saved: Callable[..., str]) -> None:
    warning = "/tmp/ipykernel_12/3.py:7: UserWarning: odd\n  f()\n"
    with pytest.raises(NotebookError, match="error stream: `line 7: UserWarning: odd`"):
        saved(("f()", [stream(warning, "stderr")]))
    with pytest.raises(NotebookError, match="puts out a bitmap"):
        saved(("f()", [display("image/png", "iVBORw0KGgo=")]))


def test_matplotlib_may_say_that_it_looks_for_fonts(saved: Callable[..., str]) -> None:
    text = "Matplotlib is building the font cache; this may take a moment.\n"
    assert "font cache" not in saved(("f()", [stream(text, "stderr")]))


def test_an_exception_must_be_meant(saved: Callable[..., str]) -> None:
    failure = {
        "output_type": "error",
        "ename": "ValueError",
        "evalue": "no",
        "traceback": [
            "\x1b[31m" + "-" * 75 + "\x1b[0m",
            "Traceback",
            "\x1b[31mValueError\x1b[0m: no",
        ],
    }
    with pytest.raises(NotebookError, match="raises `ValueError: no`; tag it `raises-exception`"):
        saved(("f()", [failure]))
    html = saved(("f()", [failure]), tags=("raises-exception",))
    assert 'output-error"><pre tabindex="0" data-search-exclude>ValueError: no</pre>' in html


def test_dollars_are_formulas_or_prices(saved: Callable[..., str]) -> None:
    html = saved(
        "Costs \\$5 or \\$6, $a<b$ and $c$.\n\n$$x_1 \\\\ y$$\n\n"
        "\\begin{align} a &= b \\end{align}\n\n`$d$`\n\n```python\ne = '$f$'\n```\n"
    )
    assert r"Costs $5 or $6, \(a&lt;b\) and \(c\)." in html
    assert r"\[x_1 \\ y\]" in html
    assert r"\[\begin{align} a &amp;= b \end{align}\]" in html
    assert "<code>$d$</code>" in html
    assert r"\(f\)" not in html
    render_mathematics(html)


def test_headings_of_the_same_words_get_ids_of_their_own(saved: Callable[..., str]) -> None:
    html = saved("## Same\n\n## Same", "## Same & `code`\n\n<!-- topicsite: updated -->")
    assert [heading.id for heading in headings(html)] == ["same", "same_1", "same-code"]
    assert "<!-- topicsite: updated -->" in html


def test_long_code_is_folded_when_asked(saved: Callable[..., str]) -> None:
    html = saved(("a = 1\nb = 2", []), tags=("folded",))
    assert re.search(r"<details>\s*<summary[^>]*>Code, 2 lines</summary>", html)


def test_a_page_without_cells_is_not_a_notebook() -> None:
    with pytest.raises(NotebookError, match="no cells"):
        read_notebook("<p>x</p>", "examples/small.py").html()


def test_svg_is_made_part_of_the_page() -> None:
    svg = inline_svg(SVG, "x-1-1", "what it shows")
    assert svg.startswith('<svg viewBox="0 0 72 36" style="max-width: 1.00in" role="img"')
    assert "now" not in svg
    assert "<style" not in svg
    assert 'd="M 0.12 0"' in svg
    assert svg.count("var(--forward, #1a5fb4)") == 1
    assert svg.count('href="#x-1-1-m1"') == 2
    assert 'clip-path="url(#x-1-1-p1)"' in svg
    assert "figure_1" not in svg
    assert inline_svg(SVG, "x-1-1", "what it shows") == svg


@pytest.mark.parametrize("text", ["<p/>", "no markup", "<svg>"])
def test_what_is_not_svg_is_refused(text: str) -> None:
    with pytest.raises(FigureError):
        inline_svg(text, "x", "y")
