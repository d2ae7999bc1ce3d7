"""The process of `warm` that is copied: all that a build imports, and the theme's templates.

Compiling those is half of what a small build does, and they are the same for all of them. Which
template is used, and what it says, is up to each build: nothing but the outcome of compiling the
very same text is remembered.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import sys
import time
from contextlib import suppress
from functools import partialmethod
from types import CodeType

import jinja2
import mkdocs.commands.build  # noqa: F401
from jinja2.bccache import Bucket
from mkdocs.__main__ import cli
from mkdocs.theme import Theme

import topicsite.plugin  # noqa: F401
from topicsite.render.environment import environment


class Compiled(jinja2.BytecodeCache):
    """Templates by where they lie and what they say."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key, bucket.checksum] = bucket.code


def compile_templates() -> None:
    """Let every environment that is made from now on know the templates, without having them."""
    # Neither MkDocs nor the renderer has a use for such a memory in a build of its own.
    remembering = partialmethod(jinja2.Environment.__init__, bytecode_cache=Compiled())
    jinja2.Environment.__init__ = remembering  # type: ignore[assignment, method-assign]
    for made in (Theme("material").get_env(), environment()):
        for name in made.list_templates(["html", "jinja"]):
            with suppress(jinja2.TemplateAssertionError):  # it is of a plugin that nobody has here
                made.get_template(name)
    environment.cache_clear()


def build(arguments: list[str], folder: str, known: dict[str, str], *said: str) -> None:
    """Be `mkdocs`, and end."""
    os.setsid()
    for number, file in enumerate((os.devnull, *said)):
        os.dup2(os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND), number)
    os.environ.clear()
    os.environ.update(known)
    os.chdir(folder)
    sys.argv = ["mkdocs", *arguments]
    sys.path[0] = os.path.dirname(sys.executable)  # noqa: PTH120 - where the command lies
    code: object = 1
    try:
        cli()
    except SystemExit as ended:
        code = ended.code
    except BaseException:
        sys.excepthook(*sys.exc_info())
    # What an interpreter does when it ends, and a copy of one does not.
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else bool(code))


def ended(child: int, limit: float) -> str:
    """How a build ended, once it has; one that takes too long is ended."""
    deadline = time.monotonic() + limit
    try:
        while time.monotonic() < deadline:
            found, status = os.waitpid(child, os.WNOHANG)
            if found:
                return str(os.waitstatus_to_exitcode(status))
            time.sleep(0.01)
    finally:
        with suppress(ProcessLookupError):  # what it has started, and has not ended itself
            os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "late"


def main() -> None:
    """Build as often as a line asks for it."""
    compile_templates()
    for line in sys.stdin:
        *wanted, limit = json.loads(line)
        child = os.fork()
        if not child:
            build(*wanted)
        print(ended(child, limit), flush=True)


if __name__ == "__main__":
    main()
