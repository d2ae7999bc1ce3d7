"""The words of this repository's own topic, which are in no other site."""

from __future__ import annotations

import re

OF_OUR_OWN_TOPIC = re.compile(r"back-?prop|neural|neuron|gradient", re.IGNORECASE)
OF_DRAWING = re.compile(r"(linear|radial|conic)-?gradient|gradient(Units|Transform)", re.IGNORECASE)
"""What CSS and SVG call a colour that changes on its way."""


def of_our_own_topic(text: str) -> list[str]:
    """What a text says of the topic of this repository, which is no other site's."""
    return OF_OUR_OWN_TOPIC.findall(OF_DRAWING.sub("", text))
