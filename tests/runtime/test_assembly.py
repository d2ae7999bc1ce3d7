"""A file gets into the cache whole and right, or not at all, whatever the sources give."""

from __future__ import annotations

import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Callable, Collection
from contextlib import ExitStack
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.children import Child
from topicsite import cli
from topicsite.runtime import assembly, sources
from topicsite.runtime.assembly import IncompleteError, assemble, missing
from topicsite.runtime.pinned import (
    FILES,
    PACKAGES,
    USUAL,
    VERSION,
    Pinned,
    closure,
    lock,
)
from topicsite.runtime.sources import Source, SourceError, folder

CONTENTS = {"one.wasm": b"\0asm" * 50_000, "two.zip": b"PK" + b"2" * 999, "three.js": b"3;"}


def pinned(name: str) -> Pinned:
    content = CONTENTS[name]
    return Pinned(name, len(content), hashlib.sha256(content).hexdigest())


WANTED = tuple(map(pinned, CONTENTS))


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder in which every file is as it should be."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    for name, content in CONTENTS.items():
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "project" / ".cache" / "runtime"


def held(cache: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in cache.iterdir()}


def test_files_are_taken_once(shelf: Path, cache: Path) -> None:
    assert assemble(cache, [folder(shelf)], WANTED) == [f"3 of 3 files from the folder `{shelf}`"]
    assert held(cache) == CONTENTS
    times = {path: path.stat().st_mtime_ns for path in cache.iterdir()}
    assert assemble(cache, [refusing()], WANTED) == []
    assert {path: path.stat().st_mtime_ns for path in cache.iterdir()} == times


def refusing(reason: str = "it is far away") -> Source:
    def fetch(names: Collection[str], into: Path) -> None:
        raise SourceError(reason)

    return Source("a far place", fetch)


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "another file of the same size": lambda content: b"X" + content[1:],
    "one bit in the middle": lambda content: (
        content[: len(content) // 2]
        + bytes([content[len(content) // 2] ^ 1])
        + content[len(content) // 2 + 1 :]
    ),
    "cut off": lambda content: content[:-1],
    "longer": lambda content: content + b"\n",
    "empty": lambda content: b"",
    "a page that says where to log in": lambda content: b"<!doctype html><title>Log in</title>",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_wrong_file_is_refused_and_taken_from_the_next_source(
    shelf: Path, cache: Path, tmp_path: Path, damage: str
) -> None:
    wrong = tmp_path / "wrong"
    wrong.mkdir()
    (wrong / "one.wasm").write_bytes(DAMAGES[damage](CONTENTS["one.wasm"]))
    (wrong / "two.zip").write_bytes(CONTENTS["two.zip"])
    with pytest.raises(IncompleteError) as raised:
        assemble(cache, [folder(wrong)], WANTED)
    assert held(cache) == {"two.zip": CONTENTS["two.zip"]}
    said = str(raised.value)
    assert "  one.wasm (200,000 bytes)" in said
    assert "its one.wasm is another file" in said
    assert "two.zip" not in said
    fetched = assemble(cache, [folder(wrong), folder(shelf)], WANTED)
    assert fetched == [f"2 of 2 files from the folder `{shelf}`"]
    assert held(cache) == CONTENTS


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_file_that_went_wrong_in_the_cache_is_fetched_again(
    shelf: Path, cache: Path, damage: str
) -> None:
    assemble(cache, [folder(shelf)], WANTED)
    (cache / "one.wasm").write_bytes(DAMAGES[damage](CONTENTS["one.wasm"]))
    assert [file.name for file in missing(cache, WANTED)] == ["one.wasm"]
    assert assemble(cache, [folder(shelf)], WANTED) == [f"1 of 1 files from the folder `{shelf}`"]
    assert held(cache) == CONTENTS


def test_what_is_missing_and_what_was_tried_is_said(cache: Path, tmp_path: Path) -> None:
    with pytest.raises(IncompleteError) as raised:
        assemble(cache, [refusing("no route to host"), folder(tmp_path)], WANTED)
    said = str(raised.value).splitlines()
    assert "is not complete" in said[0]
    assert said[1:4] == [f"  {name} ({len(CONTENTS[name]):,} bytes)" for name in CONTENTS]
    assert said[-2] == "  a far place: no route to host"
    assert said[-1] == f"  the folder `{tmp_path}`: it does not have the rest"
    assert held(cache) == {}


def test_a_source_that_breaks_off_leaves_what_was_whole(shelf: Path, cache: Path) -> None:
    def fetch(names: Collection[str], into: Path) -> None:
        (into / "two.zip").write_bytes(CONTENTS["two.zip"])
        (into / "one.wasm").write_bytes(CONTENTS["one.wasm"][:4711])
        raise SourceError("the line went dead")

    fetched = assemble(cache, [Source("a bad line", fetch), folder(shelf)], WANTED)
    assert fetched == ["1 of 3 files from a bad line", f"2 of 2 files from the folder `{shelf}`"]
    assert held(cache) == CONTENTS


HALTING = """
import sys
from pathlib import Path
from tests.runtime.test_assembly import CONTENTS, WANTED
from topicsite.runtime.assembly import assemble
from topicsite.runtime.sources import Source

def fetch(names, into):
    for name in names:
        middle = len(CONTENTS[name]) // 2
        with (into / name).open("wb") as file:
            file.write(CONTENTS[name][:middle])
            file.flush()
            Path(sys.argv[2], name).touch()
            sys.stdin.readline()
            file.write(CONTENTS[name][middle:])

assemble(Path(sys.argv[1]), [Source("a halting line", fetch)], WANTED)
"""


def halting_assembly(cache: Path, told: Path) -> Child:
    """An assembly that stops in the middle of each file, and goes on with each line it is sent.

    Args:
        cache: what it fills.
        told: a folder, in which it makes an empty file for each in whose middle it has come.
    """
    told.mkdir()
    return Child(
        [sys.executable, "-c", HALTING, cache, told],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_an_assembly_that_is_cut_off_leaves_nothing_half_written(
    shelf: Path, cache: Path, tmp_path: Path, end: signal.Signals
) -> None:
    told = tmp_path / "told"
    with halting_assembly(cache, told) as process:
        process.until((told / WANTED[0].name).exists)
        process.send_signal(end)
        process.communicate()
    assert process.returncode == -end
    assert [path.name for path in cache.iterdir() if path.name in CONTENTS] == []
    # What SIGKILL leaves behind is removed when it is certain that nobody works on it any more.
    assemble(cache, [folder(shelf)], WANTED)
    for path in cache.glob("incoming-*"):
        yesterday = time.time() - 2 * assembly.ABANDONED
        os.utime(path, (yesterday, yesterday))
    assemble(cache, [], WANTED)
    assert held(cache) == CONTENTS


def test_several_may_assemble_at_once(cache: Path, tmp_path: Path) -> None:
    with ExitStack() as stack:
        told = [tmp_path / f"told-{number}" for number in range(3)]
        running = [stack.enter_context(halting_assembly(cache, place)) for place in told]
        for file in WANTED:
            # All of them are in the middle of the same file.
            for process, place in zip(running, told, strict=True):
                process.until((place / file.name).exists)
            for process in running:
                assert process.stdin is not None
                process.stdin.write("\n")
                process.stdin.flush()
        for process in running:
            _, complaints = process.communicate()
            assert process.returncode == 0, complaints
    assert held(cache) == CONTENTS


def test_the_list_of_files_is_consistent() -> None:
    names = [file.name for file in FILES]
    assert len(set(names)) == len(names) == 18
    assert sum(file.size or 0 for file in FILES) == 26_690_679
    assert closure("matplotlib")[-1] == "matplotlib"
    for name in PACKAGES:
        needed = closure(name)
        assert needed[-1] == name
        assert len(set(needed)) == len(needed)


def test_the_lock_names_what_is_there() -> None:
    changed = PACKAGES["numpy"]["file_name"]
    read = json.loads(lock({changed: "0" * 64}))
    assert read["info"]["version"] == VERSION
    assert set(read["packages"]) == set(USUAL)
    assert read["packages"]["numpy"]["sha256"] == "0" * 64
    assert read["packages"]["six"] == {
        key: value for key, value in PACKAGES["six"].items() if key != "size"
    }
    assert all(set(entry["depends"]) <= set(PACKAGES) for entry in read["packages"].values())


def as_wheel(path: Path) -> None:
    with zipfile.ZipFile(path / "carrier-1-py3-none-any.whl", "w") as wheel:
        for name, content in CONTENTS.items():
            wheel.writestr(f"carrier/assets/pyodide/{name}", content)
        wheel.writestr("carrier/three.js", b"another")


def as_package(path: Path) -> None:
    with tarfile.open(path / "pyodide-1.tgz", "w:gz") as package:
        for name, content in CONTENTS.items():
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(content)
            package.addfile(entry, io.BytesIO(content))


@pytest.mark.parametrize(("number", "download"), [(0, as_wheel), (1, as_package)])
def test_what_a_package_manager_brings_is_unpacked(
    cache: Path, monkeypatch: pytest.MonkeyPatch, number: int, download: Callable[[Path], None]
) -> None:
    def run(command: list[str]) -> None:
        download(
            Path(command[command.index("--dest" if number == 0 else "--pack-destination") + 1])
        )

    monkeypatch.setattr(sources, "_run", run)
    monkeypatch.setattr("shutil.which", lambda name: name)
    source = sources.online()[number]
    assert assemble(cache, [source], WANTED) == [f"3 of 3 files from {source.name}"]
    assert held(cache) == CONTENTS


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("import sys; sys.exit('first line\\nthe last line')", "the last line"),
        ("import sys; sys.exit(7)", "exit code 7"),
    ],
)
def test_a_failing_package_manager_is_quoted(program: str, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        sources._run([sys.executable, "-c", program])


def test_the_command_says_what_it_did_and_ends_with_1_where_it_could_not(
    shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assembly.assemble, "__defaults__", (WANTED,))
    project = ["runtime", "--root", str(tmp_path)]
    (shelf / "one.wasm").write_bytes(b"damaged")
    failed = CliRunner().invoke(cli.main, [*project, "--from", str(shelf)])
    assert failed.exit_code == 1
    assert "one.wasm (200,000 bytes)" in failed.stderr
    assert "7 bytes instead of 200,000" in failed.stderr
    (shelf / "one.wasm").write_bytes(CONTENTS["one.wasm"])
    first = CliRunner().invoke(cli.main, [*project, "--from", str(shelf)])
    assert first.exit_code == 0
    assert first.stdout.startswith("1 of 1 files from the folder")
    again = CliRunner().invoke(cli.main, project)
    assert again.exit_code == 0
    assert again.stdout.endswith("; nothing to do\n")
    assert held(tmp_path / ".cache/runtime") == CONTENTS


def test_the_command_brings_packages_that_are_named(tmp_path: Path) -> None:
    project = ["runtime", "--root", str(tmp_path), "--from", str(tmp_path)]
    unknown = CliRunner().invoke(cli.main, [*project, "--package", "pandass"])
    assert unknown.exit_code == 2
    assert "no package `pandass`; did you mean `pandas`?" in unknown.stderr
    failed = CliRunner().invoke(cli.main, [*project, "--package", "scipy"])
    assert failed.exit_code == 1
    for file in ("numpy-", "scipy-", "openblas-", "pyodide.asm.wasm (10,105,545 bytes)"):
        assert f"\n  {file}" in failed.stderr
    assert "pandas" not in failed.stderr
