"""Messages that stand where they are not yet said, such as in a table: marked to be translated."""

from __future__ import annotations


def N_(message: str) -> str:  # noqa: N802  # gettext's own name for it
    """The message as it is; whoever says it has it translated then."""
    return message
