"""The command `topicsite`."""

from __future__ import annotations

import click

from topicsite.commands.lazily import Commands


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="topicsite", prog_name="topicsite")
def main() -> None:
    """Turn a folder of YAML entries and learning paths into a topic site."""
