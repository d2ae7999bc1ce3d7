"""`topicsite init`: a site of one's own that builds and tests itself, from a wheel too."""

from __future__ import annotations

import os
import pty
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests import children
from tests.children import git
from tests.words import of_our_own_topic
from topicsite.cli import main
from topicsite.model.entries import Topic
from topicsite.writing.formatting import formatted

PROJECT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-c", "from topicsite.cli import main; main()"]


def init(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["init", str(folder), *arguments])


def texts(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".whl"
    }


def test_an_empty_site_is_about_what_its_owner_says(tmp_path: Path) -> None:
    folder = tmp_path / "sorting"
    init(folder, "--empty", "--title", "Sorting: fast & slow", "--topic", "order")
    for path, text in texts(folder).items():
        assert of_our_own_topic(path + text) == [], path
        assert "floating" not in text.lower(), path
        assert "$title" not in text, path
        assert "$topic" not in text, path
    topic = texts(folder)["resources/order/topic.yml"]
    assert formatted("topic.yml", topic.encode(), Topic) == topic
    assert 'site_name: "Sorting: fast & slow"' in texts(folder)["mkdocs.yml"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--empty", "--topic", "Two Words"], "cannot be a topic's id"),
        (["--empty", "--topic", "tags"], "cannot be a topic's id"),
        (["--empty", "--summary", "short"], "write at least 40"),
        (["--topic", "sorting"], "--topic is about a topic of your own; add --empty"),
        (["--summary", "long" * 20], "--summary is about a topic of your own; add --empty"),
        (["--language", "klingon"], "Material has no words in `klingon`"),
        (["--language", "pt-br"], "did you mean `pt-BR`?"),
        (["--title", "two\nlines"], "one line of text"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_there(
    tmp_path: Path, arguments: list[str], words: str
) -> None:
    done = init(tmp_path / "x", *arguments)
    assert done.exit_code == 2
    assert words in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    assert "holds something already" in init(tmp_path).stderr
    assert texts(tmp_path) == {"notes.txt": "mine"}
    assert init(tmp_path / "new").exit_code == 0


@pytest.mark.parametrize("name", ["new", "here"])
@pytest.mark.parametrize(("function", "at"), [("write_bytes", 4), ("rename", 1), ("rename", 3)])
def test_a_stop_in_the_middle_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, function: str, at: int
) -> None:
    count = 0
    right = getattr(Path, function)

    def full(path: Path, *arguments: Any) -> Any:
        nonlocal count
        count += 1
        if count == at:
            raise OSError(28, "No space left on device")
        return right(path, *arguments)

    (tmp_path / "here/.git").mkdir(parents=True)
    monkeypatch.setattr(Path, function, full)
    done = init(tmp_path / name)
    assert done.exit_code == 1
    assert "No space left" in done.stderr
    left = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*"))
    assert left == ["here", "here/.git"]


def test_the_folder_that_somebody_stands_in_stays_the_same(tmp_path: Path) -> None:
    before = tmp_path.stat().st_ino
    assert init(tmp_path).exit_code == 0
    assert tmp_path.stat().st_ino == before
    assert not [*tmp_path.glob(f".{tmp_path.name}-*"), *tmp_path.parent.glob(".*-*")]


def test_what_a_new_site_installs_is_there_and_pinned(tmp_path: Path) -> None:
    init(tmp_path / "site")
    lines = (tmp_path / "site/requirements.txt").read_text().splitlines()
    wheel, *others = [line for line in lines if not line.startswith("#")]
    assert wheel.endswith("[all]")
    wheel = wheel.removesuffix("[all]")
    pinned = (PROJECT / "constraints/dev.txt").read_text()
    for line in others:
        assert f"\n{line} " in pinned, "what the project itself is tested with"
    done = children.run(
        [sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--quiet",
         "--disable-pip-version-check", "--target", str(tmp_path / "installed"), wheel],
        cwd=tmp_path / "site",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); import topicsite; "
        "assert topicsite.__file__.startswith(sys.argv[1]); "
        "from topicsite.cli import main; main(['check', '--strict'])"
    )
    checked = children.run(
        [sys.executable, "-c", program, str(tmp_path / "installed")], cwd=tmp_path / "site"
    )
    assert checked.returncode == 0, checked.stderr
    package = files_below(PROJECT / "code/topicsite")
    assert files_below(tmp_path / "installed/topicsite") == package
    (notes,) = (tmp_path / "installed").glob("*.dist-info")
    assert (
        "topicsite = topicsite.plugin:TopicsitePlugin" in (notes / "entry_points.txt").read_text()
    )
    assert "Requires-Dist: mkdocs-material" in (notes / "METADATA").read_text()
    for path in ("README.md", "requirements.txt"):
        assert wheel.removeprefix("./") in (tmp_path / "site" / path).read_text()


def files_below(folder: Path) -> dict[str, bytes]:
    """What every file of a package holds."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not {"__pycache__", "node_modules"} & {*path.parts}
    }


def test_the_same_generator_is_packed_into_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        init(tmp_path / name, "--title", "Sorting")
    assert files_below(tmp_path / "a") == files_below(tmp_path / "b")


def test_in_a_terminal_what_is_missing_is_asked_for_until_it_is_right(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "remote", "add", "origin", "https://github.com/ada/sorting")
    for number, (arguments, answers, lines) in enumerate([
        ([], "\n\n\n", ['site_name: "0"', '"https://ada.github.io/sorting/"', "language: en"]),
        (["--language", "fr"], "Tris\nnowhere\nhttps://learn.example.org\n",
         ['site_name: "Tris"', '"https://learn.example.org/"', "language: fr"]),
        (["--title", "Sorting"], "\nelvish\nde\n", ['site_name: "Sorting"', "language: de"]),
    ]):  # fmt: skip
        ours, theirs = pty.openpty()
        os.write(ours, answers.encode())
        folder = tmp_path / str(number)
        done = children.run([*COMMAND, "init", str(folder), *arguments], stdin=theirs)
        os.close(ours)
        os.close(theirs)
        assert done.returncode == 0, done.stderr
        for line in lines:
            assert line in (folder / "mkdocs.yml").read_text()


def test_a_wheel_carries_all_that_it_needs(tmp_path: Path) -> None:
    done = children.run(
        [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--quiet",
         "--disable-pip-version-check", "--no-index", "-w", str(tmp_path), str(PROJECT)],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    tops = {path.name for path in (tmp_path / "installed").iterdir()}
    assert {name for name in tops if not name.endswith(".dist-info")} == {"topicsite"}
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); import topicsite; "
        "assert topicsite.__file__.startswith(sys.argv[1]); "
        "from topicsite.cli import main; main(['init', sys.argv[2]])"
    )
    folder = tmp_path / "sorting"
    started = children.run(
        [sys.executable, "-c", program, str(tmp_path / "installed"), str(folder)],
    )  # fmt: skip
    assert started.returncode == 0, started.stderr
    init(tmp_path / "again" / "sorting")
    assert texts(folder) == texts(tmp_path / "again" / "sorting")
