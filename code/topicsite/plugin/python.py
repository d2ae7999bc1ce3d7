"""What an owner sets about Python in the page, and what its programs may import then."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.config.base import BaseConfigOption, ValidationError

from topicsite import runtime


@dataclass(frozen=True)
class PythonSettings:
    """The setting `python` of the plugin.

    Attributes:
        runs: whether code can be run in the page.
        packages: Pyodide's packages that the site has besides the usual ones.
    """

    runs: bool = True
    packages: tuple[str, ...] = ()


class PythonOption(BaseConfigOption[PythonSettings]):
    """`true`, `false`, or `{packages: [...]}`."""

    def __init__(self) -> None:
        super().__init__()
        self.default = True

    def run_validation(self, value: Any) -> PythonSettings:
        """Read the setting.

        Raises:
            ValidationError: if it is none, or names a package that Pyodide does not have.
        """
        if isinstance(value, bool):
            return PythonSettings(value)
        packages = value.get("packages") if isinstance(value, dict) else None
        if (
            not isinstance(packages, list)
            or not all(isinstance(name, str) for name in packages)
            or set(value) != {"packages"}
        ):
            raise ValidationError(
                "`python` is true, false, or has a list of packages: `{packages: [pandas]}`"
            )
        try:
            runtime.chosen(packages)
        except runtime.UnknownPackageError as error:
            raise ValidationError(str(error)) from None
        return PythonSettings(packages=tuple(dict.fromkeys(packages)))


def problems(
    examples: Sequence[Path], packages: Sequence[Path], settings: PythonSettings, root: Path
) -> list[str]:
    """The imports of examples that fail at readers, as `file:line:column: what is wrong`."""
    if not settings.runs:
        return []
    return [
        f"{Path(os.path.relpath(lack.file, root)).as_posix()}:{lack.place.line}:"
        f"{lack.place.column}: {lack.message}"
        for lack in runtime.lacking(examples, packages, settings.packages)
    ]
