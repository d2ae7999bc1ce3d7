"""What an owner has set in `mkdocs.yml`, as far as pages need it without MkDocs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from topicsite.building.loading import Identity, Places
from topicsite.building.python import PythonSettings
from topicsite.project.configuration import ConfigurationError, configuration

_OURS: Final = "topicsite"
_PLACES: Final = ("resources", "examples", "ledger", "messages", "verdicts")
_BUILT_IN: Final[Mapping[str, Mapping[str, Any]]] = {"toc": {}, "tables": {}, "fenced_code": {}}
"""The extensions of Markdown that every page of MkDocs has."""


class PagesError(Exception):
    """Pages that cannot be written; the message has a line for each reason."""


@dataclass(frozen=True)
class Settings:
    """The settings of a project.

    Attributes:
        file: where they stand.
        all: everything that stands there.
        identity: what the site is called, and where it is.
        in_folders: whether each page lies in a folder of its own.
        places: where the project keeps things.
        python: whether code runs in pages.
        theme: the theme's settings.
        language: that of the pages, such as `de`.
        extensions: the owner's extensions of Markdown, with their options.
    """

    file: Path
    all: Mapping[str, Any]
    identity: Identity
    in_folders: bool
    places: Places
    python: PythonSettings
    theme: Mapping[str, Any]
    language: str
    extensions: Mapping[str, Mapping[str, Any]]

    @property
    def additions(self) -> str | None:
        """The folder of an owner's additions to the theme, relative to the project."""
        named = self.theme.get("custom_dir")
        return named if isinstance(named, str) and named else None


def read_settings(root: Path) -> Settings:
    """Read a project's settings.

    Raises:
        PagesError: if they cannot be read, or are not what they have to be.
    """
    try:
        file, found = configuration(root)
    except ConfigurationError as error:
        raise PagesError(str(error)) from None
    options = _options(found.get("plugins"))
    unknown = sorted(set(options) - {*_PLACES, "python"})
    try:
        python = PythonSettings.of(options.get("python", True))
    except ValueError as error:
        raise PagesError(f"{file.name}: {error}") from None
    if unknown:
        raise PagesError(f"{file.name}: topicsite has no setting `{unknown[0]}`")
    theme = found.get("theme")
    theme = {"name": theme} if isinstance(theme, str) else theme if isinstance(theme, dict) else {}
    docs = root / _text(found.get("docs_dir"), "docs")
    base = _text(found.get("site_url"), "")
    return Settings(
        file=file,
        all=found,
        identity=Identity(
            _text(found.get("site_name"), root.resolve().name),
            f"{base.rstrip('/')}/" if base else "",
            _text(found.get("repo_url"), "") or None,
            _text(found.get("edit_uri"), "") or None,
            docs,
            _text(found.get("site_description"), ""),
        ),
        in_folders=found.get("use_directory_urls", True) is not False,
        places=Places(**{name: str(options[name]) for name in _PLACES if name in options}),
        python=python,
        theme=theme,
        language=_text(theme.get("language"), "en"),
        extensions={**_BUILT_IN, **_named(found.get("markdown_extensions"))},
    )


def plugins(given: object) -> list[tuple[str, Any]]:
    """The plugins that settings name, in order, each with its options."""
    if isinstance(given, Mapping):
        return [(str(name), options) for name, options in given.items()]
    found: list[tuple[str, Any]] = []
    for one in given if isinstance(given, Sequence) and not isinstance(given, str) else ():
        if isinstance(one, Mapping):
            found += [(str(name), options) for name, options in one.items()]
        else:
            found.append((str(one), None))
    return found


def is_ours(plugin: str) -> bool:
    """Whether a plugin is topicsite's."""
    return plugin == _OURS


def _options(given: object) -> Mapping[str, Any]:
    options = next((options for name, options in plugins(given) if is_ours(name)), None)
    return options if isinstance(options, Mapping) else {}


def _named(given: object) -> dict[str, Mapping[str, Any]]:
    return {
        name: options if isinstance(options, Mapping) else {} for name, options in plugins(given)
    }


def _text(value: object, otherwise: str) -> str:
    return value.strip() if isinstance(value, str) and value.strip() else otherwise
