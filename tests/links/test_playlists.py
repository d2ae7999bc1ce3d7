"""A playlist is asked of the service that knows it, under one address."""

from __future__ import annotations

import pytest

from tests.links.test_rules_of_a_check import LIMITS, play, recorded
from topicsite.links.messages import Request
from topicsite.links.resolvers import Services, check

OEMBED = (
    "https://www.youtube.com/oembed?format=json"
    "&url=https%3A%2F%2Fwww.youtube.com%2Fplaylist%3Flist%3DPLaAAAAAAAAAAAAAAAA"
)


@pytest.mark.parametrize(
    "address",
    [
        "https://www.youtube.com/playlist?list=PLaAAAAAAAAAAAAAAAA&si=x",
        "https://www.youtube.com/embed/videoseries?list=PLaAAAAAAAAAAAAAAAA",
    ],
)
@pytest.mark.parametrize(("name", "seen"), [("video", "ok"), ("video-deleted", "failed")])
def test_a_playlist_is_there_or_not(address: str, name: str, seen: str) -> None:
    sighting, steps = play(check(address, LIMITS, Services()), [recorded(name)])
    assert sighting.seen == seen
    assert steps == [Request("GET", OEMBED, "application/json")]


def test_a_channel_s_stream_is_a_page_like_others() -> None:
    address = "https://www.youtube.com/embed/live_stream?channel=UCAAAAAAAAAAAAAAAAAAAAAA"
    step = next(check(address, LIMITS, Services()))
    assert isinstance(step, Request)
    assert step.url == address
