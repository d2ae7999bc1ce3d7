"""A group whose commands are imported when they are called: none waits for the others."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

import click

from topicsite.commands import printing

MODULES: Final = (
    "check", "fmt", "import", "init", "links", "migrate", "new", "pages", "prove", "report",
    "rules", "runtime", "schema", "todo",
)  # fmt: skip
"""The modules of this package that hold a command of their own name."""
OTHERWISE: Final = {"import": "importing"}
"""Commands whose names no module can have, and their modules."""


class Commands(click.Group):
    """The commands of the modules."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, in alphabetical order."""
        return [*MODULES]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, imported if need be."""
        if cmd_name not in MODULES:
            return None
        name = OTHERWISE.get(cmd_name, cmd_name)
        module = import_module(f"topicsite.commands.{name}")
        command: click.Command = getattr(module, name)
        return command

    def make_context(self, *arguments: Any, **options: Any) -> click.Context:
        """Read the arguments, whatever they hold."""
        printing.prepare_streams()
        with printing.faults_spelled_out():
            return super().make_context(*arguments, **options)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, whatever comes of it."""
        with printing.faults_spelled_out():
            return super().invoke(ctx)
