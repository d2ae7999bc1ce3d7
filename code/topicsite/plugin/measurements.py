"""The files of measurements that pages show, found among those that MkDocs publishes."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files, InclusionLevel

from topicsite.findings.diagnostics import did_you_mean
from topicsite.model.measurements import Measurement
from topicsite.project.files import read_whole
from topicsite.reading.measurements import MeasurementError, parse_measurement
from topicsite.render import MarkerError, measured_files

_MOST: Final = 4 << 20
"""Bytes of a file of measurements: a page that shows more of them is none to read."""


def of_page(html: str, files: Files, config: MkDocsConfig) -> dict[str, Measurement]:
    """Read what the markers of a page name.

    Args:
        html: the page as Markdown made it.
        files: all files of the site.
        config: the build's configuration.

    Returns:
        What was measured, by the file's path below the folder of pages.

    Raises:
        MarkerError: if a marker names no file that the site publishes.
        PluginError: if a file is no measurement.
    """
    return {name: _read(name, files, Path(config.docs_dir)) for name in measured_files(html)}


def _read(name: str, files: Files, docs: Path) -> Measurement:
    if name.startswith("/") or ".." in name.split("/"):
        raise MarkerError(f"`{name}` leads out of `{docs.name}`; write a path within it")
    file = files.get_file_from_path(name)
    # Readers are led to the file, so it has to be there for them.
    if file is None or file.inclusion in (InclusionLevel.EXCLUDED, InclusionLevel.DRAFT):
        known = [file.src_uri for file in files if file.src_uri.endswith(".json")]
        raise MarkerError(
            f"`{docs.name}` has no file `{name}` that is published{did_you_mean(name, known)}"
        )
    if file.abs_src_path and not Path(file.abs_src_path).resolve().is_relative_to(docs.resolve()):
        raise MarkerError(f"`{name}` is a link out of `{docs.name}`; put the file itself there")
    try:
        path = file.abs_src_path
        return parse_measurement(read_whole(Path(path), _MOST) if path else file.content_bytes)
    except OSError as error:
        raise PluginError(f"{docs.name}/{name}: {error.strerror or 'unreadable'}") from None
    except MeasurementError as error:
        report = "\n".join(f"{docs.name}/{name}: {problem}" for problem in error.problems)
        raise PluginError(report) from None
