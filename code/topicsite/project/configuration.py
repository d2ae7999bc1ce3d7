"""All that `mkdocs.yml` says, read without MkDocs, and written again for whoever reads such a file.

What only a host can make sense of (`!!python/name:` and the like) is carried through as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import yaml

from topicsite.project import files
from topicsite.project.settings import Loader, environment, file_of

_LARGEST: Final = 1 << 20
_ANCESTORS: Final = 10
_NAME: Final = "tag:yaml.org,2002:python/name:"
_APPLY: Final = "tag:yaml.org,2002:python/object/apply:"
_FRONT_MATTER: Final = re.compile(r"-{3}[ \t]*\n(.*?\n)(?:\.{3}|-{3})[ \t]*(?:\n|\Z)", re.DOTALL)


class ConfigurationError(Exception):
    """A file of settings that cannot be read; the message names it, and the place."""


class Tagged:
    """A value with a tag that only a host knows.

    Attributes:
        tag: the tag.
        value: a text, a list or a mapping.
    """

    def __init__(self, tag: str, value: Any) -> None:
        self.tag, self.value = tag, value

    def resolved(self) -> Any:
        """The function or object of Python that it names.

        Raises:
            ValueError: if it names none.
        """
        kind = next((kind for kind in (_NAME, _APPLY) if self.tag.startswith(kind)), None)
        if kind is None:
            raise ValueError(f"`{self.tag}` means nothing here")
        module, _, name = self.tag.removeprefix(kind).rpartition(".")
        try:
            found = getattr(import_module(module), name)
        except (ImportError, AttributeError, ValueError):
            raise ValueError(f"there is no `{module}.{name}`") from None
        if kind == _NAME:
            return found
        named = self.value.get("kwds", {}) if isinstance(self.value, dict) else {}
        given = self.value if isinstance(self.value, list) else []
        return found(*given, **named)


def configuration(root: Path) -> tuple[Path, dict[str, Any]]:
    """A project's file of settings, and all that it says, with what it inherits.

    Raises:
        ConfigurationError: if there is none, or it cannot be read.
    """
    file = file_of(root)
    if file is None:
        raise ConfigurationError(
            f"there is no mkdocs.yml in `{root}`: it says what the site is called; write\n"
            "site_name: What it is called"
        )
    return file, _read(file, _ANCESTORS)


def front_matter(page: str) -> tuple[dict[str, Any], str]:
    """What a page says of itself before its first line, and the rest of it."""
    text = page.removeprefix("\ufeff").replace("\r\n", "\n")
    found = _FRONT_MATTER.match(text)
    if found is None:
        return {}, text
    try:
        meta = yaml.safe_load(found[1])
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}, text
    return (meta, text[found.end() :].lstrip("\n")) if isinstance(meta, dict) else ({}, text)


def as_yaml(values: Mapping[str, Any]) -> str:
    """Settings, or the front matter of a page, as YAML."""
    text: str = yaml.dump(
        dict(values), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100
    )
    return text


def resolved(value: Any) -> Any:
    """A value with everything in it that names something of Python replaced by that.

    Raises:
        ValueError: if it names what is not there.
    """
    if isinstance(value, Tagged):
        return value.resolved()
    if isinstance(value, dict):
        return {name: resolved(one) for name, one in value.items()}
    return [resolved(one) for one in value] if isinstance(value, list) else value


def _read(file: Path, ancestors: int) -> dict[str, Any]:
    try:
        text = files.read_whole(file, _LARGEST).decode("utf-8-sig")
        found = yaml.load(text, _Loader)  # noqa: S506  # a safe one
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        raise ConfigurationError(f"{file.name}{place}: {error.problem}") from None
    except OSError as error:
        raise ConfigurationError(f"{file.name}: {error.strerror or error}") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ConfigurationError(f"{file.name} cannot be read: {error}") from None
    if not isinstance(found, dict):
        raise ConfigurationError(f"{file.name}:1:1: it has to be a mapping of settings")
    parent = found.pop("INHERIT", None)
    if isinstance(parent, str) and ancestors:
        return _merged(_read(file.parent / parent, ancestors - 1), found)
    return found


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    made = {**below, **above}
    for name in below.keys() & above.keys():
        if isinstance(below[name], dict) and isinstance(above[name], dict):
            made[name] = _merged(below[name], above[name])
    return made


class _Loader(Loader):
    """The loader of settings, which keeps what it does not know."""


def _kept(loader: yaml.SafeLoader, node: yaml.Node) -> Tagged:
    if isinstance(node, yaml.MappingNode):
        return Tagged(node.tag, loader.construct_mapping(node, deep=True))
    if isinstance(node, yaml.SequenceNode):
        return Tagged(node.tag, loader.construct_sequence(node, deep=True))
    return Tagged(node.tag, node.value)


_Loader.add_constructor("!ENV", environment)
_Loader.add_constructor(None, _kept)  # None: whatever has no other


class _Dumper(yaml.SafeDumper):
    """A dumper that writes what was kept."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent lists within mappings, as people do."""
        super().increase_indent(flow, False)


def _written(dumper: yaml.SafeDumper, value: Tagged) -> yaml.Node:
    if isinstance(value.value, dict):
        return dumper.represent_mapping(value.tag, value.value)
    if isinstance(value.value, list):
        return dumper.represent_sequence(value.tag, value.value)
    return dumper.represent_scalar(value.tag, value.value)


_Dumper.add_representer(Tagged, _written)
