"""A resource is of the kind that its address shows, where that can be told."""

from __future__ import annotations

from collections.abc import Iterator

from topicsite.checking.places import finding
from topicsite.findings.diagnostics import Diagnostic
from topicsite.model import identity
from topicsite.reading.load import Loaded


def kinds(loaded: Loaded) -> Iterator[Diagnostic]:
    """One video is no playlist, and a playlist no video; other kinds may be either."""
    if not {"video", "playlist"} <= {*loaded.catalog.site.kind_ids}:
        return  # a site that does not tell them apart
    for entry in loaded.catalog.resources.values():
        kind, url = entry.model.kind, entry.model.url
        if kind not in ("video", "playlist"):
            continue
        if kind == "video" and identity.youtube_playlist(url):
            message = "the address is that of a playlist; write `kind: playlist`, or one video's"
        elif kind == "playlist" and identity.youtube_id(url):
            message = "the address is that of one video; write `kind: video`, or the playlist's"
        else:
            continue
        yield finding(loaded, "wrong-kind", message, entry.path, ("kind",))
