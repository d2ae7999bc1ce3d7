"""What an owner sets about Python in the page, as MkDocs reads it."""

from __future__ import annotations

from typing import Any

from mkdocs.config.base import BaseConfigOption, ValidationError

from topicsite.building.python import PythonSettings


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
        try:
            return PythonSettings.of(value)
        except ValueError as error:
            raise ValidationError(str(error)) from None
