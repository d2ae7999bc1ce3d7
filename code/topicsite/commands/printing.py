"""The one place where commands print: lines for people, documents for programs and files.

A line shows on any terminal and steers none. A document is read by something else, so it has the
encoding that its readers expect, whatever the terminal's is.
"""

from __future__ import annotations

import codecs
import errno
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, Literal

import click

from topicsite.findings.visible import portable_json, visible_line, visible_lines

if TYPE_CHECKING:
    from topicsite.findings.diagnostics import Diagnostic

Form = Literal["json", "xml", "markdown", "yaml", "commands"]
"""What a document is written in; `commands` are those of GitHub Actions."""

_ESCAPED: Final = {"xml": "xmlcharrefreplace", "markdown": "xmlcharrefreplace"}
"""How a form writes what an encoding lacks; all others are UTF-8 for everybody who reads them."""
_CANNOT_WRITE: Final = {errno.ENOSPC, errno.EFBIG, errno.EIO, errno.EDQUOT}


def prepare_streams() -> None:
    """Let no character that a terminal lacks, and no byte that is not text, end a command."""
    for stream, errors in (
        (sys.stdin, "surrogateescape"),
        (sys.stdout, "backslashreplace"),
        (sys.stderr, "backslashreplace"),
    ):
        with suppress(AttributeError, OSError, ValueError):  # closed, or not a file's
            stream.reconfigure(errors=errors)  # type: ignore[union-attr]


def say(*lines: str, err: bool = False) -> None:
    """Print lines for people; what a terminal or a host would obey, a line end too, is spelled."""
    _print("\n".join(map(visible_line, lines)), err=err)


def document(text: str, form: Form, *, nl: bool = True) -> None:
    """Print what a program or a file takes.

    Args:
        text: the document.
        form: what it is written in.
        nl: whether the end of a line is still missing.
    """
    stream = sys.stdout
    if stream is None:
        return
    end = "\n" if nl else ""
    is_utf8 = codecs.lookup(stream.encoding or "utf-8").name.startswith("utf-8")
    if form == "json":
        text = portable_json(text, ascii_only=not is_utf8)
    elif form in _ESCAPED and not is_utf8:
        text = text.encode("ascii", _ESCAPED[form]).decode("ascii")
    elif not is_utf8 and not stream.isatty():
        click.echo((text + end).encode("utf-8", "backslashreplace"), nl=False, file=stream)
        return
    _print(text + end, nl=False)


def print_findings(findings: Sequence[Diagnostic], style: str, texts: Mapping[str, str]) -> None:
    """Print findings in one of the formats, or nothing where there are none.

    Args:
        findings: what was found, in order.
        style: `full`, `json`, `github` or `sarif`; anything else is a line for each.
        texts: what the files say, to show the places.
    """
    from topicsite.findings import reporters

    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    colour = is_terminal and "NO_COLOR" not in os.environ
    if style == "json":
        document(reporters.as_json(findings), "json")
    elif style == "sarif":
        from topicsite.findings import interchange  # with a library of XML, which no other needs

        document(interchange.sarif(findings, _way_from_repository()), "json")
    elif not findings:
        return
    elif style == "github":
        document(reporters.github(findings, _way_from_repository()), "commands")
    elif style == "full":
        _print(reporters.full(findings, texts, colour=colour))
    else:
        _print(reporters.concise(findings, colour=colour))


def _way_from_repository() -> str:
    """The way from the repository's root, from which hosts count, to the project of the command."""
    from topicsite.project.git import git

    root: Path = click.get_current_context().params.get("root", Path())
    way = git(root, "rev-parse", "--show-prefix")
    checkout = os.environ.get("GITHUB_WORKSPACE")
    if way is None and checkout:  # git turns away whom the folder does not belong to
        with suppress(ValueError):
            inner = root.resolve().relative_to(Path(checkout).resolve()).as_posix()
            return f"{inner}/" if inner != "." else ""
    return way or ""


def _print(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Print in the stream's own encoding: click would take UTF-8 where that is ASCII."""
    stream: IO[Any] | None = sys.stderr if err else sys.stdout
    if stream is not None:
        click.echo(text, file=stream, nl=nl)


@contextmanager
def faults_spelled_out() -> Iterator[None]:
    """What ends a command is told in a line or two that steer no terminal, without a traceback.

    Raises:
        click.ClickException: what was raised, or that a file or stream cannot be used.
    """
    try:
        yield
    except click.ClickException as error:
        # click calls it final, which it is from here on.
        vars(error)["message"] = _encodable(visible_lines(error.message))
        raise
    except BrokenPipeError:
        raise  # whoever read has read enough; click ends quietly
    except OSError as error:
        if error.filename is None and error.errno in _CANNOT_WRITE:
            # What the stream still holds would fail again when Python ends, and with a traceback.
            with suppress(AttributeError, OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        place = (
            f"{os.fsdecode(error.filename)}: " if isinstance(error.filename, str | bytes) else ""
        )
        reason = error.strerror or str(error)
        raise click.ClickException(_encodable(visible_lines(place + reason))) from None


def _encodable(text: str) -> str:
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


@contextmanager
def asking_git() -> Iterator[None]:
    """What git cannot answer is a wrong call.

    Raises:
        click.UsageError: saying why, and what to do.
    """
    from topicsite.project.git import RevisionError

    try:
        yield
    except RevisionError as error:
        raise click.UsageError(str(error)) from None
