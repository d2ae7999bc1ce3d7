"""The check of a change says of the files that changed what the check of all files says."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.children import git
from topicsite.checking.check import check_change, check_project
from topicsite.findings.diagnostics import Diagnostic
from topicsite.project.git import changed_files, commit_of

FOLDERS = ("resources", "code/examples")
TOPIC = """\
title: Topic {topic}
summary: A topic that is made up, for the sake of its entries and of its one path.
keywords: [sums]
prerequisites: []
formerly: []
goals:
  - can: see what follows
    through: [chain rule]
paths:
  - id: short
    title: The short way
    summary: One step after the other, and no more of them than are needed.
    stages:
      - title: All
        steps:
          - resource: {topic}-1
            why: It is first.
          - resource: {topic}-2
            why: It is next.
"""
ENTRY = """\
title: Entry {entry}
kind: online-tutorial
url: https://example.org/{entry}
authors: [Ada Example]
duration: 15 min
level: introductory
access: free
language: en
summary: It shows one idea with one worked example, and says why each step is taken.
teaches: [chain rule]
prerequisites: []
formerly: []
claims:
  - id: one
    says: One and one are two, and nothing else.
    shown_by: sum-{topic}
"""
EXAMPLE = """\
# ---
# title: Sums of {topic}
# summary: Adds two numbers, and says what comes out of it, and why.
# teaches: [chain rule]
# follows: [{topic}-1]
# duration: 5 min
# level: introductory
# formerly: []
# ---
print(1 + 1)
"""
TOPICS = ("a", "b", "a-c")
PLACES = {
    **{f"resources/{topic}/topic.yml": TOPIC for topic in TOPICS},
    **{f"resources/{topic}/{topic}-{n}.yml": ENTRY for topic in TOPICS for n in (1, 2, 3)},
    **{f"code/examples/sum-{topic}.py": EXAMPLE for topic in TOPICS},
}
IGNORED = "resources/b/ignored.yml"
IDS = st.sampled_from(["a-1", "a-2", "b-1", "b-3", "a-c-2", "a", "a-c", "sum-a", "sum-b", "nobody"])
FILES = st.sampled_from(sorted(PLACES))
Change = Callable[[Path], None]


def start(root: Path) -> None:
    for path, text in PLACES.items():
        file = root / path
        topic = file.stem.removeprefix("sum-") if file.suffix == ".py" else file.parent.name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.format(topic=topic, entry=file.stem))


def commit(root: Path) -> None:
    git(root, "add", "--all", *FOLDERS)
    git(root, "commit", "--quiet", "--allow-empty", "--message", "x")


def _edit(path: str, old: str, new: str) -> Change:
    def change(root: Path) -> None:
        if (root / path).is_file():
            text = (root / path).read_text()
            (root / path).write_text(text.replace(old, new))

    return change


def _move(path: str, other: str) -> Change:
    def change(root: Path) -> None:
        if (root / path).is_file():
            (root / other).parent.mkdir(parents=True, exist_ok=True)
            (root / path).rename(root / other)

    return change


def _remove(path: str) -> Change:
    return lambda root: (root / path).unlink(missing_ok=True)


def _write(path: str, text: str) -> Change:
    def change(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)

    return change


CHANGES = st.one_of(
    st.builds(lambda p, i: _edit(p, "prerequisites: []", f"prerequisites: [{i}]"), FILES, IDS),
    st.builds(lambda p, i: _edit(p, "formerly: []", f"formerly: [{i}, old]"), FILES, IDS),
    st.builds(lambda p, i: _edit(p, "shown_by: sum-", f"shown_by: {i} # "), FILES, IDS),
    st.builds(lambda p, i: _edit(p, "follows: [", f"follows: [{i}, "), FILES, IDS),
    st.builds(lambda p, i: _edit(p, "resource: a", f"resource: {i} # "), FILES, IDS),
    st.builds(lambda p, i: _edit(p, f"{Path(p).stem}\nauthors", f"{i}\nauthors"), FILES, IDS),
    st.builds(
        lambda p, word: _edit(p, "teaches: [chain rule]", f"teaches: [{word}]"),
        FILES,
        st.sampled_from(["chain rules", "Chain rule", "sums", "sum", "Sums"]),
    ),
    st.builds(lambda p: _edit(p, "title: ", "titel: "), FILES),
    st.builds(_remove, FILES),
    st.builds(lambda p, i: _move(p, f"{Path(p).parent}/{i}{Path(p).suffix}"), FILES, IDS),
    st.builds(lambda p: _move(p, f"resources/b/{Path(p).name}"), FILES),
    st.builds(lambda p: _move(p, f"resources/new/{Path(p).name}"), FILES),
    st.builds(
        _write,
        st.sampled_from(
            ["resources/a/x.txt", "resources/Bad/x.yml", "resources/a/y.yml", IGNORED]
        ),
        st.sampled_from(
            ["", "title: x\n", *(ENTRY.format(entry=name, topic="a") for name in ("a-1", "y"))]
        ),
    ),
)  # fmt: skip


def found(root: Path, since: str) -> list[Diagnostic]:
    return check_change(root, *FOLDERS, commit_of(root, since)).findings


def rules_and_files(findings: list[Diagnostic]) -> set[tuple[str, str]]:
    return {(finding.rule, finding.path) for finding in findings}


@settings(max_examples=60, deadline=None)
@given(st.lists(CHANGES, max_size=3), st.lists(CHANGES, max_size=4))
def test_a_change_is_told_all_and_nothing_else(before: list[Change], after: list[Change]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        start(root)
        (root / ".gitignore").write_text("ignored.yml\n")
        git(root, "init", "--quiet")
        for change in before:
            change(root)
        commit(root)
        base = commit_of(root, "HEAD")
        for change in after:
            change(root)
        changed = changed_files(root, base, FOLDERS)
        told = rules_and_files(found(root, base))
        whole = rules_and_files(check_project(root, *FOLDERS).findings)
        assert {path for _, path in told} <= changed
        assert {(rule, path) for rule, path in whole if path in changed} <= told
        assert {rule for rule, _ in told} <= {rule for rule, _ in whole}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project in which one entry changed since the last commit."""
    start(tmp_path)
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    _edit("resources/b/b-2.yml", "15 min", "16 min")(tmp_path)
    assert check_project(tmp_path, *FOLDERS).findings == []
    assert found(tmp_path, "HEAD") == []
    return tmp_path


def test_nothing_is_told_if_nothing_changed(project: Path) -> None:
    _edit("resources/b/b-2.yml", "16 min", "soon")(project)
    assert len(found(project, "HEAD")) == 1
    commit(project)
    assert found(project, "HEAD") == []
    assert len(check_project(project, *FOLDERS).findings) == 1


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("example.org/b-3", "example.org/a-1/", "the same resource as resources/a/a-1.yml"),
        ("prerequisites: []", "prerequisites: [b-4]", "in a circle: b-4 -> b-3 -> b-4"),
        ("formerly: []", "formerly: [old]", "`old` already leads to `b-4`"),
        ("[chain rule]", "[chain rules]", "`chain rules` is nearly `chain rule`"),
    ],
)
def test_what_changed_is_to_blame(project: Path, old: str, new: str, words: str) -> None:
    """Whichever comes first in the alphabet."""
    other = ENTRY.format(entry="b-4", topic="b").replace(
        "prerequisites: []", "prerequisites: [b-3]"
    )
    _write("resources/b/b-4.yml", other.replace("formerly: []", "formerly: [old]"))(project)
    commit(project)
    _edit("resources/b/b-3.yml", old, new)(project)
    (finding,) = found(project, "HEAD")
    assert finding.path == "resources/b/b-3.yml"
    assert words in finding.message


A, B = "resources/a/a-1.yml", "resources/b/b-3.yml"
PREREQUISITES = "prerequisites: []"
RELATED: dict[str, tuple[list[Change], list[Change]]] = {
    "an old id that another has": (
        [_edit(A, "formerly: []", "formerly: [old]")],
        [_edit(B, "formerly: []", "formerly: [old]")],
    ),
    "a circle through several": (
        [
            _edit(A, PREREQUISITES, "prerequisites: [a-2]"),
            _edit("resources/a/a-2.yml", PREREQUISITES, "prerequisites: [a-3]"),
            _edit("resources/a/a-3.yml", PREREQUISITES, "prerequisites: [b-3]"),
        ],
        [_edit(B, PREREQUISITES, "prerequisites: [a-1]")],
    ),
    "an unusual spelling": ([], [_edit(B, "[chain rule]", "[Chain rule]")]),
    "another that uses the spelling": (
        [_edit(path, "[chain rule]", "[sums]") for path in (A, "resources/a/a-2.yml", B)],
        [_edit(B, "[sums]", "[sum]")],
    ),
    "a file that git ignores": (
        [_write(IGNORED, ENTRY.format(entry="ignored", topic="b"))],
        [_edit(IGNORED, "org/ignored", "org/x"), _edit(B, "org/b-3", "org/x")],
    ),
    "an id that two had": (
        [_write("resources/b/a-1.yml", ENTRY.format(entry="other", topic="b"))],
        [_remove(A), _edit("resources/b/a-1.yml", "org/other", "org/a-2")],
    ),
    "an example that nothing needs": (
        [],
        [_edit("code/examples/sum-b.py", "Sums", "Sum"),
         *(_edit(f"resources/b/b-{n}.yml", "sum-b", "sum-a") for n in (1, 2, 3))],
    ),
    "a goal that a step taught": (
        [],
        [_edit("resources/b/topic.yml", "[chain rule]", "[sums]"), _remove(A)],
    ),
    "what a new file names": (
        [],
        [_write("resources/b/n.yml", ENTRY.format(entry="n", topic="c"))],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", RELATED)
def test_what_a_change_has_to_do_with_others_is_seen(project: Path, name: str) -> None:
    before, after = RELATED[name]
    (project / ".gitignore").write_text("ignored.yml\n")
    for change in before:
        change(project)
    commit(project)
    for change in after:
        change(project)
    assert found(project, "HEAD")
