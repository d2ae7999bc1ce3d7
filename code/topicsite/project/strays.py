"""What lies in a folder of pages and must not be published: it leads out, or is no file."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal, NamedTuple


class Stray(NamedTuple):
    """Something that is not published.

    Attributes:
        path: where it lies, relative to the project, with forward slashes.
        kind: a link, or something else that is neither file nor folder.
        why: what is wrong with it and what to do.
    """

    path: str
    kind: Literal["link", "other"]
    why: str


def strays(root: Path, folder: Path) -> Iterator[Stray]:
    """Find everything in a folder that a site must not publish.

    A generator of pages follows links, so that a link in a pull request could publish any file of
    the machine. Within the project a link is its owner's choice.

    Args:
        root: the project's folder.
        folder: a folder of pages, of which it need not be a part; it may be absent.
    """
    root, folder = root.absolute(), Path(os.path.abspath(folder))  # noqa: PTH100  # see below
    # The folder as it is called, with no link in it followed: it may be one, and lead out.
    allowed = [root.resolve()]
    if folder.is_relative_to(root):
        if folder.is_symlink() and (why := _why_not(folder, allowed)):
            yield Stray(folder.relative_to(root).as_posix(), "link", why)
            return
    else:
        allowed.append(folder.resolve())
    yield from _strays(root, folder, allowed, folder.resolve(), is_linked=False)


def _strays(
    root: Path, folder: Path, allowed: list[Path], pages: Path, *, is_linked: bool
) -> Iterator[Stray]:
    with suppress(OSError), os.scandir(folder) as items:
        for item in sorted(items, key=lambda item: item.name):
            path = Path(item.path)
            name = Path(os.path.relpath(path, root)).as_posix()
            if item.is_symlink():
                # Editors note in a link to nowhere, with a hidden name, who has a file open.
                if item.name[0] == "." and not path.exists():
                    continue
                why = _why_not(path, allowed, pages)
                if not why and path.is_dir():
                    if is_linked:
                        why = (
                            "a link led to the folder of this link, and from link to link one may "
                            "go for ever; link to files, or put copies here"
                        )
                    else:
                        yield from _strays(root, path, allowed, pages, is_linked=True)
                if why:
                    yield Stray(name, "link", why)
                    continue
            elif item.is_dir():
                yield from _strays(root, path, allowed, pages, is_linked=is_linked)
            if not path.is_dir() and not stat.S_ISREG(path.stat().st_mode):
                yield Stray(name, "other", "this is neither a file nor a folder; remove it")


def _why_not(link: Path, allowed: list[Path], pages: Path | None = None) -> str:
    """What is wrong with a link, or nothing."""
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError):  # the latter for a link to itself
        return "this link leads nowhere; remove it, or put the file itself here"
    if pages is not None and target.is_relative_to(pages):
        return ""
    for place in allowed:
        if target.is_relative_to(place):
            hidden = [part for part in target.relative_to(place).parts if part[0] == "."]
            if not hidden:
                return ""
            return f"this link leads into `{hidden[0]}`, which is not for readers; remove it"
    return (
        "this link leads out of the project, and readers would get what lies there; "
        "put a copy of the file itself here"
    )
