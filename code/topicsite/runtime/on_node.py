"""The page's Python without a page: Pyodide runs programs under Node.js as well."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from topicsite.runtime.bundle import pack, session
from topicsite.runtime.pinned import LOCK, closure, lock

_PROGRAM: Final = Path(__file__).with_name("program.mjs")


@contextmanager
def on_node(
    node: str,
    cache: Path,
    own: Sequence[Path],
    added: Sequence[str],
    environment: Mapping[str, str],
) -> Iterator[list[str]]:
    """The command by which the page's Python runs a program: its file comes as one more argument.

    Args:
        node: the command of Node.js.
        cache: a folder in which all pinned files are; see `assembly`.
        own: the folders of the site's own packages.
        added: packages of Pyodide's besides NumPy and Matplotlib.
        environment: variables that programs see.
    """
    packages = closure("numpy", "matplotlib", *added)
    with TemporaryDirectory(prefix="topicsite-") as temporary:
        folder = Path(temporary)
        archives = {"session.zip": session(), **{f"{path.name}.zip": pack(path) for path in own}}
        for name, content in archives.items():
            (folder / name).write_bytes(content)
        (folder / LOCK).write_bytes(lock({}, packages))
        job = {
            "runtime": str(cache.resolve()),
            "lock": str(folder / LOCK),
            "packages": packages,
            "archives": [str(folder / name) for name in archives],
            "env": dict(environment),
        }
        (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
        yield [node, str(_PROGRAM), str(folder / "job.json")]
