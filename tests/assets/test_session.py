"""Python's side of a page, under this Python: what it answers to each cell."""

from __future__ import annotations

import json

import pytest

from tests.assets.sessions import messages, run
from topicsite.assets.python import cell_errors, session
from topicsite.assets.python.cell_output import BURST


@pytest.mark.parametrize(
    ("source", "told", "line"),
    [
        ("1 / 0", "cell 1, line 1\n    1 / 0\n    ~~^~~\nZeroDivisionError: division by zero", 1),
        ("\nfoo(", "cell 1, line 2\n    foo(\n       ^\nSyntaxError: '(' was never closed", 2),
        (
            "import json\n\njson.loads('{')",
            "cell 1, line 3\n    json.loads('{')\njson.decoder.JSONDecodeError: "
            "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
            3,
        ),
        (
            "try:\n    {}['a']\nexcept KeyError as error:\n    raise ValueError('no') from error",
            "cell 1, line 2\n    {}['a']\n    ~~^^^^^\nKeyError: 'a'\n\n"
            "The above exception was the direct cause of the following exception:\n\n"
            "cell 1, line 4\n    raise ValueError('no') from error\nValueError: no",
            4,
        ),
        (
            "input('name?')",
            "cell 1, line 1\n    input('name?')\n"
            "RuntimeError: input() cannot ask you anything here; write the answer into the code",
            1,
        ),
        ("raise SystemExit", "cell 1, line 1\n    raise SystemExit\nSystemExit", 1),
    ],
)
def test_what_went_wrong_is_told_in_the_readers_lines(source: str, told: str, line: int) -> None:
    result, pieces = run(source)
    assert result["status"] == "error"
    # Versions of Python differ in where they put carets under a whole line.
    plain = "\n".join(
        row for row in result["error"]["traceback"].split("\n") if set(row) - {*" ~^"}
    )
    assert plain == "\n".join(row for row in told.split("\n") if set(row) - {*" ~^"})
    assert (result["error"]["cell"], result["error"]["line"]) == ("cell 1", line)
    assert pieces[-1] == {"kind": "error", **result["error"]}


def test_an_error_in_the_sites_own_package_shows_its_lines() -> None:
    assert cell_errors.is_shown("/lib/python3.12/site-packages/backprop/tape.py")
    assert not cell_errors.is_shown("/lib/python3.12/site-packages/numpy/linalg.py")
    assert not cell_errors.is_shown("/lib/python3.12/json/decoder.py")
    assert not cell_errors.is_shown("<frozen importlib._bootstrap>")


def test_a_deep_recursion_is_told_shortly() -> None:
    result, _ = run("def f(n):\n    return g(n)\ndef g(n):\n    return f(n)\nf(0)")
    assert result["error"]["type"] == "RecursionError"
    assert result["error"]["traceback"].count("\n") < 50


def test_an_error_in_another_cell_is_told_with_that_cell() -> None:
    run("def f():\n    return missing", "cell 1")
    result, _ = run("f()", "cell 2")
    assert (result["error"]["cell"], result["error"]["line"]) == ("cell 1", 2)
    assert result["error"]["traceback"].startswith("cell 2, line 1\n")


def test_a_flood_goes_out_in_bundles_and_nothing_is_lost() -> None:
    _, sent = messages("for i in range(20_000): print(i)")
    text = "".join(piece["text"] for bundle in sent for piece in bundle)
    assert text == "".join(f"{i}\n" for i in range(20_000))
    assert len(sent) < 20 * BURST


def test_what_was_printed_shows_before_a_sleep() -> None:
    run("import time\ndef wait():\n    print('soon', end='')\n    time.sleep(0)\n    print('late')")
    _, sent = messages("wait()")
    assert sent[0] == [{"kind": "stdout", "text": "soon"}]


@pytest.mark.parametrize(
    ("source", "packages"),
    [
        ("import unheard_of.of as p", ["unheard_of"]),
        ("def f():\n    from unheard_of import pyplot", ["unheard_of"]),
        ("import json, other", []),
        ("from . import unheard_of", []),
        ("import unheard_of\nfoo(", []),
    ],
)
def test_packages_are_wanted_when_a_cell_imports_them(source: str, packages: list[str]) -> None:
    assert json.loads(session.wanted(source, '["unheard_of", "json"]')) == packages


def test_figures_come_at_the_end_of_a_cell_also_of_one_that_fails() -> None:
    matplotlib = pytest.importorskip("matplotlib")
    before = matplotlib.get_backend()
    session.installed("matplotlib")
    try:
        result, pieces = run("import matplotlib.pyplot as plt\nplt.plot([1, 2])\n1 / 0")
        assert result["status"] == "error"
        assert [piece["kind"] for piece in pieces] == ["figure", "error"]
        assert "<svg" in pieces[0]["svg"]
        assert "<dc:date>" not in pieces[0]["svg"]
        assert run("plt.get_fignums()")[1] == [{"kind": "value", "text": "[]"}]
    finally:
        matplotlib.use(before)


def test_topic_code_runs_once_and_answers_in_json() -> None:
    source = (
        "import numpy as np\nruns = []\ndef main(given):\n    runs.append(1)\n"
        "    return [len(runs), np.inf, np.arange(2), {1: given}]"
    )
    session.call(source, "0")
    assert json.loads(session.call(source, '"a"')) == {
        "status": "done",
        "value": [2, None, [0, 1], {"1": "a"}],
    }
    told = json.loads(session.call("def main(given):\n    return 1 / given", "0"))
    assert told["error"]["message"] == "division by zero"
    assert "main" not in session.main.__dict__
