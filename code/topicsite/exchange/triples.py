"""RDF in XML as a tree of nodes, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from topicsite.exchange.found import Place, Reading
from topicsite.exchange.xml_text import Reader, TooDeepError, parse

_DEPTH: Final = 50
_TEXT: Final = 20_000
"""Characters of a text that are looked at."""
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_PREFIXES: Final = {
    _RDF: "rdf",
    "http://www.zotero.org/namespaces/export#": "z",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/net/biblio#": "bib",
    "http://xmlns.com/foaf/0.1/": "foaf",
    "http://prismstandard.org/namespaces/1.2/basic/": "prism",
}


@dataclass
class Node:
    """An element.

    Attributes:
        name: its name behind the usual prefix, such as `dc:title`.
        place: where it begins.
        about: the name of what it describes.
        resource: the name of what it points to.
        text: what stands in it, but for its children.
        children: the elements in it.
    """

    name: str
    place: Place
    about: str = ""
    resource: str = ""
    text: str = ""
    children: list[Node] = field(default_factory=list)

    def all(self, name: str) -> Iterator[Node]:
        """The children of a name."""
        return (child for child in self.children if child.name == name)

    def text_of(self, name: str) -> str:
        """The text of the first child of a name."""
        return next((child.whole_text for child in self.all(name)), "")

    @property
    def whole_text(self) -> str:
        """What stands in it, or else in the first that is in it."""
        node = self
        while not node.text and node.children:
            node = node.children[0]
        return node.text

    def below(self, *names: str) -> Iterator[Node]:
        """All of some names within it."""
        for child in self.children:
            if child.name in names:
                yield child
            else:
                yield from child.below(*names)


def parsed(path: str, text: str, reading: Reading) -> list[Node]:
    """What a document describes; what follows a mistake is left, and told in the reading."""
    handler = _Nodes(path)
    if note := parse(text, handler, "library", has_namespaces=True):
        reading.notes.append(note)
    return handler.root.children


class _Nodes(Reader):
    """What is seen while the document is read."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.root = Node("", Place(path))
        self.open = [self.root]
        self.texts: list[list[str]] = [[]]
        self.length = 0

    def startElementNS(self, name: tuple[str | None, str], qname: Any, attrs: Any) -> None:  # noqa: N802
        if name == (_RDF, "RDF"):
            return
        if len(self.open) > _DEPTH:
            raise TooDeepError
        given = {local: value.strip() for (_, local), value in attrs.items()}
        about = given.get("about") or (f"#{given['ID']}" if "ID" in given else "")
        prefix = _PREFIXES.get(name[0] or "", "")
        node = Node(f"{prefix}:{name[1]}", self.place(), about, given.get("resource", ""))
        self.open[-1].children.append(node)
        self.open.append(node)
        self.texts.append([])
        self.length = 0

    def endElementNS(self, name: tuple[str | None, str], qname: Any) -> None:  # noqa: N802
        if name == (_RDF, "RDF"):
            return
        self.open.pop().text = "".join(self.texts.pop()).strip()

    def characters(self, content: str) -> None:
        if self.length < _TEXT:
            self.texts[-1].append(content)
            self.length += len(content)
