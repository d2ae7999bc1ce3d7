"""YouTube's addresses: which video or playlist each of them shows.

`https://youtu.be/X`, `https://www.youtube.com/watch?v=X&t=3` and the embedded player's address are
one video, also where a playlist is named beside it. A playlist is a resource of its own.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qs, urlsplit

YOUTUBE_HOSTS: Final = frozenset(
    {
        "youtube.com", "m.youtube.com", "music.youtube.com", "gaming.youtube.com",
        "youtube-nocookie.com", "youtubekids.com", "youtu.be",
    }
)  # fmt: skip
YOUTUBE_ID: Final = re.compile(r"[A-Za-z0-9_-]{11}\Z")
_PLAYLIST: Final = re.compile(r"[A-Za-z0-9_-]{12,64}\Z")
"""Longer than a video's id; the short ones (`WL`, `LL`) are lists that only their owner sees."""

_BEFORE_A_VIDEO: Final = frozenset({"embed", "shorts", "live", "v", "vi", "e", "watch"})
_WITH_A_QUERY: Final = frozenset({"", "watch", "watch_popup"})
_OF_A_PLAYLIST: Final = frozenset({"playlist", "embed", "embed/videoseries", "watch"})
# What stands where the player expects a video, as long as an id: a playlist, a channel's stream.
_NO_VIDEO: Final = frozenset({"videoseries", "live_stream"})


def youtube_id(url: str) -> str | None:
    """The id of the YouTube video that `url` shows, or None."""
    place = _place(url)
    if place is None:
        return None
    host, path, query = place
    first, _, rest = path.partition("/")
    if host == "youtu.be":
        candidate = first
    elif first in _BEFORE_A_VIDEO and rest:
        candidate = rest.partition("/")[0]
    else:
        candidate = query.get("v", [""])[0] if path in _WITH_A_QUERY else ""
    return candidate if YOUTUBE_ID.match(candidate) and candidate not in _NO_VIDEO else None


def youtube_playlist(url: str) -> str | None:
    """The id of the YouTube playlist that `url` shows, or None; of a video in one, None too."""
    place = _place(url)
    if place is None or youtube_id(url):
        return None
    _, path, query = place
    candidate = query.get("list", [""])[0] if path in _OF_A_PLAYLIST else ""
    return candidate if _PLAYLIST.match(candidate) else None


def youtube_page(url: str) -> str | None:
    """The page of the video or playlist that `url` shows, in YouTube's own spelling, or None."""
    if video := youtube_id(url):
        return f"https://www.youtube.com/watch?v={video}"
    if playlist := youtube_playlist(url):
        return f"https://www.youtube.com/playlist?list={playlist}"
    return None


def _place(url: str) -> tuple[str, str, dict[str, list[str]]] | None:
    """Host, path without slashes around it, and query of an address of YouTube's."""
    if "youtu" not in url.lower():
        return None
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    if host not in YOUTUBE_HOSTS:
        return None
    return host, "/".join(filter(None, parts.path.split("/"))), parse_qs(parts.query)
