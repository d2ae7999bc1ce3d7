"""What `mkdocs.yml` says that a command needs to know: where the pages are, and their address.

MkDocs is not asked, because it would load every plugin first. The file is read as MkDocs reads it,
with `!ENV` and `INHERIT`; what only MkDocs can make sense of (`!!python/name:` and the like) is
passed over, and what cannot be read at all says nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import yaml

FILES: Final = ("mkdocs.yml", "mkdocs.yaml")
"""What the file is called; the first that is there counts."""
_DOCS: Final = "docs"
_OF_PAGES: Final = ("nav", "not_in_nav", "exclude_docs", "draft_docs")
_ANCESTORS: Final = 10
"""How many files may inherit from each other; MkDocs itself would go round for ever."""
_LARGEST: Final = 1024 * 1024


def file_of(root: Path) -> Path | None:
    """The file with a project's settings, if it has one."""
    return next((root / name for name in FILES if (root / name).is_file()), None)


def docs_dir(root: Path) -> Path:
    """The folder of pages: as `docs_dir` names it, relative to `root`, or `docs`.

    Args:
        root: the project's folder.
    """
    named = _settings(root).get("docs_dir")
    return root / (named if isinstance(named, str) and named.strip() else _DOCS)


def docs_name(root: Path) -> str:
    """The same as a path from `root`, with forward slashes."""
    folder = docs_dir(root)
    try:
        return Path(os.path.relpath(folder, root)).as_posix()
    except ValueError:  # another drive
        return folder.as_posix()


def site_url(root: Path) -> str:
    """The site's own address as `site_url` names it, or an empty string."""
    named = _settings(root).get("site_url")
    return named.strip() if isinstance(named, str) else ""


def pages_in(text: str) -> Iterator[tuple[int, int]]:
    """Where the files of pages stand in the text of `mkdocs.yml`: in its menu, and in patterns.

    Each stretch is from the first to behind the last character of a value, quotes included.

    Args:
        text: what the file says.
    """
    try:
        top = yaml.compose(text, Loader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return
    for name, value in top.value if isinstance(top, yaml.MappingNode) else ():
        if name.value in _OF_PAGES:
            yield from _texts_in(value)


def _texts_in(node: yaml.Node) -> Iterator[tuple[int, int]]:
    if isinstance(node, yaml.ScalarNode):
        yield node.start_mark.index, node.end_mark.index
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _texts_in(item)
    elif isinstance(node, yaml.MappingNode):
        for _, item in node.value:
            yield from _texts_in(item)


def _settings(root: Path) -> Mapping[Any, Any]:
    file = file_of(root)
    return _read(file, _ANCESTORS) if file else {}


def _read(file: Path, ancestors: int) -> dict[Any, Any]:
    """The settings of a file over those that it inherits; of both only the first level matters."""
    try:
        with file.open("rb") as opened:
            raw = opened.read(_LARGEST)
        # The text is decoded here: PyYAML would take bytes that are not UTF-8 for an error.
        found = yaml.load(raw.decode("utf-8-sig", "replace"), Loader)  # noqa: S506  # a safe one
    except (OSError, yaml.YAMLError, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    parent = found.get("INHERIT")
    if isinstance(parent, str) and ancestors:
        return {**_read(file.parent / parent, ancestors - 1), **found}
    return found


class Loader(yaml.SafeLoader):
    """PyYAML's safe loader, to which nothing is unknown."""


def _unknown(loader: yaml.SafeLoader, node: yaml.Node) -> None:
    """What a tag means that only MkDocs or a plugin knows: here, nothing."""


def environment(loader: yaml.SafeLoader, node: yaml.Node) -> Any:
    """`!ENV NAME`, or `!ENV [NAME, ANOTHER, default]`: the first variable that is set."""
    if not isinstance(node, yaml.SequenceNode):
        return os.environ.get(str(node.value))
    names, default = node.value, None
    if len(names) > 1:
        *names, last = names
        default = loader.construct_object(last, deep=True)
    return next((os.environ[name.value] for name in names if name.value in os.environ), default)


Loader.add_constructor("!ENV", environment)
Loader.add_constructor(None, _unknown)  # None: whatever has no other
