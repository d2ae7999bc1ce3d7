"""`topicsite links --fix` changes an address, and no other byte, of a file as it is now."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.links.fault_server import FaultServer
from tests.links.projects import links, states, write_page
from topicsite.links import repair as repairing
from topicsite.links.repair import mended, repair
from topicsite.links.session import Session

OLD, NEW = "http://e.org/a", "https://e.org/b?x=1#c"

# A page before, and after.
PAGES = {
    "a link": (f"[x]({OLD})", f"[x]({NEW})"),
    "a link with a title": (f"[x]({OLD} 't')", f"[x]({NEW} 't')"),
    "in brackets": (f"[x](<{OLD}>)", f"[x](<{NEW}>)"),
    "an autolink": (f"<{OLD}>", f"<{NEW}>"),
    "a definition": (f"[r]: {OLD}\n", f"[r]: {NEW}\n"),
    "a tag": (f"<a href='{OLD}'>", f"<a href='{NEW}'>"),
    "several": (f"[x]({OLD}) <{OLD}> [y]({OLD})", f"[x]({NEW}) <{NEW}> [y]({NEW})"),
    "text and code": (f"{OLD} `{OLD}` [x]({OLD})", f"{OLD} `{OLD}` [x]({NEW})"),
    "a longer one": (f"[x]({OLD}'s) <{OLD}/b> [z]({OLD})", f"[x]({OLD}'s) <{OLD}/b> [z]({NEW})"),
    "indented code": (f"a\n\n    [x]({OLD})\n\n[y]({OLD})", f"a\n\n    [x]({OLD})\n\n[y]({NEW})"),
    "an admonition": (f"!!! note\n    [x]({OLD})\n", f"!!! note\n    [x]({NEW})\n"),
    "CRLF": (f"# T\r\n\r\n[x]({OLD})\r\nb\r\n", f"# T\r\n\r\n[x]({NEW})\r\nb\r\n"),
    "CR": (f"# T\r\r[x]({OLD})\rb\r", f"# T\r\r[x]({NEW})\rb\r"),
    "mixed": (f"a\r\n\n[x]({OLD})\rb\n", f"a\r\n\n[x]({NEW})\rb\n"),
    "a byte order mark": (f"\ufeff[x]({OLD})", f"\ufeff[x]({NEW})"),
    "not UTF-8": (f"\udcff\udcfe [x\udce9]({OLD}) \udcff", f"\udcff\udcfe [x\udce9]({NEW}) \udcff"),
    "no certain place": (f"> [r]:\n> {OLD}\n", f"> [r]:\n> {OLD}\n"),
    "another spelling": (f"[x](HTTP{OLD[4:]})", f"[x]({NEW})"),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_an_address_is_replaced_and_nothing_else(name: str) -> None:
    before, after = PAGES[name]
    assert mended("p.md", before, {OLD: NEW})[0] == after
    assert mended("p.md", after, {OLD: NEW}) == (after, [])


@pytest.mark.parametrize("name", PAGES)
def test_a_file_keeps_its_other_bytes(tmp_path: Path, name: str) -> None:
    before, after = (text.encode("utf-8", "surrogateescape") for text in PAGES[name])
    file = tmp_path / "p.md"
    file.write_bytes(before)
    repair(file, "p.md", {OLD: NEW})
    assert file.read_bytes() == after
    assert [path.name for path in tmp_path.iterdir()] == ["p.md"]


@pytest.mark.parametrize(
    ("before", "new", "after"),
    [
        ("<a href='{}'>", "https://e.org/?a=1&copy=2", "<a href='https://e.org/?a=1&copy=2'>"),
        ("<a href='{}'>", "https://e.org/?a=1&copy;=2", "<a href='https://e.org/?a=1&amp;copy;=2'>"),
        ("[x]({})", "https://e.org/?a=1&copy;=2", "[x](https://e.org/?a=1&amp;copy;=2)"),
        ("[x]({})", "https://e.org/Bayes'_theorem", "[x](https://e.org/Bayes'_theorem)"),
        ("[x]({})", "https://e.org/w_(x)", "[x](https://e.org/w_(x))"),
        ("[x]({})", "https://e.org/x)", "[x](http://e.org/a)"),
        ("<a href='{}'>", "https://e.org/Bayes'_theorem", "<a href='http://e.org/a'>"),
        ("[x]({})", "https://e.org/a b", "[x](http://e.org/a)"),
        ("[x]({})", 'https://e.org/a"b"', "[x](http://e.org/a)"),
        ("<{}>", "https://e.org/a>b", "<http://e.org/a>"),
        ("[x]({})", "javascript:alert(1)", "[x](http://e.org/a)"),
    ],
)  # fmt: skip
def test_what_would_be_read_otherwise_is_left_to_a_person(
    before: str, new: str, after: str
) -> None:
    assert mended("p.md", before.format(OLD), {OLD: new})[0] == after


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [f"[x]({OLD})", f"<{OLD}>", f"`{OLD}`", "\n\n", "    ", "text ", "[", "](", "<a href='",
             f"'{OLD}'>", "<!--", "-->", "```\n", "\r\n", "> ", "- ", f"[r]: {OLD}\n", "\udcff"]
        ),
        max_size=10,
    ).map("".join)
)  # fmt: skip
def test_whatever_the_page_only_addresses_change(text: str) -> None:
    changed, replaced = mended("p.md", text, {OLD: NEW})
    assert changed.count(NEW) == len(replaced)
    assert changed.replace(NEW, OLD) == text


def test_an_example_is_mended_in_its_prose(tmp_path: Path) -> None:
    before = f"# %% [markdown]\r\n# See [a]({OLD}).\r\n#\r\n# %%\r\nx = '{OLD}'  # <{OLD}>\r\n"
    after = before.replace(f"({OLD})", f"({NEW})")
    assert mended("x.py", before, {OLD: NEW}) == (after, [OLD])


def test_a_file_that_somebody_writes_meanwhile_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "p.md"
    file.write_text(f"[x]({OLD})")
    real, count = repairing.mended, 0

    def interrupted(path: str, text: str, moves: dict[str, str]) -> tuple[str, list[str]]:
        nonlocal count
        count += 1
        if count == 1:
            file.write_text(f"Just written. [x]({OLD})")
        return real(path, text, moves)

    monkeypatch.setattr(repairing, "mended", interrupted)
    repair(file, "p.md", {OLD: NEW})
    assert file.read_text() == f"Just written. [x]({NEW})"


def test_what_was_written_while_it_asked_stays(
    project: Path, server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = project / "docs/index.md"
    entry = project / "resources/t/entry.yml"

    before = entry.read_text()
    real = Session.run

    def slowly(self: Session, *arguments: Any, **options: Any) -> None:
        real(self, *arguments, **options)
        page.write_text(f"New words.\n\n[r301]({server.url('r301')})\n")
        entry.write_text(f"# A new comment.\n{before}")

    monkeypatch.setattr(Session, "run", slowly)
    write_page(project, server, "r301")
    result = links(project, "--fix")
    assert page.read_text() == f"New words.\n\n[r301]({server.url('fine')})\n"
    assert entry.read_text() == "# A new comment.\n" + before.replace(
        server.url("r301"), server.url("fine")
    )
    assert result.stderr.count("is now") == 2


def test_a_file_that_cannot_be_written_is_one_finding(
    project: Path, server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "docs/a.md").write_text(f"<{server.url('r301')}>")
    (project / "docs/b.md").write_text(f"<{server.url('r308')}>")
    real = os.replace

    def full(source: Path, target: Path) -> None:
        if Path(target).name == "a.md":
            raise OSError(28, "No space left on device")
        real(source, target)

    monkeypatch.setattr(Path, "replace", lambda self, target: full(self, target))
    result = links(project, "--fix")
    assert "docs/a.md: left as it is: No space left on device" in result.stderr
    assert (project / "docs/b.md").read_text() == f"<{server.url('fine')}>"
    assert (project / "docs/a.md").read_text() == f"<{server.url('r301')}>"
    assert states(project, server)["r301"] == "moved"


def test_a_link_to_a_file_is_not_followed(project: Path, server: FaultServer) -> None:
    (project / "elsewhere.md").write_text(f"<{server.url('r301')}>")
    (project / "docs/a.md").symlink_to(project / "elsewhere.md")
    links(project, "--fix")
    assert (project / "docs/a.md").is_symlink()
    assert (project / "elsewhere.md").read_text() == f"<{server.url('r301')}>"
