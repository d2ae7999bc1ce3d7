"""What the project said at another commit, and what changed since: git is asked, nobody else."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path


class RevisionError(ValueError):
    """A question about a commit that git cannot answer; says why, and what to do."""


def parting(root: Path, revision: str) -> str:
    """The commit where this branch parted from another, by its full name.

    What has happened on the other branch since then is no change of this one.

    Args:
        root: a folder in a repository.
        revision: a branch, tag or commit.

    Raises:
        RevisionError: without git or a repository, if it does not know the revision, or if the two
            have no common past.
    """
    base = git(root, "merge-base", "--end-of-options", revision, "HEAD")
    if base is None:
        commit_of(root, revision)
        raise RevisionError(
            f"`{revision}` and this branch have no common past here; fetch more of the history, "
            "such as with `git fetch --unshallow`"
        )
    return base


def commit_of(root: Path, revision: str) -> str:
    """The full name of a commit.

    Raises:
        RevisionError: without git or a repository, or if it does not know the revision.
    """
    name = f"{revision}^{{commit}}"
    commit = git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", name)
    if commit is not None:
        return commit
    if git(root, "--version") is None:
        raise RevisionError("git is not installed, and only it knows what changed")
    if git(root, "rev-parse", "--git-dir") is None:
        raise RevisionError(f"`{root}` is in no git repository, so nobody knows what changed")
    raise RevisionError(
        f"git knows no `{revision}` here; name a branch, a tag or a commit, "
        "and fetch it first if the clone is shallow"
    )


def changed_files(root: Path, commit: str, folders: Sequence[str] = (".",)) -> set[str]:
    """The files that are not as they were at a commit, those that git does not keep included.

    Args:
        root: a folder in a repository; the paths are relative to it.
        commit: the commit's full name.
        folders: where to look.

    Raises:
        RevisionError: if there is no such commit.
    """
    changed = git(
        root, "diff", "--name-only", "--no-renames", "--relative", "-z", commit, "--", *folders
    )
    unknown = git(root, "ls-files", "--others", "-z", "--", *folders)
    if changed is None or unknown is None:
        raise RevisionError(f"git has no commit {commit} here any more")
    return {path for path in f"{changed}\0{unknown}".split("\0") if path}


def text_at(root: Path, commit: str, path: str) -> str | None:
    """What a file said at a commit, or None if it was not there."""
    return git(root, "show", f"{commit}:./{path}")


def files_at(root: Path, commit: str, paths: Sequence[str], target: Path) -> None:
    """Write what some files and folders held at a commit below `target`.

    Args:
        root: a folder in a repository.
        commit: the commit's full name.
        paths: what to take, relative to `root`; what was not there is left out.
        target: an empty folder.
    """
    there = [
        path for path in paths if git(root, "cat-file", "-e", f"{commit}:./{path}") is not None
    ]
    if not there:
        return
    done = subprocess.run(  # noqa: S603  # as in `git`
        ["git", "-C", str(root), "archive", commit, "--", *there],  # noqa: S607
        capture_output=True,
        check=True,
    )
    import io
    import tarfile  # heavy, and seldom needed

    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isfile() else None
            if file is not None:
                path = target / member.name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(file.read())


def git(root: Path, *arguments: str) -> str | None:
    """What git prints, without the end of the last line, or None if it is not there or says no."""
    try:
        done = subprocess.run(  # noqa: S603  # the arguments are ours, and there is no shell
            ["git", "-C", str(root), *arguments],  # noqa: S607  # git is wherever PATH has it
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    except OSError:
        return None
    answer = done.stdout.decode("utf-8", "replace").removesuffix("\n")
    return answer if done.returncode == 0 else None
