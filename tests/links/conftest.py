"""A server that does what links can meet with, and a project that links to it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.links.fault_server import FaultServer, Talk
from tests.links.faults import BEHAVIOURS, PAGE
from tests.links.projects import VALID, write_page
from topicsite.links import messages
from topicsite.links.messages import Limits


@pytest.fixture(scope="module")
def server() -> Iterator[FaultServer]:
    """A server that also has an archive, and a shelf of which only four pages ever come."""
    never = asyncio.Event()

    async def shelf(talk: Talk) -> None:
        if int(talk.rest) >= 4:
            await never.wait()
        await talk.answer(200, PAGE)

    async def archive(talk: Talk) -> None:
        day, _, address = talk.rest.partition("/")
        await talk.redirect(302, talk.server.url(f"archive/{day}000000/{address}"))

    with FaultServer(BEHAVIOURS | {"shelf": shelf, "archive": archive}) as server:
        yield server


@pytest.fixture
def no_back_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commands in this process ask again at once."""
    monkeypatch.setattr(messages, "Limits", partial(Limits, backoff=0.01))


@pytest.fixture
def project(tmp_path: Path, server: FaultServer, no_back_off: None) -> Path:
    """One entry, which has moved for good, and a page that links to good and bad."""
    shutil.copytree(VALID, tmp_path, dirs_exist_ok=True)
    entry = tmp_path / "resources/t/entry.yml"
    text = entry.read_text().replace("https://example.org/good", server.url("r301"))
    entry.write_text(text + "insecure_url_reason: A test.\n")
    (tmp_path / "docs").mkdir()
    write_page(tmp_path, server, "fine", "missing", "fine#there", "robots-403", "r302")
    return tmp_path
