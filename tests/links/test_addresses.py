"""What a project links to, what a change adds, and writing a new address in place of an old one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.children import git
from topicsite.findings.diagnostics import Span
from topicsite.links.addresses import Place, find, in_file, is_external
from topicsite.links.changes import added
from topicsite.links.repair import mended, repaired
from topicsite.project.git import RevisionError

ENTRY = """\
# A comment.
title: An entry
url: https://example.org/a   # where it is
summary: >
  See [the notes](https://example.org/notes) for
  more.
doi: 10.1000/x<y>
arxiv: 1502.05767
also_at:
  - label: Copy
    url: "https://example.org/b#c"
"""


def addresses(path: str, text: str) -> list[str]:
    return [address for address, _ in in_file(path, text)]


def test_an_entry_links_by_its_fields_and_its_texts() -> None:
    assert addresses("e.yml", ENTRY.replace("x<y>", "x")) == [
        "https://example.org/a",
        "https://example.org/notes",
        "https://doi.org/10.1000/x",
        "https://arxiv.org/abs/1502.05767",
        "https://example.org/b#c",
    ]


def test_an_address_in_a_field_of_the_site_s_own_is_one() -> None:
    text = "title: A\npublisher: https://example.org/p\nnote: see https://example.org/no\n"
    ((address, place),) = in_file("e.yml", text)
    assert (address, place.where, place.is_literal) == (
        "https://example.org/p", ("publisher",), True,
    )  # fmt: skip


def test_an_entry_that_is_not_yaml_links_to_nothing() -> None:
    assert addresses("e.yml", "url: https://example.org\n  x: [") == []


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("[a](https://e.org/a) and <https://e.org/b>", ["https://e.org/a", "https://e.org/b"]),
        ("[a](https://e.org/w_(x)) (https://e.org/no)", ["https://e.org/w_(x)"]),
        ('[a](https://e.org/a "a title") ![i](https://e.org/i.png)',
         ["https://e.org/a", "https://e.org/i.png"]),
        ("[a](<https://e.org/a>)", ["https://e.org/a"]),
        ("[a][1]\n\n[1]: https://e.org/a\n", ["https://e.org/a"]),
        ('<a class="x" href="https://e.org/a?b=1&amp;c=2">a</a>', ["https://e.org/a?b=1&c=2"]),
        ("`[a](https://e.org/a)` ``<https://e.org/`b>``", []),
        ("```\n[a](https://e.org/a)\n```\n[b](https://e.org/b)", ["https://e.org/b"]),
        ("~~~ md\n[a](https://e.org/a)\n```\n~~~\n[b](https://e.org/b)", ["https://e.org/b"]),
        ("```\n[a](https://e.org/never closed)", []),
        ("<!-- [a](https://e.org/a) --> [b](https://e.org/b)", ["https://e.org/b"]),
        ("[a](page.md) [b](#here) [c](mailto:x@e.org)", []),
        ("Bare https://e.org/a is no link of Markdown's.", []),
    ],
)  # fmt: skip
def test_a_page_links_where_markdown_and_html_make_links(
    markdown: str, expected: list[str]
) -> None:
    assert addresses("page.md", markdown) == expected


def test_places_are_exact() -> None:
    text = "# Title\n\nSee [ä](https://e.org/a) and\n<https://e.org/b>.\n"
    for address, place in in_file("page.md", text):
        assert isinstance(place.where, Span)
        line, column, end_line, end_column = place.span({})
        assert line == end_line
        assert text.split("\n")[line - 1][column - 1 : end_column - 1] == address
    (_, place), *_ = in_file("e.yml", ENTRY.replace("x<y>", "x"))
    assert place.span({"e.yml": ENTRY}) == Span(3, 6, 3, 27)


def test_an_example_links_in_its_prose_and_its_header() -> None:
    program = (
        "# ---\n# title: X\n# ---\n\n# %% [markdown]\n# See [a](https://e.org/a).\n\n"
        "# %%\n# not [b](https://e.org/b)\nx = '<https://e.org/c>'\n"
    )
    ((address, place),) = in_file("x.py", program)
    assert address == "https://e.org/a"
    assert place.span({}) == Span(6, 11, 6, 26)


@pytest.mark.parametrize(
    ("address", "external", "in_tests"),
    [
        ("https://e.org/a", True, True),
        ("http://127.0.0.1:8000/", False, True),
        ("https://intranet/", False, True),
        ("https://user:x@e.org/", False, False),
        ("https://", False, False),
    ],
)
def test_only_what_is_public_is_asked(address: str, external: bool, in_tests: bool) -> None:
    assert is_external(address) is external
    assert is_external(address, loopback=True) is in_tests


def test_the_whole_project_is_read(tmp_path: Path) -> None:
    for name, text in {
        "resources/t/e.yml": "url: https://e.org/1\n",
        "resources/t/topic.yml": "summary: '[x](https://e.org/2)'\n",
        "docs/deep/page.md": "[x](https://e.org/3) [y](https://e.org/1)",
        "code/examples/x.py": "# %% [markdown]\n# <https://e.org/4>\n",
        "docs/notes.txt": "<https://e.org/5>",
        "docs/other.markdown": "<https://e.org/6>",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "docs/link.md").symlink_to(tmp_path / "docs/deep/page.md")
    found, texts = find(tmp_path, "resources", "docs", "code/examples")
    assert {a: [p.path for p in places] for a, places in found.items()} == {
        "https://e.org/1": ["resources/t/e.yml", "docs/deep/page.md"],
        "https://e.org/2": ["resources/t/topic.yml"],
        "https://e.org/3": ["docs/deep/page.md"],
        "https://e.org/4": ["code/examples/x.py"],
        "https://e.org/6": ["docs/other.markdown"],
    }
    assert "docs/notes.txt" not in texts


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A branch `topic` that parted from `main`, which has gone on since."""
    folder = tmp_path / "nested" / "project"
    (folder / "docs").mkdir(parents=True)
    page = folder / "docs/a.md"
    git(tmp_path, "init", "--initial-branch=main")
    page.write_text("<https://e.org/old> <https://e.org/removed>\n")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "start")
    git(tmp_path, "switch", "-c", "topic")
    page.write_text("<https://e.org/old> <https://e.org/edited>\n")
    git(tmp_path, "mv", "nested/project/docs/a.md", "nested/project/docs/ü.md")
    git(tmp_path, "commit", "-am", "edit and rename")
    git(tmp_path, "switch", "main")
    page.write_text("<https://e.org/old> <https://e.org/elsewhere>\n")
    git(tmp_path, "commit", "-am", "main goes on")
    git(tmp_path, "switch", "topic")
    return folder


def added_in(folder: Path, since: str) -> set[str]:
    found, _ = find(folder, "resources", "docs", "code/examples")
    return set(added(folder, since, found, ("resources", "docs", "code/examples")))


def test_a_change_adds_what_was_nowhere_before(repository: Path) -> None:
    assert added_in(repository, "main") == {"https://e.org/edited"}
    (repository / "docs/new.md").write_text("<https://e.org/new> <https://e.org/old>")
    assert added_in(repository, "main") == {"https://e.org/edited", "https://e.org/new"}
    assert added_in(repository, "HEAD") == {"https://e.org/new"}
    git(repository, "add", ".")
    assert added_in(repository, "HEAD") == {"https://e.org/new"}


@pytest.mark.parametrize("since", ["nobody", "--output=x", "", "HEAD; touch x"])
def test_an_unknown_past_is_named(repository: Path, since: str) -> None:
    with pytest.raises(RevisionError, match="git knows no"):
        added_in(repository, since)
    assert not list(repository.rglob("x"))


def test_without_a_repository_there_is_no_past(tmp_path: Path) -> None:
    with pytest.raises(RevisionError, match="in no git repository"):
        added_in(tmp_path, "main")


def test_branches_without_a_common_past_are_named(repository: Path) -> None:
    git(repository, "switch", "--orphan", "other")
    git(repository, "commit", "--allow-empty", "-m", "new start")
    with pytest.raises(RevisionError, match="no common past"):
        added_in(repository, "main")


OLD, NEW = "http://e.org/a", "https://e.org/b?x=1#c"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"url: {OLD}  # kept\n", f"url: {NEW}  # kept\n"),
        (f"url: '{OLD}'\r\ntitle: ä\r\n", f"url: '{NEW}'\r\ntitle: ä\r\n"),
        (f"# {OLD}\nurl:\n  {OLD}\n", f"# {OLD}\nurl:\n  {NEW}\n"),
        (f"url: >-\n  {OLD}\n# end\n", f"url: >-\n  {NEW}\n# end\n"),
    ],
)
def test_an_address_is_replaced_and_nothing_else(before: str, after: str) -> None:
    assert repaired(before, Place("e.yml", ("url",), True), OLD, NEW) == after


def test_an_address_in_a_list_is_replaced() -> None:
    before = f"also_at: [{{label: x, url: {OLD}}}, {{label: y, url: {OLD}}}]  # c\n"
    after = repaired(before, Place("e.yml", ("also_at", 1, "url"), True), OLD, NEW)
    assert after == before[: before.rindex(OLD)] + NEW + "}]  # c\n"


@pytest.mark.parametrize(
    "new", ["https://e.org/a,b", "https://e.org/a]b", "https://e.org/a b", "https://e.org/'"]
)
def test_what_would_need_quotes_is_left_to_a_person(new: str) -> None:
    assert repaired(f"url: {OLD}\n", Place("e.yml", ("url",), True), OLD, new) is None


def test_an_address_in_a_page_is_replaced() -> None:
    text = f"# T\n\n{OLD} and [x]({OLD}).\n"
    assert mended("p.md", text, {OLD: NEW}) == (f"# T\n\n{OLD} and [x]({NEW}).\n", [OLD])


def test_what_is_made_from_an_id_is_not_replaced() -> None:
    assert repaired("doi: 10.1/x\n", Place("e.yml", ("doi",), False), OLD, NEW) is None
