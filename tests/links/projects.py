"""A project with links, and what `topicsite links` says and remembers of it."""

from __future__ import annotations

import sys
from pathlib import Path

from click.testing import CliRunner, Result

from tests.links.fault_server import FaultServer
from topicsite.cli import main
from topicsite.links.ledger import parse

COMMAND = [sys.executable, "-c", "from topicsite.cli import main; main()", "links", "--loopback"]
VALID = Path(__file__).parents[1] / "catalogs/valid/smallest"


def write_page(project: Path, server: FaultServer, *paths: str) -> None:
    lines = [f"- [{path}]({server.url(path)})\n" for path in paths]
    (project / "docs/index.md").write_text("".join(lines))


def links(project: Path, *arguments: str) -> Result:
    options = ["--root", str(project), "--loopback", "--pace", "0", "--per-host", "50"]
    return CliRunner().invoke(main, ["links", *options, *arguments])


def states(project: Path, server: FaultServer) -> dict[str, str]:
    ledger = parse((project / "links.ledger").read_text())
    return {a.removeprefix(server.url("")): known.state for a, known in ledger.items()}
