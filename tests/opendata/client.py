"""A client of the catalogue as data, written from docs/api.md with nothing but Python's own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin
from urllib.request import urlopen

Object = dict[str, Any]


class Catalogue:
    """What a site publishes.

    Attributes:
        root: the address of the site.
        index: where everything is.
    """

    def __init__(self, root: str) -> None:
        self.root = root
        self.index = self._read("api/v1/index.json")

    def list(self, kind: str) -> list[Object]:
        """The rows of all objects of a type."""
        rows: list[Object] = self._read(self.index["lists"][kind])["items"]
        return rows

    def one(self, kind: str, name: str) -> Object:
        """An object by its id, present or former."""
        return self._read(f"api/v1/{kind}s/{name}.json")

    def all(self) -> Object:
        """Everything."""
        return self._read(self.index["all"])

    def follow(self, one: Object, rel: str) -> Iterator[Object]:
        """The objects that have to do with another one in a certain way."""
        for link in one.get("links", ()):
            if link["rel"] == rel:
                yield self._read(link["file"])

    def address(self, one: Object) -> str:
        """Where people read an object."""
        return urljoin(self.root, str(one["address"]))

    def _read(self, address: str) -> Object:
        with urlopen(urljoin(self.root, address), timeout=60) as answer:
            found: Object = json.load(answer)
        return found
