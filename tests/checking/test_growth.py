"""Nothing grows faster than its input: four times as much takes four times as many steps."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest

from tests.model.test_schema import ENTRY
from topicsite.checking import prerequisites, references
from topicsite.checking.check import check_project
from topicsite.findings.reporters import full
from topicsite.reading import source
from topicsite.reading.exercises import read_exercises

TOPIC = (
    "title: A topic\nsummary: A topic with entries that are made to be wrong.\nkeywords: [topic]\n"
)


def steps(work: Callable[[], object]) -> int:
    """How many functions a piece of work calls, those written in C among them."""
    count = 0

    def on_event(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(on_event)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def write(root: Path, entries: dict[str, str]) -> Path:
    folder = root / "resources/t"
    folder.mkdir(parents=True)
    (folder / "topic.yml").write_text(TOPIC)
    for name, text in entries.items():
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return root


def bomb(width: int, levels: int) -> str:
    """Mappings that name each other by aliases, after quoted keys in flow style."""
    parts = ['"a0":&a0 {' + ",".join(f'"{n}":"x"' for n in range(width)) + "}"]
    for level in range(1, levels):
        inner = ",".join(f'"{n}":*a{level - 1}' for n in range(width))
        parts.append(f'"a{level}":&a{level} {{{inner}}}')
    return "title: {" + ",".join(parts) + "}\n"


ENTRIES: dict[str, Callable[[int], str]] = {
    "aliases of aliases": lambda n: bomb(8, n // 8),
    "commas and ampersands in a block": lambda n: "summary: >\n" + "  ,&\n" * n,
    "anchors": lambda n: "teaches: [" + "".join(f"&a{i} b, " for i in range(n)) + "c]\n",
    "tags": lambda n: "teaches: [" + "!a b, " * n + "c]\n",
    "one field again and again": lambda n: "title: a\n" * n,
    "unknown fields": lambda n: "".join(f"field-{i}: a\n" for i in range(n)),
    "bad ids": lambda n: "prerequisites: [" + "".join(f"X_{i}, " for i in range(n)) + "x]\n",
    "comments that cut short": lambda n: "".join(f"f{i}: a #b\n" for i in range(n)),
    "a list on one line": lambda n: "teaches: [" + "a, " * n + "a]\n",
    "escapes": lambda n: "authors: [" + '"\\u200d", ' * n + "a]\n",
    "hidden characters": lambda n: "title: " + "a\u200d" * n + "\n",
    "joiners": lambda n: "title: " + "م\u200c" * n + "\n",
    "formulas without an end": lambda n: "title: " + "\\(" * n + "\n",
    "documents": lambda n: "---\na: b\n" * n,
    "claims": lambda n: "claims:\n" + "".join(f"  - id: a{i}\n" for i in range(n)),
}


@pytest.mark.parametrize("name", ENTRIES)
def test_one_entry(name: str, tmp_path: Path) -> None:
    few, *roots = [
        write(tmp_path / str(count), {"entry": ENTRIES[name](count)}) for count in (50, 200, 800)
    ]

    def check(root: Path) -> None:
        checked = check_project(root, "resources", "code/examples")
        assert checked.findings
        full(checked.findings, checked.texts)

    check(few)  # what is made once, is made now; what is kept of a text, for neither of the two
    once, more = (steps(lambda root=root: check(root)) for root in roots)  # type: ignore[misc]
    assert more < 4.6 * once


def test_a_node_is_visited_once_however_often_it_is_named() -> None:
    text = bomb(10, 9)  # a thousand million nodes, if each alias were followed
    assert steps(lambda: source.parse("x.yml", text.encode())) < 100 * len(text)
    read = source.parse("x.yml", text.encode())
    assert {finding.rule for finding in read.diagnostics} == {"yaml-anchor", "yaml-alias"}


def entry(number: int, *before: str) -> str:
    fields = {**ENTRY, "url": f"https://example.org/{number}"}
    lines = [
        f"{name}: {value if isinstance(value, str) else '[one]'}" for name, value in fields.items()
    ]
    return "\n".join([*lines, f"prerequisites: [{', '.join(before)}]\n"])


CATALOGS: dict[str, Callable[[int], dict[str, str]]] = {
    "a chain that leads back from everywhere": lambda n: {
        f"e{i}": entry(i, f"e{(i + 1) % n}", *(["e0"] if i else [])) for i in range(n)
    },
    "prerequisites that nobody has": lambda n: {f"e{i}": entry(i, f"x{i}") for i in range(n)},
    "one page again and again": lambda n: {f"e{i}": entry(0) for i in range(n)},
}


@pytest.mark.parametrize("name", CATALOGS)
def test_many_entries(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Both limits lie below either catalog, so that what grows beyond them shows.
    monkeypatch.setattr(references, "PROPOSALS", 5)
    monkeypatch.setattr(prerequisites, "MOST", 5)
    roots = [write(tmp_path / str(count), CATALOGS[name](count)) for count in (60, 240)]

    def check(root: Path) -> int:
        findings = check_project(root, "resources", "code/examples").findings
        assert findings
        return sum(len(finding.message) for finding in findings)

    check(roots[0])
    once, more = (steps(lambda root=root: check(root)) for root in roots)  # type: ignore[misc]
    assert more < 4.6 * once
    assert check(roots[1]) < 5 * check(roots[0])


def test_the_exercises_of_an_example() -> None:
    cell = '# %% tags=["exercise"]\n# exercise: a\n# task: b\n'
    read_exercises("x.py", cell)
    once, more = (steps(lambda n=n: read_exercises("x.py", cell * n)) for n in (50, 200))  # type: ignore[misc]
    assert more < 4.6 * once
