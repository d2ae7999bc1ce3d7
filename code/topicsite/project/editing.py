"""Where the files of a project can be edited on the web; without a known host, nowhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from topicsite.project.git import git

_REMOTE: Final = re.compile(
    r"(?:https?://(?:[^@/]+@)?|ssh://git@|git@)"
    r"(?P<host>[\w.-]+)(?::\d+)?[:/](?P<path>[\w./~-]+?)(?:\.git)?/?\Z"
)


def edit_base(root: Path, environment: Mapping[str, str]) -> str | None:
    """The address before a file's path that opens it for editing, or None if nobody knows it.

    Asked in turn: the variables of GitHub Actions and GitLab CI, then the remote `origin`.
    """
    if repository := environment.get("GITHUB_REPOSITORY"):
        server = environment.get("GITHUB_SERVER_URL", "https://github.com")
        return _github(f"{server}/{repository}", _branch(root))
    if project := environment.get("CI_PROJECT_URL"):
        return f"{project}/-/edit/{environment.get('CI_DEFAULT_BRANCH') or _branch(root)}/"
    remote = _REMOTE.match(git(root, "remote", "get-url", "origin") or "")
    if remote is None:
        return None
    prefix = git(root, "rev-parse", "--show-prefix") or ""
    address = f"https://{remote['host']}/{remote['path']}"
    if remote["host"] == "github.com":
        return _github(address, _branch(root)) + prefix
    if "gitlab" in remote["host"]:
        return f"{address}/-/edit/{_branch(root)}/{prefix}"
    if remote["host"] == "codeberg.org":
        return f"{address}/_edit/{_branch(root)}/{prefix}"
    return None


def edit_base_of(repo_url: str | None, edit_uri: str | None, docs: str) -> str | None:
    """The same from what an owner wrote into `mkdocs.yml`, or None if that does not say it.

    Args:
        repo_url: the repository's address.
        edit_uri: the way from there to the pages, such as `edit/main/docs/`.
        docs: the folder of pages, which that way ends with.
    """
    if not repo_url or not edit_uri or not (match := re.match(r"/?(?:-/)?_?edit/", edit_uri)):
        return None
    branch = edit_uri[match.end() :].rstrip("/").removesuffix(docs).rstrip("/")
    if edit_uri == "edit/master/docs/":  # what MkDocs takes where nobody says anything
        branch = "HEAD"
    return f"{repo_url.rstrip('/')}/{match[0].lstrip('/')}{branch}/"


def _github(repository: str, branch: str) -> str:
    return f"{repository}/edit/{branch}/"


def _branch(root: Path) -> str:
    """The default branch as far as this clone knows; `HEAD` stands for it on every host."""
    head = git(root, "symbolic-ref", "--short", "refs/remotes/origin/HEAD")
    return head.removeprefix("origin/") if head else "HEAD"
