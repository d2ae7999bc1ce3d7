"""Programs are executed here as they are for pages."""

from tests.render.conftest import run

__all__ = ["run"]
