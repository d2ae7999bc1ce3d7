"""Whatever a file holds, an import ends in entries or in sentences, and does no harm."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.commands.test_import import LOADED, project, run, texts
from tests.exchange import test_formats as samples
from tests.exchange.test_zotero import LIBRARY
from topicsite.commands import sources
from topicsite.exchange import formats, importing, markdown
from topicsite.exchange.choices import Choices

__all__ = ["project"]

MARKDOWN = """---
title: Sorting
permalink: /sorting/
---
# Sorting

| [Heaps](https://example.org/heaps "H") | 2012 |
| --- | --- |
- [Bubbles](https://youtu.be/abcdefghijk) by Ada Example (2012) ![x](y) <a href="https://x.org">`a`</a>
<iframe src="https://www.youtube.com/embed/abcdefghijk"></iframe>
"""
PAGE = '<p>x<script type="application/ld+json">{}</script>'
GOOD = {
    "list.md": MARKDOWN,
    "t.csv": "title,url,tags\nA,https://example.org/a,b; c\n",
    "t.tsv": "title\turl\nA\thttps://example.org/a\n",
    "z.csv": samples.ZOTERO_CSV,
    "a.bib": samples.BIB,
    "a.ris": samples.RIS,
    "a.html": samples.BOOKMARKS,
    "a.opml": samples.OPML,
    "a.rdf": LIBRARY,
    "csl.json": json.dumps(samples.CSL),
    "zotero.json": json.dumps(samples.ZOTERO),
    "films.json": json.dumps(samples.PLAYLIST),
    "amb.json": json.dumps(samples.AMB),
    "course.jsonld": json.dumps(samples.COURSE),
    "page.html": PAGE.format(json.dumps(samples.AMB)),
}
"""A good file of each format."""


@st.composite
def files(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file: noise, or a good one that is cut, overwritten, doubled or turned round."""
    name = draw(st.sampled_from(sorted(GOOD)))
    good = GOOD[name].encode()
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(good)))
        end = draw(st.integers(start, min(len(good), start + 200)))
        put = draw(
            st.one_of(
                st.binary(max_size=8), st.text(max_size=8).map(lambda one: one.encode("utf-8")),
                st.just(good[start:end] * 2), st.just(good[start:end][::-1]),
                st.sampled_from([b'"', b"{", b"}", b"]", b"<", b"\n", b"\\", b"&#0;", b"https://"]),
            )
        )  # fmt: skip
        good = good[:start] + put + good[end:]
    return name, draw(st.one_of(st.just(good), st.binary(max_size=200)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("odd")


@given(
    files(),
    st.one_of(st.none(), st.sampled_from(formats.FORMATS)),
    st.sampled_from(["utf-8", "utf-8", "utf-8", "latin-1", "utf-16-le"]),
)
@settings(max_examples=150, deadline=None)
@example(("a.html", b'<script type="application/ld+json">' + b'{"name":' * 900), None, "utf-8")
def test_any_file_ends_in_entries_or_in_sentences(
    folder: Path, file: tuple[str, bytes], form: str | None, encoding: str
) -> None:
    name, raw = file
    path = folder / name
    path.write_bytes(raw)
    try:
        readings = sources.readings_of([str(path)], form, formats.Options(), encoding)
    except click.UsageError as error:
        refused = error.message
    else:
        refused = ""
    if refused:
        assert name in refused
        return
    choices = Choices(topic="t", kind="code", reason="no https there", takes_makers_words=True)
    made = importing.plan(LOADED, folder, "resources", readings, choices, {})
    assert [str(one) for one in made.findings if one.severity == "error"] == []
    lines = raw.count(b"\n") + raw.count(b"\r") + 1 if encoding != "utf-16-le" else len(raw)
    for note in made.notes:
        assert note.reason
        assert 1 <= note.place.line <= lines + 1
    assert all(path.startswith("resources/t/") and ".." not in path for path in made.new)
    assert sum(map(len, made.new.values())) < 20_000 * (len(raw) // 10 + 1)


ENTITIES = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">{}]>{}'
LAUGHS = ENTITIES.format(
    "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9)),
    '<opml><body><outline text="&a9;" url="https://example.org/"/></body></opml>',
)
OUTSIDE = ENTITIES.format(
    '<!ENTITY b SYSTEM "file:///etc/hostname">',
    '<opml><body><outline text="&b;" url="https://example.org/"/></body></opml>',
)
DEEP = 100_000
HARMFUL: dict[str, tuple[str, bytes, str]] = {
    "a billion laughs": ("a.opml", LAUGHS.encode(), "a.opml:1:1: broken: the file declares"),
    "a file outside": ("a.opml", OUTSIDE.encode(), "a.opml:1:1: broken: the file declares"),
    "deep XML": ("a.opml", b"<opml>" + b"<outline text='a'>" * DEEP, "nested too deeply"),
    "deep lists of JSON": ("a.json", b"[" * DEEP, "this JSON is nested too deeply"),
    "deep items of JSON": ("a.json", b'{"items":' * DEEP + b"1" + b"}" * DEEP, "too deeply"),
    "deep linked data": (
        "a.html", b'<script type="application/ld+json">' + b"[" * DEEP + b"</script>", "too deeply",
    ),
    "deep folders": ("a.html", b"<!DOCTYPE NETSCAPE-Bookmark-file-1>" + b"<DL>" * DEEP, "too deep"),
    "a huge number": ("a.json", b'[{"type": "book", "title": ' + b"9" * DEEP, "a huge number"),
    "brackets that nothing closes": (
        "a.md", b"# A\n\n" + b"[" * DEEP, "a.md:3:1: broken: more than 60 brackets are open",
    ),
    "UTF-16 without a mark": (
        "t.csv", "title,url\nA,https://example.org/a\n".encode("utf-16-le"),
        "t.csv:1:2: here is the character NUL, which no text has; if this is UTF-16",
    ),
    "NUL in the middle": ("a.bib", b"@misc{a,\n title={a\0b}}", "a.bib:2:10: here is the char"),
    "Latin-1": ("a.ris", b"TY  - BOOK\nTI  - \xc9t\xe9", "a.ris:2:7: this is not utf-8"),
    "a zip archive": ("a.md", b"PK\x03\x04" + bytes(40), "`a.md` is a zip archive, and none is"),
    "a bomb of gzip": ("a.csv", b"\x1f\x8b\x08" + bytes(40), "`a.csv` is compressed"),
    "a PDF": ("a.txt", b"%PDF-1.7\n", "`a.txt` is a PDF"),
    "a browser's database": ("a.html", b"SQLite format 3\0", "`a.html` is a database"),
    "strings that grow": (
        "a.bib",
        b'@string{s0 = "ha"}\n'
        + b"".join(b"@string{s%d = s%d # s%d}\n" % (n, n - 1, n - 1) for n in range(1, 99))
        + b"@misc{a, title = s98}", "a.bib:100:1: left-out: there is no address",
    ),
    "an escape of terminals": (
        "a.md", b"[\x1b]0;owned\x07red](https://example.org/\x1b[2J)", "<U+001B>[2J",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HARMFUL)
def test_harmful_files_are_refused_in_a_sentence(
    project: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    file, raw, said = HARMFUL[name]
    monkeypatch.chdir(project.parent)
    Path(file).write_bytes(raw)
    before = texts(project)
    done = run(project, file, "--kind", "code")
    assert done.exit_code in (1, 2), done.output
    assert said in done.stderr
    assert "\x1b" not in done.output
    assert len(done.output) < 3000
    assert texts(project) == before


def test_brackets_of_other_paragraphs_cost_no_link() -> None:
    many = "[" * 61
    reading = markdown.read("a.md", f"---\ntitle: T\n---\n{many}\n\n[A](https://example.org/a)\n")
    assert [item.url for item in reading.items] == ["https://example.org/a"]
    assert [str(note.place) for note in reading.notes] == ["a.md:4:1"]
    closed = "[a] " * 200 + "[A](https://example.org/a)"
    assert [item.url for item in markdown.read("a.md", closed).items] == ["https://example.org/a"]
