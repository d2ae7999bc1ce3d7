"""`topicsite new`: the file is right or not there at all."""

from __future__ import annotations

import os
import pty
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.children import Child
from topicsite.cli import main
from topicsite.model.entries import WANTED, Resource, Topic
from topicsite.project import files
from topicsite.reading import source
from topicsite.reading.load import load
from topicsite.writing import drafts
from topicsite.writing.formatting import formatted

CATALOGS = Path(__file__).parents[1] / "catalogs"
SUMMARY = "It shows one idea with one worked example, and says why each step is taken."
FLAGS = {
    "--title": "Sorting: fast & slow",
    "--kind": "online-tutorial",
    "--url": "https://example.org/sorting",
    "--authors": "Ada Example",
    "--duration": "15 min",
    "--level": "introductory",
    "--access": "free",
    "--language": "en",
    "--summary": SUMMARY,
    "--teaches": "chain rule",
    "--published": "2021-05",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(CATALOGS / "valid/smallest", tmp_path, dirs_exist_ok=True)
    shutil.copytree(Path(__file__).parents[2] / "docs/schema", tmp_path / "docs/schema")
    return tmp_path


def new(project: Path, *arguments: str, answers: str | None = None) -> Result:
    command = ["new", "--root", str(project), *(["--ask"] if answers is not None else [])]
    return CliRunner().invoke(main, [*command, *arguments], input=answers)


def flags(**changes: str | None) -> list[str]:
    kept = {**FLAGS, **{f"--{name}": value for name, value in changes.items()}}
    return [part for name, value in kept.items() if value is not None for part in (name, value)]


def entries(project: Path) -> dict[str, str]:
    return {
        path.relative_to(project).as_posix(): path.read_text(encoding="utf-8")
        for path in (project / "resources").rglob("*")
        if path.is_file()
    }


def assert_right(project: Path, count: int) -> None:
    loaded = load(project)
    assert loaded.diagnostics == []
    assert len(loaded.catalog.resources) == count
    checked = CliRunner().invoke(main, ["check", "--strict", "--root", str(project)])
    assert checked.exit_code == 0, checked.stdout


def test_flags_make_an_entry_that_is_right_and_formatted(project: Path) -> None:
    done = new(project, *flags())
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("Wrote resources/t/example-2021.yml\nNext: ")
    text = entries(project)["resources/t/example-2021.yml"]
    assert text.startswith(
        "# yaml-language-server: $schema=../../docs/schema/resource.schema.json\n"
        "title: 'Sorting: fast & slow'\n"
    )
    assert "# venue:  # Journal, book, course or channel.\n" in text
    assert formatted("x.yml", text.encode(), Resource) == text
    assert_right(project, 2)
    assert (
        "$schema" not in new(project, *flags(url="https://example.org/2"), "--print").stdout[100:]
    )


def test_each_hint_can_be_taken_up(project: Path) -> None:
    new(project, *flags())
    path = project / "resources/t/example-2021.yml"
    lines = path.read_text().splitlines()
    assert max(map(len, lines)) <= 100
    for number, line in enumerate(lines):
        if line.startswith("# venue:"):
            lines[number] = line[2:].replace("venue:", "venue: A journal")
    path.write_text("\n".join(lines) + "\n")
    assert load(project).catalog.resources["example-2021"].model.venue == "A journal"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (flags(url="https://www.example.org/good/?utm_source=x"),
         "is there already: resources/t/entry.yml"),
        (flags(title=None, teaches=None), "--title  The title as its authors write it."),
        (flags(kind=None), "--kind  What it is. One of video, playlist, "),
        (flags(title="a\udcffb"), "--title holds bytes that are not UTF-8"),
        (flags(url="https://example.org:99999/"), "error[url-syntax] not an address: Port out"),
        (flags(url="https://[x"), "error[url-syntax] not an address: Invalid IPv6 URL"),
        (flags(url="https://[::1"), "error[url-syntax]"),
        (flags(url="https://a.org:x/"), "error[url-syntax]"),
        (flags(url="https://a\u2100.org/"), "error[url-"),
        (flags(url="//"), "error[url-scheme]"),
        (flags(url="https://"), "error[url-syntax]"),
        (flags(url="a\nb"), "error["),
        (flags(doi="https://doi.org/x"), "error[bad-doi]"),
        (flags(arxiv="9913.1"), "error[bad-arxiv]"),
        (flags(kind="vido"), "did you mean `video`?"),
        (flags(url="http://example.org/x"), "the address is http"),
        (flags(url="https://localhost/"), "private or local host"),
        (flags(summary="short"), "has 5 characters"),
        (flags(title="two\nlines"), "is one line of text"),
        (flags(title="a\u202eb"), "cannot be seen"),
        (flags(prerequisites="nobody"), "there is no resource or topic `nobody`"),
        (flags(keywords="x"), "a resource has no field `keywords`"),
        ([*flags(), "--in", "u"], "there is no topic `u`"),
        ([*flags(), "entry"], "the id `entry` is taken"),
        ([*flags(), "t"], "the id `t` is taken"),
        ([*flags(), "Two Words"], "`Two Words` is not an id"),
        ([*flags(), "../evil"], "`../evil` is not an id"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_written(
    project: Path, arguments: list[str], words: str
) -> None:
    before = entries(project)
    done = new(project, *arguments)
    assert done.exit_code in (1, 2)
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert entries(project) == before


def test_all_that_is_missing_or_wrong_is_said_at_once(project: Path) -> None:
    done = new(project, "--url", "https://example.org:99999/", "--kind", "vido", "--venue", "a\nb")
    assert done.exit_code == 2
    for words in (
        "  --title  ", "  --url  not an address: Port out of range",
        "  --kind  `vido` is not", "  --venue  this is one line of text",
    ):  # fmt: skip
        assert words in done.stderr


def test_what_is_wrong_is_said_before_anything_is_asked(project: Path) -> None:
    done = new(project, "--url", "https://[x", answers="")
    assert done.exit_code == 2
    assert "  --url  not an address" in done.stderr
    assert "Title" not in done.output


def test_questions_lead_to_the_same_file(project: Path) -> None:
    answers = [
        "online-tutorial", "https://localhost/", "https://example.org/sorting", FLAGS["--title"],
        "Ada Example", "2021-05", "12:99", "15 min", "hard", "introductory", "free", "en", "short",
        SUMMARY, "chain rule", "",
    ]  # fmt: skip
    done = new(project, answers="\n".join(answers) + "\n")
    assert done.exit_code == 0, done.output
    for words in ("private or local", "not a duration", "write at least 40", "Separate them by",
                  "`hard` is not a value of `level`"):  # fmt: skip
        assert words in done.output
    asked = entries(project)["resources/t/example-2021.yml"]
    (project / "resources/t/example-2021.yml").unlink()
    new(project, *flags())
    assert asked == entries(project)["resources/t/example-2021.yml"]
    assert_right(project, 2)


def test_what_nobody_knows_stays_out(project: Path) -> None:
    answers = ["code", "https://example.org/sorting", "Sorting", *[""] * 8, ""]
    done = new(project, answers="\n".join(answers) + "\n")
    assert done.exit_code == 0, done.output
    said = entries(project)["resources/t/sorting.yml"]
    fields = ("--title", "Sorting", "--kind", "code", "--url", "https://example.org/sorting")
    (project / "resources/t/sorting.yml").unlink()
    new(project, *fields)
    assert entries(project)["resources/t/sorting.yml"] == said
    assert load(project).catalog.resources["sorting"].model.missing == [*WANTED]
    assert_right(project, 2)


@pytest.mark.parametrize(
    ("url", "derived"),
    [
        ("https://youtu.be/abcdefghij0", {"kind": "video", "access": "free"}),
        ("https://arxiv.org/pdf/1502.05767v4",
         {"kind": "theory-paper", "access": "free", "arxiv": "1502.05767", "published": "2015-02"}),
        ("https://arxiv.org/abs/hep-th/9901001",
         {"kind": "theory-paper", "access": "free", "arxiv": "hep-th/9901001",
          "published": "1999-01"}),
        ("https://github.com/a/b", {"kind": "code", "access": "free"}),
    ],
)  # fmt: skip
def test_what_an_address_tells_need_not_be_said(
    project: Path, url: str, derived: dict[str, str]
) -> None:
    given = flags(**{"url": url, "published": None, **dict.fromkeys(derived)})
    done = new(project, *given, "--print")
    assert done.exit_code == 0, done.stderr
    for name, value in derived.items():
        assert f"\n{name}: {value}\n" in done.stdout
    assert ("\npublished: " in done.stdout) == ("published" in derived)


def test_the_arxiv_id_of_a_paper_elsewhere_tells_when_it_came_out(project: Path) -> None:
    told = new(project, *flags(published=None, arxiv="1502.05767"), "--print").stdout
    assert "\npublished: 2015-02\n" in told
    told = new(project, *flags(published="2018", arxiv="1502.05767"), "--print").stdout
    assert "\npublished: 2018\n" in told


def test_a_known_address_ends_the_questions_at_once(project: Path) -> None:
    done = new(project, answers="video\nhttps://example.org/good\n")
    assert done.exit_code == 1
    assert "is there already" in done.output
    assert "Title" not in done.output


def test_an_address_without_encryption_needs_its_reason(project: Path) -> None:
    done = new(
        project, *flags(url=None), answers="http://example.org/x\nIt has no other.\n\n\n\n\n\n"
    )
    assert done.exit_code == 0, done.output
    assert (
        "insecure_url_reason: It has no other." in entries(project)["resources/t/example-2021.yml"]
    )


def test_leaving_in_the_middle_leaves_nothing(project: Path) -> None:
    before = entries(project)
    for stop in range(9):
        lines = [
            "video",
            "https://youtu.be/abcdefghij0",
            "T",
            "A",
            "",
            "12:47",
            "intuition",
            "",
            "",
            "x",
        ]
        done = new(project, answers="".join(f"{line}\n" for line in lines[:stop]))
        assert done.exit_code == 1
        assert "Aborted!" in done.output
        assert entries(project) == before


TELLING = """
import sys
from pathlib import Path
from topicsite.cli import main

class Telling:
    def readline(self, *size):
        Path(sys.argv[1]).touch()
        return terminal.readline(*size)

    def __getattr__(self, name):
        return getattr(terminal, name)

terminal, sys.stdin = sys.stdin, Telling()
main(sys.argv[2:])
"""
"""The command, which makes a file when it begins to wait for an answer."""


def test_control_c_in_a_terminal_leaves_nothing(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    before = entries(project)
    waits = tmp_path_factory.mktemp("told") / "waits"
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", TELLING, str(waits), "new", "--root", str(project)]
    with Child(command, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        os.close(theirs)
        process.until(waits.exists)  # it asks, because this is a terminal
        process.send_signal(signal.SIGINT)
        # Were the signal to come just before the process starts to wait, it would wait for this.
        os.write(ours, b"\n")
        _, errors = process.communicate()
    os.close(ours)
    assert process.returncode == 1
    assert "Traceback" not in errors
    assert entries(project) == before


def test_a_file_that_came_meanwhile_is_left_alone(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = project / "resources/t/example-2021.yml"
    compose = drafts.compose

    def slow(*arguments: object) -> str:
        late.write_text("somebody else's\n")
        return compose(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(drafts, "compose", slow)
    done = new(project, *flags())
    assert done.exit_code == 1
    assert "is there already; it was left alone" in done.stderr
    assert late.read_text() == "somebody else's\n"
    assert [path.name for path in late.parent.iterdir() if path.name.startswith(".")] == []


def test_a_write_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        files.write_new(tmp_path / "a.yml", "text")
    assert list(tmp_path.iterdir()) == []


def test_a_topic_is_started_and_filled(tmp_path: Path) -> None:
    arguments = ["--topic", "--title", "Sorting", "--keywords", "order", "--summary", SUMMARY]
    done = new(tmp_path, *arguments)
    assert done.exit_code == 0, done.stderr
    assert "Next: add the first resource with `topicsite new --in sorting`" in done.stdout
    text = entries(tmp_path)["resources/sorting/topic.yml"]
    assert formatted("topic.yml", text.encode(), Topic) == text
    assert new(tmp_path, *flags(), "--in", "sorting").exit_code == 0
    assert_right(tmp_path, 1)
    assert new(tmp_path, *arguments).exit_code == 0
    assert set(load(tmp_path).catalog.topics) == {"sorting", "sorting-2"}
    assert "name the topic with --in" in new(tmp_path, *flags(url="https://a.org/")).stderr


def test_the_path_that_a_topic_proposes_is_one(tmp_path: Path) -> None:
    new(tmp_path, "--topic", "--title", "S", "--keywords", "order", "--summary", SUMMARY)
    text = entries(tmp_path)["resources/s/topic.yml"]
    start = text.index("# paths:")
    uncommented = text[:start] + "\n".join(line[2:] for line in text[start:].splitlines())
    read = source.parse("topic.yml", uncommented.encode())
    assert Topic.model_validate(read.data).paths[0].steps[0].resource == "the-id-of-a-resource"


def test_topics_ask_too(tmp_path: Path) -> None:
    done = new(tmp_path, "--topic", answers=f"Sorting\n{SUMMARY}\norder, sort\n\n")
    assert done.exit_code == 0, done.output
    assert load(tmp_path).catalog.topics["sorting"].model.keywords == ("order", "sort")


SECTIONS = """\
# Ours.
sections:
  - title: Algebra
    topics: [groups]  # in this order
  - title: Algorithms  # to come
    summary: What a machine does step by step, and how long that takes it.
    topics:
      # The first one.
      - searching
"""
STARTED = ["--topic", "--title", "Sorting", "--keywords", "order", "--summary", SUMMARY]


def with_sections(root: Path) -> Path:
    for name in ("groups", "searching"):
        new(root, "--topic", name, "--title", "T", "--keywords", "ab", "--summary", SUMMARY)
    (root / "resources/site.yml").write_text(SECTIONS)
    return root / "resources/site.yml"


def test_a_topic_goes_into_its_section_and_comments_stay(tmp_path: Path) -> None:
    site = with_sections(tmp_path)
    done = new(tmp_path, *STARTED, "--section", "algorithms")
    assert done.exit_code == 0, done.output
    assert "Changed resources/site.yml" in done.stdout
    assert site.read_text() == SECTIONS + "      - sorting\n"
    done = new(tmp_path, *STARTED, "--section", "Algebra")
    assert done.exit_code == 0, done.output
    assert "topics: [groups, sorting-2]  # in this order" in site.read_text()
    assert load(tmp_path).diagnostics == []


def test_the_section_is_asked_for(tmp_path: Path) -> None:
    site = with_sections(tmp_path)
    done = new(tmp_path, *STARTED, answers="\nAlgoritms\nAlgorithms\n")
    assert done.exit_code == 0, done.output
    assert "did you mean `Algorithms`?" in done.stderr
    assert site.read_text().endswith("      - sorting\n")


@pytest.mark.parametrize(
    ("more", "status", "said"),
    [
        (
            ["--section", "Algoritms"],
            2,
            "there is no section `Algoritms`; did you mean `Algorithms`?",
        ),
        ([], 0, "It stands in no section yet"),
        (["--print", "--section", "Algebra"], 0, "title: Sorting"),
    ],
)
def test_the_file_of_the_site_stays_unless_a_section_is_named(
    tmp_path: Path, more: list[str], status: int, said: str
) -> None:
    site = with_sections(tmp_path)
    done = new(tmp_path, *STARTED, *more)
    assert (done.exit_code, said in done.output) == (status, True)
    assert site.read_text() == SECTIONS
    assert (tmp_path / "resources/sorting").exists() == (status == 0 and not more)


def test_sections_are_for_topics_and_must_be_there(tmp_path: Path) -> None:
    assert "there are no sections yet" in new(tmp_path, *STARTED, "--section", "A").stderr
    new(tmp_path, *STARTED)
    assert "--section is for a topic" in new(tmp_path, *flags(), "--section", "A").stderr


def test_reserved_names_are_no_topics(tmp_path: Path) -> None:
    done = new(
        tmp_path, "--topic", "tags", "--title", "T", "--keywords", "ab", "--summary", SUMMARY
    )
    assert "the id `tags` is taken" in done.stderr
    assert list(tmp_path.iterdir()) == []
