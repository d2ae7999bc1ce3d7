"""Several files are written together, or everything is as it was."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from topicsite.project import files, together


def texts(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        if path.is_file()
        else ""
        for path in root.rglob("*")
    }


def test_new_files_and_changed_ones(tmp_path: Path) -> None:
    (tmp_path / "old.yml").write_text("old")
    together.put(tmp_path, {"a/b/new.yml": "é\n", "a/two.yml": "2"}, {"old.yml": "changed"})
    assert texts(tmp_path) == {
        "a": "", "a/b": "", "a/b/new.yml": "é\n", "a/two.yml": "2", "old.yml": "changed",
    }  # fmt: skip


def test_what_is_there_already_stops_everything(tmp_path: Path) -> None:
    (tmp_path / "there.yml").write_text("mine")
    (tmp_path / "old.yml").write_text("old")
    before = texts(tmp_path)
    with pytest.raises(FileExistsError):
        together.put(tmp_path, {"a/new.yml": "1", "there.yml": "2"}, {"old.yml": "changed"})
    assert texts(tmp_path) == before


def test_a_change_that_fails_takes_all_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one.yml", "two.yml"):
        (tmp_path / name).write_text(name)
    before = texts(tmp_path)
    real = files.replace

    def fails(path: Path, text: str) -> None:
        if path.name == "two.yml":
            raise OSError(28, "No space left on device", str(path))
        real(path, text)

    monkeypatch.setattr(files, "replace", fails)
    with pytest.raises(OSError, match="No space"):
        together.put(tmp_path, {"a/new.yml": "1"}, {"one.yml": "1", "two.yml": "2"})
    assert texts(tmp_path) == before


def test_what_somebody_changed_meanwhile_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one.yml").write_text("one")
    (tmp_path / "two.yml").write_text("mine")
    new, changed, planned = {"a/new.yml": "1"}, {"one.yml": "1", "two.yml": "2"}, {"one.yml": "one"}
    before = texts(tmp_path)
    with pytest.raises(together.ChangedError):
        together.put(tmp_path, new, changed, {**planned, "two.yml": "two"})
    with pytest.raises(together.ChangedError):
        together.put(tmp_path, new, {"gone.yml": "1"}, {"gone.yml": "gone"})
    assert texts(tmp_path) == before
    real = files.replace

    def saves(path: Path, text: str) -> None:
        real(path, text)
        (tmp_path / "two.yml").write_text("saved just now")

    monkeypatch.setattr(files, "replace", saves)
    with pytest.raises(together.ChangedError):
        together.put(tmp_path, new, changed, {**planned, "two.yml": "mine"})
    assert texts(tmp_path) == {**before, "two.yml": "saved just now"}


def test_a_signal_waits_until_all_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[dict[str, str]] = []
    real = together._move

    def interrupted(file: Path, place: Path) -> None:
        signal.raise_signal(signal.SIGTERM)
        real(file, place)

    monkeypatch.setattr(together, "_move", interrupted)
    before = signal.signal(signal.SIGTERM, lambda *_: seen.append(texts(tmp_path)))
    try:
        together.put(tmp_path, {"one.yml": "1", "two.yml": "2"}, {})
    finally:
        signal.signal(signal.SIGTERM, before)
    assert seen
    assert all(one == {"one.yml": "1", "two.yml": "2"} for one in seen)


def test_a_file_system_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(self: Path, target: Path) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", fails)
    (tmp_path / "old.yml").write_text("old")
    together.put(tmp_path, {"new.yml": "1"}, {"old.yml": "2"})
    assert texts(tmp_path) == {"new.yml": "1", "old.yml": "2"}
    with pytest.raises(FileExistsError):
        together.put(tmp_path, {"new.yml": "3"}, {})
    assert texts(tmp_path) == {"new.yml": "1", "old.yml": "2"}
