"""Python's side of a page under this Python, as tests reach for it."""

from __future__ import annotations

import json
from typing import Any

from topicsite.assets.python import session

Bundle = list[dict[str, Any]]


def messages(source: str, name: str = "cell 1") -> tuple[dict[str, Any], list[Bundle]]:
    """What a cell comes to, and what it puts out, in bundles as they went out."""
    sent: list[str] = []
    result = session.run(source, name, True, sent.append)
    return json.loads(result), [json.loads(bundle) for bundle in sent]


def run(source: str, name: str = "cell 1") -> tuple[dict[str, Any], Bundle]:
    """What a cell comes to, and what it puts out; text of one stream in one piece."""
    result, sent = messages(source, name)
    pieces: Bundle = []
    for piece in (piece for bundle in sent for piece in bundle):
        if pieces and piece["kind"] in ("stdout", "stderr") and piece["kind"] == pieces[-1]["kind"]:
            pieces[-1]["text"] += piece["text"]
        else:
            pieces.append(dict(piece))
    return result, pieces
