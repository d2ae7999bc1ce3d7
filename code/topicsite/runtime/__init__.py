"""Python in the page: which files it is made of, where they come from, and how they are shipped."""

from topicsite.runtime.assemble import IncompleteError, assemble
from topicsite.runtime.bundle import MANIFEST, Bundle, bundle
from topicsite.runtime.pinned import VERSION
from topicsite.runtime.precompile import PrecompileError, node
from topicsite.runtime.prepare import Prepared, prepare
from topicsite.runtime.sources import Source, folder, online

__all__ = [
    "MANIFEST",
    "VERSION",
    "Bundle",
    "IncompleteError",
    "PrecompileError",
    "Prepared",
    "Source",
    "assemble",
    "bundle",
    "folder",
    "node",
    "online",
    "prepare",
]
