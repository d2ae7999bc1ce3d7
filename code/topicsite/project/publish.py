"""Put a finished site in the place of the last one; what no build made stays where it is.

Where it can be, the whole site changes at once: the new folder and the old one swap names. Where it
cannot, because the site is a mount, holds a repository, or belongs to somebody else, each file
takes the place of its forerunner, and what is gone is removed at the end.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Final

from topicsite.project.exchange import exchange
from topicsite.project.made import LIST, files_in, made_in, write_list
from topicsite.project.replacing import replace
from topicsite.project.staging import LAST, Staging
from topicsite.project.turns import PublishError, alone, undisturbed

_FEW: Final = 100
"""How many files that are not ours are carried over into the next folder."""
_ESCAPED: Final = re.compile(rb"\\([0-7]{3})")


class _InPlaceError(Exception):
    """Why a site cannot be swapped as a whole, in words that go on after its name."""


def publish(staging: Staging, *, listed: bool = True) -> list[str]:
    """Put what was built where it belongs.

    Args:
        staging: what was built.
        listed: whether to write down what was made, because there will be a next time.

    Returns:
        What its owner should know, in a sentence each: why the files were replaced one by one, or
        what could not be removed.

    Raises:
        PublishError: if it cannot be done. The last site stands, unless files were being replaced
            one by one; then each is the old or the new one, and the next build goes on from there.
    """
    told = []
    try:
        with undisturbed(), alone(staging.site):
            reason = _publish(staging.folder, staging.site, listed)
        if reason is not None:
            told.append(f"`{staging.site.name}` {reason}, so its files were replaced one by one")
    except OSError as error:
        place = error.filename or staging.site
        raise PublishError(
            f"the site cannot be put in `{staging.site}`: `{place}`: {error.strerror}"
        ) from None
    finally:
        staging.discard()
    if staging.folder.exists():
        told.append(f"`{staging.folder}` cannot be removed; it is the last site, and not needed")
    return told


def _publish(folder: Path, site: Path, listed: bool) -> str | None:
    """Publish; gives why that was not done in one step, in words that go on after the name."""
    new = files_in(folder)
    for place, _, _ in os.walk(folder, topdown=False):
        # An empty folder would be taken for somebody else's the next time.
        if place != str(folder):
            with suppress(OSError):
                Path(place).rmdir()
    if not site.is_dir():
        umask = os.umask(0)
        os.umask(umask)
        # What was made for one's own eyes is for everybody whom the umask lets in.
        folder.chmod(0o777 & ~umask)
        if listed:
            write_list(folder, new)
        folder.rename(site)
        return None
    made = made_in(site)
    if blocked := sorted(_in_the_way(site, new, made)):
        raise PublishError(
            f"`{site / blocked[0]}` is in the way of the site and was not made by a build; "
            "move it elsewhere"
        )
    try:
        if folder.parent == site:
            raise _InPlaceError("lies in a folder in which nothing may be made")
        if Path.cwd().is_relative_to(site):
            raise _InPlaceError("is the folder that the build was started in")
        for path in _strangers(site, made):
            if path not in new:
                _carry_over(site / path, folder / path)
        if listed:
            write_list(folder, new)
        _dress(folder, site)
        _swap(folder, site)
    except _InPlaceError as reason:
        replace(folder, site, new, made, listed=listed)
        return str(reason)
    return None


def _strangers(site: Path, made: set[str]) -> Iterator[str]:
    """The files of a site that no build made, which a swap has to carry over.

    Raises:
        _InPlaceError: if there is something that cannot be carried over, or should not be.
    """
    if any(mount.is_relative_to(site) for mount in _mounts()):
        raise _InPlaceError("is a mount or holds one")
    device, found = site.stat().st_dev, 0

    def refuse(error: OSError) -> None:
        raise _InPlaceError(f"holds `{Path(error.filename).name}`, which may not be read")

    for place, folders, names in os.walk(site, onerror=refuse):
        here = Path(place)
        if here.stat().st_dev != device:
            raise _InPlaceError("holds a mount")
        if ".git" in folders:
            raise _InPlaceError("holds a repository")
        if not (folders or names or here == site):
            raise _InPlaceError(f"holds the empty folder `{here.relative_to(site)}`")
        for name in (*folders, *names):
            mode = (here / name).lstat().st_mode
            if not stat.S_ISDIR(mode) and not stat.S_ISREG(mode):
                raise _InPlaceError(f"holds `{name}`, which is neither a file nor a folder")
        for name in names:
            path = (here / name).relative_to(site).as_posix()
            if path not in made and path != LIST:
                found += 1
                if found > _FEW:
                    raise _InPlaceError("holds much that no build made")
                yield path


def _carry_over(old: Path, new: Path) -> None:
    """Let a file be in the next folder too: the same one, not a copy."""
    try:
        new.parent.mkdir(parents=True, exist_ok=True)
        new.hardlink_to(old)
    except OSError:
        raise _InPlaceError(f"holds `{old.name}`, which cannot be in two folders") from None


def _dress(folder: Path, site: Path) -> None:
    """Let whoever may look into the last folder look into the next one."""
    try:
        shutil.copystat(site, folder)
        os.utime(folder)
        last, next_ = site.stat(), folder.stat()
        if hasattr(os, "chown") and (last.st_uid, last.st_gid) != (next_.st_uid, next_.st_gid):
            os.chown(folder, last.st_uid, last.st_gid)
    except OSError:
        raise _InPlaceError("belongs to somebody else") from None


def _swap(folder: Path, site: Path) -> None:
    """Let the two folders swap their names, at once where the system can do that.

    Raises:
        _InPlaceError: if it does not let them; nothing has changed then.
    """
    last = folder.with_name(folder.name + LAST)
    try:
        if exchange(folder, site):
            return
        site.rename(last)
        try:
            folder.rename(site)
        except OSError:
            last.rename(site)
            raise
        last.rename(folder)
    except OSError as error:
        reason = (error.strerror or "").lower()
        raise _InPlaceError(f"cannot be swapped as a whole ({reason})") from None


def _in_the_way(site: Path, new: set[str], made: set[str]) -> Iterator[str]:
    """Files of others where a folder has to be, and folders that hold such where a file has to."""
    for parent in {str(parent) for path in new for parent in PurePosixPath(path).parents}:
        if os.path.lexists(site / parent) and not (site / parent).is_dir() and parent not in made:
            yield parent
    for path in new:
        if (site / path).is_dir() and not (site / path).is_symlink():
            inside = {f"{path}/{name}" for name in files_in(site / path)}
            if not inside <= made:
                yield path


def _mounts() -> Iterator[Path]:
    """Where file systems are mounted, on Linux; a bind mount shows nowhere else."""
    try:
        lines = Path("/proc/self/mountinfo").read_bytes()
    except OSError:
        return
    for line in lines.splitlines():
        yield Path(os.fsdecode(_ESCAPED.sub(lambda m: bytes([int(m[1], 8)]), line.split(b" ")[4])))
