"""`topicsite migrate`: a new id everywhere, and the old address still leads there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from topicsite.cli import main
from topicsite.project import files
from topicsite.reading.load import load
from topicsite.render import Site, redirects

PROJECT = Path(__file__).parents[2]
CATALOGS = Path(__file__).parents[1] / "catalogs"
PAGE = "[a](t/index.md#entry) [b](examples/addition.py) [c](t/index.md#entry-2) [d](t/index.md)\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(CATALOGS / "valid/every-field", tmp_path, dirs_exist_ok=True)
    (tmp_path / "docs/t").mkdir(parents=True)
    (tmp_path / "docs/index.md").write_text(PAGE)
    (tmp_path / "docs/t/index.md").write_text("<!-- topicsite: paths topic=t -->\n")
    (tmp_path / "mkdocs.yml").write_text("nav:\n  - T: t/index.md\n")
    example = tmp_path / "code/examples/addition.py"
    example.write_text(
        example.read_text() + 'from topicsite.lesson import Report\nReport("entry").holds("x", 1)\n'
    )
    return tmp_path


def migrate(project: Path, old: str, new: str) -> Result:
    return CliRunner().invoke(main, ["migrate", old, new, "--root", str(project)])


def everything(project: Path) -> dict[str, str]:
    return {
        path.relative_to(project).as_posix(): path.read_text(encoding="utf-8")
        for path in project.rglob("*")
        if path.is_file() and path.suffix != ".png"
    }


def assert_no_findings(project: Path) -> None:
    done = CliRunner().invoke(main, ["check", "--strict", "--root", str(project)])
    assert done.exit_code == 0, done.stdout


def changes(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The lines that are new."""
    old = {line for text in before.values() for line in text.splitlines()}
    return sorted({line for text in after.values() for line in text.splitlines()} - old)


def test_a_resource(project: Path) -> None:
    before = everything(project)
    done = migrate(project, "entry", "a-better-name")
    assert done.exit_code == 0, done.output
    assert_no_findings(project)
    after = everything(project)
    assert "resources/t/a-better-name.yml" in after
    assert "resources/t/entry.yml" not in after
    assert changes(before, after) == [
        "          - resource: a-better-name",
        "# follows: [a-better-name]",
        'Report("a-better-name").holds("x", 1)',
        PAGE.strip().replace("#entry)", "#a-better-name)"),
        "formerly: [an-old-entry, entry]",
        "prerequisites: [a-better-name, u]",
    ]


def test_a_step_that_is_an_id_alone(tmp_path: Path) -> None:
    shutil.copytree(CATALOGS / "valid/paths-of-bare-ids", tmp_path, dirs_exist_ok=True)
    (tmp_path / "docs").mkdir()
    before = everything(tmp_path)
    assert migrate(tmp_path, "second", "another").exit_code == 0
    assert_no_findings(tmp_path)
    assert set(changes(before, everything(tmp_path))) == {
        "  - [entry, addition, another]",
        "    - id: another",
        "    steps: [another, addition]",
        "          - another",
        "formerly: [second]",
    }


def test_an_example(project: Path) -> None:
    before = everything(project)
    assert migrate(project, "addition", "sums").exit_code == 0
    assert_no_findings(project)
    after = everything(project)
    assert changes(before, after) == [
        "    shown_by: sums",
        "# formerly: [addition]",
        PAGE.strip().replace("addition.py", "sums.py"),
    ]
    moved = {redirect.file: redirect.html for redirect in redirects(Site(load(project).catalog))}
    assert "../../examples/sums/" in moved["examples/addition/index.html"]
    assert migrate(project, "sums", "totals").exit_code == 0
    assert load(project).catalog.examples["totals"].model.formerly == ("addition", "sums")


def test_a_topic_with_its_page(project: Path) -> None:
    before = everything(project)
    done = migrate(project, "t", "sorting")
    assert done.exit_code == 0, done.output
    assert_no_findings(project)
    after = everything(project)
    assert changes(before, after) == [
        "  - T: sorting/index.md",
        "<!-- topicsite: paths topic=sorting -->",
        PAGE.strip().replace("(t/index.md", "(sorting/index.md"),
        "formerly: [old.html, older/, t/]",
    ]
    assert "docs/sorting/index.md" in after


def test_a_topic_in_its_section(project: Path) -> None:
    (project / "resources/site.yml").write_text(
        "sections:\n  - title: t\n    topics: [t]  # t stays\nstart: t\n"
    )
    before = everything(project)
    assert migrate(project, "t", "sorting").exit_code == 0
    assert_no_findings(project)
    changed = changes(before, everything(project))
    assert "    topics: [sorting]  # t stays" in changed
    assert "start: sorting" in changed
    assert "  - title: sorting" not in changed


def test_there_and_back_is_where_it_was_but_for_the_old_id(project: Path) -> None:
    before = everything(project)
    migrate(project, "second", "third")
    done = migrate(project, "third", "second")
    assert done.exit_code == 0
    after = everything(project)
    assert changes(before, after) == ["formerly: [third]"]
    assert_no_findings(project)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("entrie", "x", "there is no `entrie`; did you mean `entry`?"),
        ("entry", "second", "the id `second` is taken"),
        ("entry", "tags", "the id `tags` is taken"),
        ("entry", "../x", "`../x` is not an id"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_changes(
    project: Path, old: str, new: str, words: str
) -> None:
    before = everything(project)
    done = migrate(project, old, new)
    assert done.exit_code == 2
    assert words in " ".join(done.stderr.split())
    assert everything(project) == before


def test_findings_come_first(project: Path) -> None:
    entry = project / "resources/t/second.yml"
    entry.write_text(entry.read_text().replace("kind: online-tutorial", "kind: vido"))
    before = everything(project)
    done = migrate(project, "entry", "x")
    assert "run `topicsite check` first" in done.stderr
    assert everything(project) == before


def test_links_of_every_form_lead_to_the_new_page(project: Path) -> None:
    (project / "docs/deep").mkdir()
    page = project / "docs/deep/page.md"
    page.write_text(
        "[a](../t/index.md) [b](../t/#uno) [c][r] <a href='../../t/'>d</a> [e](/t/)\n\n"
        "[r]: ../t/index.md#entry 'T'\n\n"
        "[other host](https://e.org/t/) `../t/index.md` [u](../u/index.md) [t](#t) [x](t.md)\n\n"
        "    [code](../t/index.md)\n"
    )
    example = project / "code/examples/addition.py"
    example.write_text(
        example.read_text() + "\n# %% [markdown]\n# [a](../../t/#entry) `../../t/`\n"
    )
    assert migrate(project, "t", "sorting").exit_code == 0
    assert page.read_text() == (
        "[a](../sorting/index.md) [b](../sorting/#uno) [c][r] <a href='../../sorting/'>d</a> "
        "[e](/sorting/)\n\n"
        "[r]: ../sorting/index.md#entry 'T'\n\n"
        "[other host](https://e.org/t/) `../t/index.md` [u](../u/index.md) [t](#t) [x](t.md)\n\n"
        "    [code](../t/index.md)\n"
    )
    assert "# [a](../../sorting/#entry) `../../t/`\n" in example.read_text()


CRLF = "\ufeff# A\r\n\r\n[x](t/index.md#entry)\r\nother line\r\n\r\n- [y](t/index.md)\rend"


@pytest.mark.parametrize(
    ("old", "changed"),
    [
        ("t", CRLF.replace("t/", "new-name/")),
        ("entry", CRLF.replace("#entry", "#new-name")),
    ],
)
def test_every_other_byte_stays(project: Path, old: str, changed: str) -> None:
    page, entry = project / "docs/index.md", project / "resources/t/second.yml"
    page.write_bytes(CRLF.encode())
    example = project / "code/examples/addition.py"
    for file in (entry, example):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    before = example.read_bytes()
    assert migrate(project, old, "new-name").exit_code == 0
    assert page.read_bytes() == changed.encode()
    after = (project / "code/examples/addition.py").read_bytes()
    assert after.count(b"\r\n") == after.count(b"\n")
    named = before.replace(b"[entry]", b"[new-name]").replace(b'"entry"', b'"new-name"')
    assert after == (named if old == "entry" else before)


def test_a_page_that_is_not_utf_8_is_named_and_left_alone(project: Path) -> None:
    bad = project / "docs/bad.md"
    bad.write_bytes(b"Gr\xfc\xdfe [a](t/index.md)\r\n")
    done = migrate(project, "t", "sorting")
    assert done.exit_code == 0, done.output
    assert "bad.md: left as it is: it is not UTF-8" in done.stderr
    assert bad.read_bytes() == b"Gr\xfc\xdfe [a](t/index.md)\r\n"
    assert "(sorting/index.md)" in (project / "docs/index.md").read_text()


def test_the_folder_of_pages_is_the_one_in_mkdocs_yml(project: Path) -> None:
    (project / "docs").rename(project / "site pages")
    (project / "mkdocs.yml").write_bytes(
        b"docs_dir: site pages\r\nx: !!python/name:os.path.join\r\nnav:\r\n"
        b"  - T: 't/index.md'  # here\r\n  - More: [t/more.md, u/t/x.md, 'https://e.org/t/']\r\n"
        b"not_in_nav: |\r\n  /t/a.md\r\n  !t/b.md\r\n"
    )
    done = migrate(project, "t", "sorting")
    assert done.exit_code == 0, done.output
    assert (project / "site pages/sorting/index.md").exists()
    assert "(sorting/index.md)" in (project / "site pages/index.md").read_text()
    assert (project / "mkdocs.yml").read_bytes() == (
        b"docs_dir: site pages\r\nx: !!python/name:os.path.join\r\nnav:\r\n"
        b"  - T: 'sorting/index.md'  # here\r\n"
        b"  - More: [sorting/more.md, u/t/x.md, 'https://e.org/t/']\r\n"
        b"not_in_nav: |\r\n  /sorting/a.md\r\n  !sorting/b.md\r\n"
    )


def test_an_example_in_markers_and_prose_is_renamed(project: Path) -> None:
    page = project / "docs/index.md"
    page.write_text(
        "<!-- topicsite: output example=addition cell=x -->\n\n"
        "<!-- topicsite: output example=addition-2 cell=x -->\n\n[a](examples/addition/#x)\n"
    )
    assert migrate(project, "addition", "sums").exit_code == 0
    assert page.read_text() == (
        "<!-- topicsite: output example=sums cell=x -->\n\n"
        "<!-- topicsite: output example=addition-2 cell=x -->\n\n[a](examples/sums/#x)\n"
    )


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_stop_in_the_middle_changes_nothing(
    project: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, at: int
) -> None:
    before = everything(project)
    count = 0
    replace = files.replace

    def stops(path: Path, text: str) -> None:
        nonlocal count
        count += 1
        if count == at:
            raise error
        replace(path, text)

    monkeypatch.setattr(files, "replace", stops)
    done = migrate(project, "entry", "x")
    assert done.exit_code == 1
    assert everything(project) == before


@pytest.mark.parametrize("at", range(6))
def test_a_full_disk_changes_nothing(
    project: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    before = everything(project)
    count = 0
    sync = os.fsync

    def fills(descriptor: int) -> None:
        nonlocal count
        count += 1
        if count > at:
            raise OSError(28, "No space left on device")
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", fills)
    done = migrate(project, "entry", "x")
    assert done.exit_code == (1 if count > at else 0)
    if done.exit_code:
        assert "No space left on device; nothing was changed" in done.stderr
        assert everything(project) == before
    monkeypatch.undo()
    assert not list(project.glob(".topicsite-*"))


def test_without_hard_links_it_works_as_well(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(self: Path, target: Path) -> None:
        raise OSError(95, "Operation not supported")

    before = everything(project)
    monkeypatch.setattr(Path, "hardlink_to", refuses)
    assert migrate(project, "entry", "x").exit_code == 0
    assert everything(project) != before
    monkeypatch.setattr(files, "replace", refuses)
    before = everything(project)
    assert migrate(project, "x", "y").exit_code == 1
    assert everything(project) == before


@pytest.mark.parametrize(
    "old", ["nielsen-ch2", "sensitivity", "refresher-vectors", "backpropagation"]
)
def test_any_of_our_own(tmp_path: Path, old: str) -> None:
    for name in ("resources", "docs", "code/examples"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    shutil.copy(PROJECT / "mkdocs.yml", tmp_path)
    done = migrate(tmp_path, old, "another-name")
    assert done.exit_code == 0, done.output
    assert_no_findings(tmp_path)
    if old == "backpropagation":
        assert "\nglossary: another-name\n" in (tmp_path / "docs/playground.md").read_text("utf-8")
    else:
        for path, text in everything(tmp_path).items():
            kept = text.replace(f"formerly: [{old}]", "")
            assert f"resource: {old}\n" not in kept, path
            assert f'Report("{old}")' not in kept, path
