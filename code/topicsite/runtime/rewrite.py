"""Put compiled modules into an archive, and leave out what nothing reads when a program runs.

This file runs inside Pyodide too, whose Python is the reader's: only there is the bytecode right.
It imports the standard library alone.
"""

from __future__ import annotations

import importlib.util
import io
import marshal
import posixpath
import re
import sys
import zipfile
from collections.abc import Container
from pathlib import Path

UNREAD = re.compile(
    r"\.(pyi|pxd|pyx|h|c|a)$"  # for compilers and type checkers
    r"|^matplotlib/(backends/web_backend|mpl-data/(fonts/(afm|pdfcorefonts)|images|sample_data))/"
)
"""What no program in a page reads."""


def rewrite(archive: bytes, root: str, chosen: Container[str] | None = None) -> bytes:
    """Compile the modules of an archive.

    Bytecode is of the kind that is never compared with its source, so that no clock has a say. The
    result depends on nothing but the arguments and the version of Python.

    Args:
        archive: a ZIP file.
        root: the folder or archive from which the modules will be imported, as tracebacks show it.
        chosen: the paths of the modules that are compiled, in the place of their sources, and what
            is never read is left out. None: all of them are, and their sources stay beside them.

    Returns:
        The new ZIP file.
    """
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        for entry in old.infolist():
            path = entry.filename
            if path.endswith("/") or (chosen is not None and UNREAD.search(path)):
                continue
            content = old.read(entry)
            compiles = path.endswith(".py") and (chosen is None or path in chosen)
            if not compiles or chosen is None:
                add(new, path, content)
            if compiles:
                place = path + "c" if chosen is not None else _beside(path)
                add(new, place, _bytecode(content, f"{root}/{path}"))
    return written.getvalue()


def rewrite_file(source: str, target: str, root: str, keep: bool) -> None:
    """Rewrite an archive; unless all is kept, the modules that have been imported are chosen."""
    chosen = None if keep else imported(root)
    Path(target).write_bytes(rewrite(Path(source).read_bytes(), root, chosen))


def imported(root: str) -> list[str]:
    """The paths, below `root`, of the modules that have been imported from there."""
    origins = (
        getattr(module.__spec__, "origin", None)
        for module in list(sys.modules.values())
        if getattr(module, "__spec__", None)
    )
    return sorted(
        origin.removeprefix(f"{root}/")
        for origin in origins
        if origin and origin.startswith(f"{root}/") and origin.endswith(".py")
    )


def add(archive: zipfile.ZipFile, path: str, content: bytes) -> None:
    """Add a file that has no date and is for everybody to read."""
    entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
    entry.external_attr = 0o100644 << 16
    archive.writestr(entry, content, zipfile.ZIP_DEFLATED, 9)


def _beside(path: str) -> str:
    folder, name = posixpath.split(path)
    return posixpath.join(folder, "__pycache__", f"{name[:-3]}.{sys.implementation.cache_tag}.pyc")


def _bytecode(source: bytes, path: str) -> bytes:
    """A compiled module in the form of PEP 552, with the flag "by hash, and never compared"."""
    code = compile(source, path, "exec", dont_inherit=True, optimize=0)
    head = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little")
    return head + importlib.util.source_hash(source) + marshal.dumps(code)
