"""An empty collection of Anki's, for each test that asks for one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.unavailable import unavailable

if TYPE_CHECKING:
    from anki.collection import Collection


@pytest.fixture
def anki(tmp_path: Path) -> Iterator[Collection]:
    """An empty collection."""
    try:
        from anki.collection import Collection
    except ImportError:
        unavailable("Anki's library", "install it with: pip install anki")
    opened = Collection(str(tmp_path / "collection.anki2"))
    try:
        yield opened
    finally:
        opened.close()
