"""Where a project keeps the packages that its examples import."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_OURS: Final = Path(__file__).parents[1].name


def beside(examples: Path) -> list[Path]:
    """The folders of the packages beside a folder of examples, which may import them; not our own.

    Args:
        examples: the folder; it need not exist.
    """
    found = (path.parent for path in sorted(examples.parent.glob("*/__init__.py")))
    return [folder for folder in found if folder.name != _OURS]
