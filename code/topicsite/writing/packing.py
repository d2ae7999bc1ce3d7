"""The generator as a file that a new site keeps and installs: no index of packages has it.

The file is a wheel, https://packaging.python.org/specifications/binary-distribution-format/, of the
very package that is running, so that the site is built by what it was started with.
"""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

NAME: Final = "topicsite"
_DAY: Final = (2020, 1, 1, 0, 0, 0)  # so that the same package gives the same bytes
_WHEEL: Final = f"Wheel-Version: 1.0\nGenerator: {NAME}\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


class NotInstalledError(Exception):
    """The package runs without being installed, so nobody knows what it needs."""


def packed() -> tuple[str, bytes]:
    """The wheel's file name and content.

    Raises:
        NotInstalledError: where there is nothing that says what the package needs.
    """
    try:
        installed = distribution(NAME)
    except PackageNotFoundError:
        raise NotInstalledError(
            f"this {NAME} is not installed, so nobody could install the same for the new site; "
            "install it with pip first"
        ) from None
    notes = f"{NAME}-{installed.version}.dist-info"
    contents = dict(_files(files(NAME), NAME))
    contents |= {f"{notes}/{name}": text for name, text in _notes(installed)}
    record = f"{notes}/RECORD"
    lines = [f"{path},sha256={_digest(raw)},{len(raw)}" for path, raw in contents.items()]
    contents[record] = "\n".join([*lines, f"{record},,", ""]).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, raw in contents.items():
            entry = zipfile.ZipInfo(path, _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, raw)
    return f"{NAME}-{installed.version}-py3-none-any.whl", buffer.getvalue()


def _files(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    """Every file of the package, also where it is an archive itself."""
    found = []
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        path = f"{prefix}/{item.name}"
        if item.name in ("__pycache__", "node_modules"):
            continue
        if item.is_dir():
            found += _files(item, path)
        else:
            found.append((path, item.read_bytes()))
    return found


def _notes(installed: Distribution) -> list[tuple[str, bytes]]:
    """What an installer needs to know: the requirements, and which commands there are."""
    names = ("METADATA", "entry_points.txt", "licenses/LICENSE", "licenses/LICENSE-CONTENT")
    kept = [(name, installed.read_text(name)) for name in names]
    return [("WHEEL", _WHEEL.encode()), *((name, text.encode()) for name, text in kept if text)]


def _digest(raw: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(raw).digest()).rstrip(b"=").decode()
