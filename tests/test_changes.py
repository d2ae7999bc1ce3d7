"""The check of a change finds the same from an index of the project as from all of its files."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from topicsite import memory
from topicsite.checking import check_change, check_project
from topicsite.revisions import commit_of

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
        topic = path.split("/")[1] if path.startswith("r") else path.rpartition("-sum-")[2]
        topic = (
            path.removeprefix("code/examples/sum-").removesuffix(".py") if "sum-" in path else topic
        )
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.format(topic=topic, entry=file.stem))


def git(root: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(root), *identity, *arguments], check=True, capture_output=True)


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
Several = st.lists(CHANGES, max_size=3)


def found(root: Path, since: str) -> list[str]:
    commit = commit_of(root, since)
    return [str(finding) for finding in check_change(root, *FOLDERS, commit).findings]


def afresh(root: Path, since: str) -> list[str]:
    shutil.rmtree(root / ".cache", ignore_errors=True)
    return found(root, since)


@pytest.fixture(autouse=True)
def every_project_counts_as_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MANY", 0)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(Several, Several, Several, Several)
def test_an_index_finds_what_all_files_say(
    committed: list[Change], dirty: list[Change], later: list[Change], last: list[Change]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        start(root)
        (root / ".gitignore").write_text("ignored.yml\n.cache\n")
        git(root, "init", "--quiet")
        commit(root)
        base = commit_of(root, "HEAD")
        for change in committed:
            change(root)
        commit(root)
        for change in dirty:
            change(root)
        _edit("resources/b/b-2.yml", "15 min", "16 min")(root)  # so that something has changed
        found(root, base)
        for since in (base, commit_of(root, "HEAD")):
            for change in later if since == base else last:
                change(root)
            known = found(root, since)
            assert known == found(root, since), "from memory"
            index = root / memory.INDEX
            kept = index.read_bytes() if index.exists() else b""
            assert known == afresh(root, since)
            if kept:
                index.parent.mkdir(parents=True, exist_ok=True)
                index.write_bytes(kept)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with an index."""
    start(tmp_path)
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    _edit("resources/b/b-2.yml", "15 min", "16 min")(tmp_path)
    assert check_project(tmp_path, *FOLDERS).findings == []
    assert found(tmp_path, "HEAD") == []
    assert (tmp_path / memory.INDEX).exists()
    return tmp_path


def test_little_more_is_read_than_what_changed(project: Path, parses: set[str]) -> None:
    path = "resources/b/b-3.yml"
    _edit(path, "prerequisites: []", "prerequisites: [a-1, a-c]")(project)
    assert found(project, "HEAD") == []
    assert parses == {
        path,
        "resources/b/b-2.yml",
        "resources/a/a-1.yml",
        "resources/a-c/topic.yml",
    }


def test_the_same_change_is_not_read_twice(project: Path, parses: set[str]) -> None:
    assert found(project, "HEAD") == []
    assert parses == set()
    _edit("resources/b/b-2.yml", "16 min", "soon")(project)
    once = found(project, "HEAD")
    assert len(once) == 1
    parses.clear()
    assert found(project, "HEAD") == once
    assert parses == set()
    _edit("resources/b/b-2.yml", "soon", "17 min")(project)
    assert found(project, "HEAD") == []


def test_a_whole_check_makes_the_index_too(project: Path, parses: set[str]) -> None:
    shutil.rmtree(project / ".cache")
    assert check_project(project, *FOLDERS).findings == []
    parses.clear()
    assert found(project, "HEAD") == []
    assert parses == {"resources/b/b-2.yml"}


def test_nothing_is_read_if_nothing_changed(project: Path, parses: set[str]) -> None:
    commit(project)
    assert found(project, "HEAD") == []
    assert parses == set()


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
    found(project, "HEAD~1")
    _edit("resources/b/b-3.yml", old, new)(project)
    (finding,) = found(project, "HEAD")
    assert finding.startswith("resources/b/b-3.yml:")
    assert words in finding


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
    _edit("resources/b/b-2.yml", "16 min", "17 min")(project)
    afresh(project, "HEAD")
    for change in after:
        change(project)
    known = found(project, "HEAD")
    assert known == found(project, "HEAD") == afresh(project, "HEAD")
    assert known


def test_a_commit_that_is_gone_is_no_obstacle(project: Path) -> None:
    text = (project / memory.INDEX).read_text()
    commit(project)
    shutil.rmtree(project / ".git")
    git(project, "init", "--quiet")
    commit(project)
    _edit("resources/a/a-1.yml", "shown_by: sum-a", "shown_by: nobody")(project)
    assert len(found(project, "HEAD")) == 1
    assert (project / memory.INDEX).read_text() != text


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "",
        lambda text: "[]",
        lambda text: text.replace('"commit": "', '"commit": "--output='),
        lambda text: text.replace('"having": {', '"having": 1, "more": {'),
        lambda text: text.replace('"spellings": {', '"spellings": [], "x": {'),
    ],
)
def test_an_index_that_cannot_be_read_is_none(
    project: Path, parses: set[str], change: Callable[[str], str]
) -> None:
    (project / memory.INDEX).write_text(change((project / memory.INDEX).read_text()))
    (project / memory.CHANGE).unlink()
    assert found(project, "HEAD") == []
    assert parses == PLACES.keys()


def test_a_change_of_very_many_files_reads_all(
    project: Path, parses: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("topicsite.checking._MOST", 2)
    for number in (1, 3):
        _edit(f"resources/b/b-{number}.yml", "15 min", "20 min")(project)
    assert found(project, "HEAD") == []
    assert "resources/a/a-1.yml" in parses
