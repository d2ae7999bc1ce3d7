"""What holds for all tests: options, shared fixtures, and that nothing is left behind."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.built.projects import library, own, site, small, started, unknown

__all__ = ["library", "own", "site", "small", "started", "unknown"]

# How long an example takes says how busy the machine is, and nothing else.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

TEMPORARY = pytest.StashKey[Path]()
LONG = ("tests/built/", "tests/examples/", "tests/browser/")
NOT_OURS = ("hsperfdata_", "torchinductor_", ".org.chromium.")
"""What Java, PyTorch and now and then Chromium leave there, whoever calls them."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write what the tests of catalogs see to their expected.txt; read the diff",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Give this run a temporary directory of its own, so that it shows what is left there."""
    # A shell has what it runs in the background ignore Ctrl-C, and that is handed down: a test that
    # interrupts a child would wait for it in vain.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if hasattr(config, "workerinput"):
        return
    # What pytest itself makes stays where it always is, and for as long.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", tempfile.gettempdir())
    config.stash[TEMPORARY] = Path(tempfile.mkdtemp(prefix="topicsite-"))
    os.environ["TMPDIR"] = str(config.stash[TEMPORARY])
    tempfile.tempdir = None


def pytest_xdist_auto_num_workers() -> int:
    """Three workers for two processors: they wait for browsers and children a third of the time."""
    return max(1, (os.cpu_count() or 1) * 3 // 2)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first, so that no worker is left alone with one at the end."""
    items.sort(key=lambda item: next((n for n, name in enumerate(LONG) if name in item.nodeid), 9))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A run that leaves files in the temporary directory has failed."""
    folder = session.config.stash.get(TEMPORARY, None)
    if folder is None:
        return
    left = sorted(path.name for path in folder.iterdir() if not path.name.startswith(NOT_OURS))
    shutil.rmtree(folder, ignore_errors=True)
    if left:
        print(f"\nleft in the temporary directory: {', '.join(left)}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
