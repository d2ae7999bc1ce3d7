"""The search as the browser has it, in Node.js, over an index in a folder."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tests import children
from tests.unavailable import unavailable
from topicsite.search import Record, build_index, spelling_of

HERE = Path(__file__).parent
ASSETS = HERE.parents[1] / "code/topicsite/assets"


def node(script: str, given: object, *arguments: str | Path) -> Any:
    """What one of the scripts beside this file makes of something."""
    program = shutil.which("node")
    if program is None:
        unavailable("Node.js", "install it with: apt install nodejs")
    command = [program, "--no-warnings", str(HERE / script), *map(str, arguments)]
    with children.Child(command, stdin=-1, stdout=-1, stderr=-1) as child:
        said, complaint = child.communicate(json.dumps(given))
        assert child.returncode == 0, complaint
    return json.loads(said)


def ask(folder: Path, questions: Sequence[str], **more: object) -> list[dict[str, Any]]:
    """What questions find in the index of a folder."""
    given = {"questions": list(questions), **more}
    answers: list[dict[str, Any]] = node(
        "query.mjs", given, ASSETS / "search", folder / "index.json"
    )
    return answers


def write_index(
    folder: Path,
    records: Iterable[Record],
    code: str = "en",
    synonyms: Iterable[Sequence[str]] = (),
) -> Path:
    """Write the index of records; gives its folder."""
    for name, text in build_index(list(records), spelling_of(code), synonyms).items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    return folder


def addresses(answer: dict[str, Any]) -> list[str]:
    """Where the results of an answer lead."""
    return [found["address"] for found in answer["found"]]
