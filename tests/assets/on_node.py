"""Functions of scripts, called in one process of Node.js for all tests of a file."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.children import Child
from tests.unavailable import unavailable
from topicsite import runtime

HERE = Path(__file__).parent
ASSETS = HERE.parents[1] / "code/topicsite/assets"
Call = Callable[..., Any]


@contextmanager
def answering(program: str, *scripts: str, **environment: str) -> Iterator[Call]:
    """Ask one of the programs beside this file: a line of JSON each way.

    Args:
        program: its name; it is given the addresses of the scripts.
        scripts: the scripts that it asks, below the package's assets.
        environment: what is set for it besides.
    """
    node = runtime.node()
    if node is None:
        unavailable("Node.js 18 or newer", "install it with: apt install nodejs")
    command = [str(node), str(HERE / program), *((ASSETS / one).as_uri() for one in scripts)]
    with Child(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, **environment}
    ) as process:
        into, out = process.stdin, process.stdout
        assert into is not None
        assert out is not None

        def asked(*question: object) -> Any:
            into.write(json.dumps(question) + "\n")
            into.flush()
            return json.loads(out.readline())

        yield asked
        into.close()
        process.wait()
