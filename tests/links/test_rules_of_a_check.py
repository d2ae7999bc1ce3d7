"""The rules of a check, without a network: each is sent replies and asked for the next request.

The answers of oEmbed and of the handle service are those that their documentation describes:
https://oembed.com/ and https://www.doi.org/the-identifier/resources/factsheets/.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from topicsite.links.asking import wait_of
from topicsite.links.messages import Check, Limits, Pause, Reply, Request
from topicsite.links.pages import is_lost, place_in, says_not_found, wants_sign_in
from topicsite.links.resolvers import Services, check, find_copy
from topicsite.links.states import Seen, Sighting

LIMITS = Limits(retries=2, backoff=2, longest_wait=10)
RECORDED = json.loads((Path(__file__).parent / "recorded.json").read_text(encoding="utf-8"))
VIDEO = "https://youtu.be/Ilg3gGewQ5U?t=3"
OEMBED = (
    "https://www.youtube.com/oembed?format=json"
    "&url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3DIlg3gGewQ5U"
)


def play(checking: Check, replies: list[Reply]) -> tuple[Sighting, list[Request | Pause]]:
    """Lead a check to its end; the last reply is repeated."""
    steps: list[Request | Pause] = []
    step = next(checking)
    while True:
        steps.append(step)
        try:
            if isinstance(step, Pause):
                step = next(checking)
            else:
                step = checking.send(replies.pop(0) if len(replies) > 1 else replies[0])
        except StopIteration as end:
            return end.value, steps


def recorded(name: str) -> Reply:
    answer = RECORDED[name]
    body = answer["body"] if isinstance(answer["body"], str) else json.dumps(answer["body"])
    return Reply(answer["status"], {"content-type": answer["type"]}, body.encode())


@pytest.mark.parametrize(
    ("name", "seen", "words"),
    [
        ("video", "ok", ""),
        ("video-deleted", "failed", "deleted"),
        ("video-malformed", "failed", "deleted"),
        ("video-private", "failed", "private"),
        ("video-not-embeddable", "not-embeddable", "its own site only"),
        ("video-consent", "blocked", "no answer that can be read"),
    ],
)
def test_a_video_has_four_outcomes(name: str, seen: Seen, words: str) -> None:
    sighting, steps = play(check(VIDEO, LIMITS, Services()), [recorded(name)])
    assert sighting.seen == seen
    assert words in sighting.reason
    assert steps == [Request("GET", OEMBED, "application/json")]


@pytest.mark.parametrize(
    ("name", "seen", "words"),
    [
        ("handle", "ok", ""),
        ("handle-not-found", "failed", "not registered"),
        ("handle-without-url", "failed", "leads nowhere"),
        ("handle-no-such-value", "failed", "leads nowhere"),
        ("handle-error", "failed", "the service answers 500"),
        ("video-consent", "blocked", "no answer that can be read"),
    ],
)
def test_a_doi_is_registered_or_not(name: str, seen: Seen, words: str) -> None:
    address = "https://doi.org/10.1038/323533A0"
    sighting, steps = play(check(address, LIMITS, Services()), [recorded(name)])
    assert sighting.seen == seen
    assert words in sighting.reason
    asked = Request(
        "GET", "https://doi.org/api/handles/10.1038/323533a0?type=URL", "application/json"
    )
    assert steps[0] == asked


@pytest.mark.parametrize("address", [VIDEO, "https://doi.org/10.1038/323533a0"])
@pytest.mark.parametrize(
    ("reply", "seen"),
    [
        (Reply(429, {"retry-after": "99"}), "blocked"),
        (Reply(302, {"location": "https://consent.example/"}), "blocked"),
        (Reply(fault="time", words="no answer in time"), "failed"),
        (Reply(502), "failed"),
    ],
)
def test_a_service_that_does_not_answer_says_nothing(
    address: str, reply: Reply, seen: Seen
) -> None:
    sighting, _ = play(check(address, LIMITS, Services()), [reply])
    assert (sighting.seen, sighting.is_definite) == (seen, False)


@pytest.mark.parametrize(
    "address",
    [
        "https://arxiv.org/abs/1502.05767v4",
        "https://arxiv.org/pdf/1502.05767v4",
        "https://www.arxiv.org/pdf/1502.05767v4.pdf",
    ],
)
def test_arxiv_is_asked_at_the_host_for_programs(address: str) -> None:
    sighting, steps = play(check(address, LIMITS, Services()), [Reply(200)])
    assert sighting == Sighting("ok")
    assert steps == [Request("HEAD", "https://export.arxiv.org/abs/1502.05767v4")]
    sighting, _ = play(check(address, LIMITS, Services()), [Reply(404)])
    assert sighting.is_definite
    assert "no such paper" in sighting.reason


COPY = "https://web.archive.org/web/2020/https://example.org/a"


@pytest.mark.parametrize(
    ("location", "seen"),
    [
        ("https://web.archive.org/web/20200131010203/https://example.org/a", "ok"),
        ("https://web.archive.org/web/20200131010203/http://www.example.org/a/", "ok"),
        ("https://web.archive.org/web/20200131010203/https://example.org/b", "redirected"),
    ],
)
def test_a_copy_of_another_day_is_as_good(location: str, seen: Seen) -> None:
    replies = [Reply(302, {"location": location}), Reply(200)]
    sighting, _ = play(check(COPY, LIMITS, Services()), replies)
    assert sighting.seen == seen


@pytest.mark.parametrize(
    ("day", "reply", "asked", "target"),
    [
        (
            "2026-10-01",
            Reply(302, {"location": "https://web.archive.org/web/20260930000000/https://e.example/"}),
            "https://web.archive.org/web/20261001/https://e.example/",
            "https://web.archive.org/web/20260930000000/https://e.example/",
        ),
        ("", Reply(404), "https://web.archive.org/web/2/https://e.example/", None),
        (
            "",
            Reply(302, {"location": "https://elsewhere.example/"}),
            "https://web.archive.org/web/2/https://e.example/",
            None,
        ),
    ],
)  # fmt: skip
def test_the_archive_is_asked_for_the_copy_nearest_to_the_last_success(
    day: str, reply: Reply, asked: str, target: str | None
) -> None:
    sighting, steps = play(find_copy("https://e.example/", day, LIMITS, Services()), [reply])
    assert steps == [Request("HEAD", asked)]
    assert sighting.target == target


NOW = datetime.datetime(2026, 11, 24, 12, 0, 0, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120), (" 0 ", 0), ("Tue, 24 Nov 2026 12:00:30 GMT", 30),
        ("Tue, 24 Nov 2026 11:00:00 GMT", 0), ("Tuesday, 24-Nov-26 12:01:00 GMT", 60),
        ("", None), ("soon", None), ("-5", None), ("1.5", None), ("²", None),
        ("9" * 5000, 999999999.0),
    ],
)  # fmt: skip
def test_retry_after_is_seconds_or_a_date(text: str, seconds: float | None) -> None:
    assert wait_of(text, NOW) == seconds


@pytest.mark.parametrize(
    ("replies", "pauses"),
    [
        ([Reply(429, {"retry-after": "3"}), Reply(200)], [Pause(3, "e.example")]),
        ([Reply(429), Reply(429), Reply(200)], [Pause(2, "e.example"), Pause(4, "e.example")]),
        ([Reply(429, {"retry-after": "11"})], []),
        ([Reply(404), Reply(500), Reply(200)], [Pause(2)]),
        ([Reply(404), Reply(500)], [Pause(2), Pause(4)]),
        ([Reply(404), Reply(fault="broken"), Reply(200)], [Pause(2)]),
        ([Reply(404)], []),
        ([Reply(fault="tls")], []),
    ],
)
def test_patience_is_capped(replies: list[Reply], pauses: list[Pause]) -> None:
    _, steps = play(check("https://e.example/x", LIMITS, Services()), replies)
    assert [step for step in steps if isinstance(step, Pause)] == pauses


def test_a_long_back_off_ends_at_the_longest_wait() -> None:
    limits = Limits(retries=5, backoff=2, longest_wait=5)
    _, steps = play(check("https://e.example/x", limits, Services()), [Reply(429)])
    assert [step.seconds for step in steps if isinstance(step, Pause)] == [2, 4, 5, 5, 5]


@pytest.mark.parametrize(
    ("fragment", "place"),
    [
        ("here", "here"), ("%C3%BC", "ü"), ("", ""), ("top", ""), ("!/route", ""), ("/a/b", ""),
        (":~:text=x", ""), ("L10", ""), ("L10-L20", ""), ("page=3", ""), ("t=30s", ""), ("a=b", ""),
        ("Lemma", "Lemma"), ("sec-1.2", "sec-1.2"),
    ],
)  # fmt: skip
def test_some_fragments_name_no_place(fragment: str, place: str) -> None:
    assert place_in(fragment) == place


@pytest.mark.parametrize(
    ("address", "target", "lost"),
    [
        ("https://a.example/x", "https://a.example/", True),
        ("https://a.example/x", "https://b.example", True),
        ("https://a.example/x/y", "https://a.example/index.html", True),
        ("https://a.example/?p=3", "https://a.example/", True),
        ("https://a.example/x", "https://a.example/404.html", True),
        ("https://a.example/x", "https://a.example/errors/not-found", True),
        ("https://a.example/index.html", "https://a.example/", False),
        ("https://a.example/", "https://b.example/", False),
        ("https://a.example/x", "https://a.example/?p=3", False),
        ("https://a.example/x", "https://a.example/y", False),
        ("https://a.example/cs404/", "https://a.example/courses/cs404/", False),
        ("https://a.example/404", "https://a.example/404/", False),
    ],
)
def test_where_a_redirect_loses_the_way(address: str, target: str, lost: bool) -> None:
    assert bool(is_lost(address, target)) is lost


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("404", True), ("Page not found – Example", True), ("Error 404 (Not Found)!!", True),
        ("This page doesn&#39;t exist", True), ("The page cannot be found", True),
        ("No longer available", True), ("Backpropagation", False), ("CS4040 notes", False),
        ("Found at last", False),
    ],
)  # fmt: skip
def test_a_title_can_say_that_nothing_is_there(title: str, expected: bool) -> None:
    assert says_not_found(f"<html><TITLE lang=en>{title}</TITLE>".encode()) is expected


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("https://a.example/login?next=/", True), ("https://accounts.a.example/", True),
        ("https://a.example/oauth2/authorize", True), ("https://a.example/blog/in", False),
        ("https://a.example/login-systems-explained", False),
    ],
)  # fmt: skip
def test_a_page_to_sign_in_is_known_by_its_address(target: str, expected: bool) -> None:
    assert wants_sign_in(target) is expected


def test_headers_of_a_reply_are_never_changed_by_a_check() -> None:
    headers: Mapping[str, str] = {"location": "/fine"}
    play(check("https://e.example/x", LIMITS, Services()), [Reply(301, headers), Reply(200)])
    assert headers == {"location": "/fine"}
