"""The one spelling of an address that is asked and remembered."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

_NEVER: Final = re.compile(r"[\s\x00-\x20\x7f-\x9f\ud800-\udfff\"<>\\^`{|}]")
"""What no address holds: spaces of every script, control characters, and signs that a browser
escapes (https://url.spec.whatwg.org/#percent-encoded-bytes)."""


def spelt(address: str) -> str:
    """An address as a browser asks for it and the ledger keeps it.

    Its scheme is in small letters, and what no address may hold is percent-encoded; letters of all
    scripts stay readable. An address that is spelt so already stays as it is.
    """
    if address.startswith("//"):  # with the scheme of the page, which readers open by https
        address = f"https:{address}"
    scheme, colon, rest = address.partition(":")
    return scheme.lower() + colon + _NEVER.sub(_escaped, rest)


def _escaped(match: re.Match[str]) -> str:
    try:
        raw = match[0].encode("utf-8", "surrogateescape")  # a byte that was no UTF-8, as it was
    except UnicodeEncodeError:
        raw = b"?"
    return quote(raw, safe="")
