"""A site with all that an entry can say, for tests of what it gives to other programs."""

from __future__ import annotations

from pathlib import Path

from topicsite.reading.load import Loaded, load

LOADED: Loaded = load(Path(__file__).parents[1] / "catalogs/valid/every-field")
