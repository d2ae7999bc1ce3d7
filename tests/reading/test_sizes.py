"""No file of a project is read without a bound, and one that is too large spoils nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from topicsite.reading.load import LARGEST_EXAMPLE, load
from topicsite.reading.source import MAX_BYTES

VALID = Path(__file__).parents[1] / "catalogs/valid/every-field"


@pytest.mark.parametrize(
    ("path", "most", "message"),
    [
        ("code/examples/addition.py", LARGEST_EXAMPLE, "it is larger than 1,024 KiB, which no"),
        ("resources/t/second.yml", MAX_BYTES, "the file is larger than 64 KiB; an entry is a page"),
    ],
)
@pytest.mark.parametrize("more", [0, 1, 1 << 40])
def test_a_file_that_is_too_large_is_told(
    tmp_path: Path, path: str, most: int, message: str, more: int
) -> None:
    """The largest of them is no trouble: it has holes, and nobody reads on to its end."""
    project = shutil.copytree(VALID, tmp_path / "project")
    file = project / path
    text = file.read_text()
    file.write_text(text + "#" * (most - len(text.encode())))
    with file.open("r+b") as opened:
        opened.truncate(most + more)
    loaded = load(project)
    found = [(f.rule, f.path) for f in loaded.diagnostics]
    assert found == ([("file-too-large", path)] if more else [])
    assert all(message in f.message for f in loaded.diagnostics)
    assert "entry" in loaded.catalog.resources
