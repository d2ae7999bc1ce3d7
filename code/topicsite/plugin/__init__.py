"""The adapter to MkDocs, and all that knows it: another generator would need another of these."""

from topicsite.plugin.hooks import TopicsitePlugin

__all__ = ["TopicsitePlugin"]
