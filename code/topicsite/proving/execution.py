"""How examples are run when the site is built: in which kernel, and what is said when one fails.

The kernel is this interpreter's own, in a home of its own: neither the reader's Jupyter and IPython
settings nor another environment's kernels can change what a page shows.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import os
import platform
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from html import escape
from pathlib import Path
from threading import Lock
from typing import Final, NamedTuple

import psutil  # type: ignore[import-untyped]  # it ships no types
from ipykernel.kernelspec import get_kernel_dict
from jupyter_core.paths import jupyter_config_dir
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbconvert.exporters import html as exporter
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter

from topicsite.lesson.trials import BASE as STARTS
from topicsite.lesson.trials import FEW
from topicsite.project import files

_LESSON: Final = Path(__file__).parents[1] / "lesson"
"""What examples of any topic import; it counts among all that a page depends on."""

_OPTIONS: Final[dict[str, object]] = {
    "include": ["examples/*.py"],
    "ignore": [],
    "execute": True,
    "execute_ignore": [],
    "allow_errors": False,
    "include_source": True,
    "include_requirejs": False,
    "show_input": True,
    "no_input": False,
    "no_prompt": False,
    "remove_tag_config": {},
    "highlight_extra_classes": "",
    "data_files": {},
    "cache": False,
}

# Figures are vectors, and as large as they were asked to be. The kernel talks to this process only,
# within the machine, and need not warn of eavesdroppers.
_SETTINGS: Final = {
    "InlineBackend": {"figure_formats": ["svg"], "print_figure_kwargs": {"bbox_inches": None}},
    "IPKernelApp": {"log_level": 40},
}
_MOST: Final = 1 << 16
_CONTROL_SEQUENCE: Final = re.compile(r"\x1b\[[0-9;]*m")
_CELL_LINE: Final = re.compile(r"^-+> *\d+ (?P<code>.*)$", re.MULTILINE)


_FOR_PAGES: Final = ("text/html", "text/markdown", "text/latex", "image/")
"""What a page makes more of than of plain text, which every output has beside it."""

_NOT_FOR_PAGES: Final = re.compile(r"(application|audio|video)/|text/(x-)?(java|ecma)script")


class Chosen(WidgetsDataTypeFilter):
    """Of the kinds in which an output was given, the one that its page shows.

    Where that is none, or only the text that stands in for it, the page learns what it was; the
    words for it are those of `render/unshown.py`.
    """

    def __call__(self, output: dict[str, object]) -> list[str]:
        """Choose from an output's data, by kind; what stands in for it is added to them."""
        others = [kind for kind in output if _NOT_FOR_PAGES.match(kind)]
        if not others or any(kind.startswith(_FOR_PAGES[1:]) for kind in output):
            chosen: list[str] = super().__call__(output)  # type: ignore[no-untyped-call]
            return chosen
        mark = f'<template data-unshown="{escape(" ".join(others))}"></template>'
        html = output.get("text/html", "")
        output["text/html"] = mark + ("".join(html) if isinstance(html, list) else str(html))
        return ["text/html"]


class Execution(NamedTuple):
    """What has to be set before a build, so that examples run in our kernel.

    Attributes:
        environment: environment variables by which Jupyter finds the kernel, and no settings.
        options: the options of mkdocs-jupyter on which the pages of examples rest.
    """

    environment: dict[str, str]
    options: dict[str, object]


def prepare(home: Path, packages: Sequence[Path]) -> Execution:
    """Make the kernel.

    The kernel is named after all that it runs with, so that what an example put out can be kept
    under the example's text and this name: it runs again when it changes, or anything it imports.

    Args:
        home: a folder for the kernel, its settings and executed pages; worth keeping.
        packages: folders of the site's own packages, which need not be installed.
    """
    # The exporter offers no way to be given another.
    vars(exporter)["WidgetsDataTypeFilter"] = Chosen
    home = home.resolve()
    name = f"topicsite-{_digest([*packages, _LESSON])}"
    folders = [str(package.resolve().parent) for package in packages]
    known = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    spec = get_kernel_dict()
    spec["argv"][0] = sys.executable
    spec["display_name"] = "Python of this site"
    spec["env"] = {
        "IPYTHONDIR": str(home / "ipython"),
        "MPLCONFIGDIR": str(home / "matplotlib"),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "PYTHONHASHSEED": "0",
        STARTS: "0",
        FEW: "",
        "PYTHONPATH": os.pathsep.join(dict.fromkeys(filter(None, [*folders, *known]))),
    }
    _write(home / "kernels" / name / "kernel.json", spec)
    _write(home / "ipython/profile_default/ipython_kernel_config.json", _SETTINGS)
    (home / "matplotlib").mkdir(exist_ok=True)
    return Execution(
        {"JUPYTER_PATH": str(home), "JUPYTER_NO_CONFIG": "1"},
        {**_OPTIONS, "kernel_name": name, "cache_dir": str(home / "pages")},
    )


@cache
def leave_nothing() -> None:
    """Remove, when the program ends, the empty folder that Jupyter makes instead of settings.

    It is made in the temporary directory by whoever first asks for settings where there are none,
    which `Execution.environment` has said by now, and stays there for ever.
    """
    atexit.register(shutil.rmtree, jupyter_config_dir(), ignore_errors=True)


def run_together(
    executions: Mapping[str, Callable[[], None]], tell: Callable[[int, str], None]
) -> list[str]:
    """Run all examples, as many at a time as there are processors.

    Args:
        executions: what runs an example, by the path that a reader knows it by. Each waits for a
            kernel, which is a process of its own.
        tell: is told whenever one begins or ends: how many are done, and which one runs longest.

    Returns:
        What to tell about each that stopped with an exception, in the order of the examples.
    """
    failures = []
    running: list[str] = []
    done = 0
    turn = Lock()

    def execute(path: str) -> None:
        nonlocal done
        with turn:
            running.append(path)
            tell(done, running[0])
        try:
            executions[path]()
        finally:
            with turn:
                running.remove(path)
                done += 1
                tell(done, running[0] if running else path)

    pool = ThreadPoolExecutor(os.cpu_count())
    try:
        for path, execution in {path: pool.submit(execute, path) for path in executions}.items():
            try:
                execution.result()
            except CellExecutionError as error:
                failures.append(describe_failure(path, str(error)))
            except DeadKernelError:
                failures.append(f"{path} ends Python itself; run `python {path}` to see it happen")
    except BaseException:
        # Who ends a build does not wait for an example, which may go on for ever.
        pool.shutdown(wait=False, cancel_futures=True)
        while running:
            _end_kernels()
            time.sleep(0.1)
        raise
    finally:
        pool.shutdown()
    return failures


def _end_kernels() -> None:
    """End the kernels that this process has started; whoever waits for one learns of its death."""
    for child in psutil.Process().children():
        with suppress(psutil.Error):
            if "ipykernel_launcher" in child.cmdline():
                child.kill()


def describe_failure(path: str, message: str) -> str:
    """What to tell somebody whose example raised an exception.

    Args:
        path: the example's file, as the reader knows it.
        message: the text of nbclient's error: the cell's code, a rule, the traceback in colour.
    """
    plain = _CONTROL_SEQUENCE.sub("", message).strip()
    reason = plain.rpartition("\n")[2].strip() or "an error"
    found = _CELL_LINE.search(plain)
    where = f", at `{found['code'].strip()}`" if found else ""
    return f"{path} stops with {reason}{where}; run `python {path}` to see it happen"


def _digest(packages: Iterable[Path]) -> str:
    """A name for the state of everything that an example runs with."""
    machine = (sys.version, platform.system(), platform.machine())
    known = hashlib.sha256(repr((machine, _installed(), sorted(_OPTIONS.items()))).encode())
    known.update(Path(__file__).read_bytes())
    for package in packages:
        for file in sorted(package.rglob("*")):
            if file.is_file() and file.suffix != ".pyc":
                known.update(file.relative_to(package).as_posix().encode() + b"\0")
                known.update(hashlib.sha256(file.read_bytes()).digest())
    return known.hexdigest()[:12]


def _installed() -> list[str]:
    """Every package that Python finds here with its version, from the names of folders alone."""
    places = [Path(place) for place in sys.path if place]
    return sorted({info.name for place in places for info in place.glob("*-info")})


def _write(path: Path, content: object) -> None:
    """Write a file of the kernel, unless it says the same: another build may be reading it."""
    text = json.dumps(content, indent=1) + "\n"
    with suppress(OSError):
        if files.read_whole(path, _MOST) == text.encode():
            return
    path.parent.mkdir(parents=True, exist_ok=True)
    files.replace(path, text)
