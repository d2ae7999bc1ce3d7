"""What is pinned is what a release says, and is written so that it is read again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.built.projects import PROJECT
from topicsite.runtime import VERSION
from topicsite.runtime.pin import CORE, read_release, write
from topicsite.runtime.pinned import LOCK, PACKAGES, PINNED, PYTHON, lock


def test_a_release_is_read_as_it_is_pinned(cache: Path, node: str, tmp_path: Path) -> None:
    release = tmp_path / "release"
    release.mkdir()
    for name in CORE:
        shutil.copyfile(cache / name, release / name)
    whole = json.loads(lock({}, PACKAGES))
    for name, entry in PACKAGES.items():
        whole["packages"][name]["depends"] = entry["depends"]
    whole["packages"]["numpy-tests"] = whole["packages"]["numpy"]
    (release / LOCK).write_text(json.dumps(whole))
    read = read_release(VERSION, release, node, cache)
    pinned = json.loads(PINNED.read_text("utf-8"))
    for entry in (*read["packages"].values(), *pinned["packages"].values()):
        entry.pop("size", None)  # depends on what is at hand
    assert read == pinned
    written = tmp_path / "pinned.json"
    write(read, written)
    assert json.loads(written.read_text("utf-8")) == read
    assert len(written.read_text("utf-8").splitlines()) > len(PACKAGES)


def test_what_names_the_version_names_the_pinned_one() -> None:
    page = (PROJECT / "docs/python.md").read_text("utf-8")
    assert f"[Pyodide](https://pyodide.org) {VERSION}: Python {PYTHON}, " in page
    for package, name in (("numpy", "NumPy"), ("matplotlib", "Matplotlib")):
        assert f"{name} {PACKAGES[package]['version']}" in page
    assert f"https://pyodide.org/en/{VERSION}/" in page
    assert f"PYODIDE := {VERSION}\n" in (PROJECT / "Makefile").read_text("utf-8")
