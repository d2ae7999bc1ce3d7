"""Python in the page: which files it is made of, where they come from, and how they are shipped.

Pinned files are fetched and checked to the last byte, modules compiled ahead, and everything put
under a name that changes with any of it. It knows nothing of entries or pages.
"""

from topicsite.runtime.assembly import IncompleteError, assemble
from topicsite.runtime.bundle import MANIFEST, Bundle, make_bundle, prepare
from topicsite.runtime.pinned import VERSION
from topicsite.runtime.precompile import PrecompileError, node
from topicsite.runtime.sources import Source, folder, online

__all__ = [
    "MANIFEST",
    "VERSION",
    "Bundle",
    "IncompleteError",
    "PrecompileError",
    "Source",
    "assemble",
    "folder",
    "make_bundle",
    "node",
    "online",
    "prepare",
]
