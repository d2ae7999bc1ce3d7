"""Playlists as yt-dlp writes them: one document with entries, or a document a line."""

from __future__ import annotations

from typing import Final

from topicsite.exchange import wording
from topicsite.exchange.found import MAKERS_WORDS, Finder, Found, Note, Place, Reading
from topicsite.exchange.json_text import Json, list_of, mappings, text_of
from topicsite.reading.source import Data

_HIDDEN: Final = frozenset({"private", "premium_only", "subscriber_only", "needs_auth"})
_GONE: Final = frozenset({"[Private video]", "[Deleted video]"})


def read(path: str, data: Json, text: str) -> Reading:
    """The videos of a playlist, in its order."""
    reading = Reading(path, is_ordered=True)
    finder = Finder(path, text)
    if isinstance(data, dict):
        reading.title = wording.clean(text_of(data.get("title")))
    for one in _videos(data, 0):
        number = text_of(one.get("id"))
        place = finder.of(f'"{number}"' if number else "")
        title = wording.clean(text_of(one.get("title")))
        if title in _GONE or text_of(one.get("availability")) in _HIDDEN:
            reading.notes.append(
                Note("left-out", place, "the video is not public", title or number)
            )
            continue
        reading.items.append(_item(place, title, number, one))
    if len(reading.items) < 2:
        reading.is_ordered = False
    return reading


def _videos(data: Json, depth: int) -> list[dict[str, Json]]:
    """All videos of a playlist, also of the playlists that a channel has."""
    found: list[dict[str, Json]] = []
    for one in mappings(data):
        if "entries" in one and depth < 4:
            found += _videos(list_of(one["entries"]), depth + 1)
        else:
            found.append(one)
    return found


def _item(place: Place, title: str, number: str, one: dict[str, Json]) -> Found:
    said: dict[str, Data] = {}
    if title:
        said["title"] = title
    if channel := wording.clean(text_of(one.get("channel") or one.get("uploader"))):
        said["venue"] = channel
    seconds = one.get("duration")
    if isinstance(seconds, int | float) and not isinstance(seconds, bool) and 1 <= seconds < 4e6:
        said["duration"] = wording.clock(seconds)
    if published := wording.day(text_of(one.get("release_date") or one.get("upload_date"))):
        said["published"] = published
    if language := text_of(one.get("language")):
        said["language"] = wording.language(language)
    if isinstance(subtitles := one.get("subtitles"), dict) and subtitles:
        codes = [wording.language(str(code)) for code in subtitles if code != "live_chat"]
        if codes:
            said["captions"] = list[Data](wording.unique(codes))
    if description := wording.clean(text_of(one.get("description"))):
        said[MAKERS_WORDS] = description
    url = text_of(one.get("webpage_url") or one.get("original_url") or one.get("url"))
    if not url.startswith("http") and len(number) == 11:
        url = f"https://www.youtube.com/watch?v={number}"
    return Found(place, url, said)


def is_playlist(data: Json) -> bool:
    """Whether JSON looks like yt-dlp's."""
    one = next(iter(mappings(data)), {})
    return "entries" in one or "extractor_key" in one or "webpage_url" in one or "ie_key" in one
