"""The door for MkDocs, and all that knows it: another generator would need another of these.

Thin hooks that call the rooms below: read and check the catalog, hand generated files and pages to
MkDocs, fill the markers in written ones, and swap the finished site in. How a page looks inside is
none of its business.
"""

from topicsite.plugin.hooks import TopicsitePlugin

__all__ = ["TopicsitePlugin"]
