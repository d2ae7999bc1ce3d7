"""Python in the page: which files it is made of, where they come from, and how they are shipped.

Pinned files are fetched and checked to the last byte, modules compiled ahead, and everything put
under a name that changes with any of it. It knows nothing of entries or pages.
"""

from topicsite.runtime.assembly import IncompleteError, assemble
from topicsite.runtime.bundle import MANIFEST, Bundle, make_bundle, prepare
from topicsite.runtime.imports import Lack, lacking
from topicsite.runtime.on_node import on_node
from topicsite.runtime.pinned import (
    PYTHON,
    VERSION,
    UnknownPackageError,
    chosen,
    files_of,
    version_of,
)
from topicsite.runtime.precompile import PrecompileError, node
from topicsite.runtime.sources import Source, folder, online

__all__ = [
    "MANIFEST",
    "PYTHON",
    "VERSION",
    "Bundle",
    "IncompleteError",
    "Lack",
    "PrecompileError",
    "Source",
    "UnknownPackageError",
    "assemble",
    "chosen",
    "files_of",
    "folder",
    "lacking",
    "make_bundle",
    "node",
    "on_node",
    "online",
    "prepare",
    "version_of",
]
