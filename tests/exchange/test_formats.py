"""Tables, bibliographies, bookmarks, outlines, playlists, linked data: made-up files of each."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from topicsite.exchange import bibtex, formats, json_text, linked_data, ris, tables, wording
from topicsite.exchange.found import MAKERS_WORDS, Reading

BIB = r"""@string{conf = {Conference on Sorting}}
@InProceedings{Fourth.ea.2012,
  title     = {{H}eaps of {\'e}l{\`e}ves \& $n \log n$},
  author    = {Fourth, D{\'o}ra and von Fifth, Eve and {The Sorting Group} and others},
  booktitle = conf,
  year      = {2012}, month = mar,
  doi       = {https://doi.org/10.1234/Heaps\_1},
  abstract  = {The makers say that it is good.}
}
@article{sixth, title="Radix", author="Frank Sixth", journal={arXiv preprint arXiv:1502.05767}, year=2015}
@misc{broken, title = {No end
@book{seventh, title={A Book}, isbn={978-0-262-03561-3}, howpublished={\url{https://example.org/a\_book}}}
@online{eighth, title={Biber}, date={2017-03-15}, url={https://example.org/biber}, langid={german}, keywords={a, b}}
@misc{seventh, title={The same key}, url={https://example.org/other}, eprint={1601.00001}, archiveprefix={arXiv}}
"""  # noqa: E501

RIS = """TY  - JOUR
AU  - Fourth, Dora
AU  - Fifth, Eve
TI  - Heaps
PY  - 2012/03/04/
JO  - Journal of Sorting
DO  - 10.1234/heaps
UR  - https://example.org/heaps
KW  - trees
AB  - Says the maker.
ER  - 

stray line
TY  - BOOK
TI  - A Book
SN  - 978-0-262-03561-3
UR  - https://example.org/book
"""  # noqa: W291

CSL = [
    {
        "id": "a", "type": "book", "title": "A Book", "URL": "https://example.org/book",
        "author": [{"family": "Fourth", "given": "Dora"}, {"literal": "The Group"}],
        "issued": {"date-parts": [[2012, 3, 4]]}, "ISBN": "978-0-262-03561-3",
        "container-title": "Books", "language": "en_us", "keyword": "trees; heaps",
    },
    {"id": "b", "type": "article", "title": "B", "number": "arXiv:1502.05767",
     "issued": {"raw": "March 2015"}, "abstract": "Makers."},
    "nothing",
]  # fmt: skip

ZOTERO = [
    {"key": "X", "data": {
        "itemType": "videoRecording", "title": "A Film", "url": "https://example.org/film",
        "creators": [{"creatorType": "director", "firstName": "Ada", "lastName": "Example"}],
        "date": "2017-03-15", "runningTime": "00:12:47", "tags": [{"tag": "slopes"}]}},
    {"key": "Y", "data": {"itemType": "attachment", "title": "file.pdf"}},
]  # fmt: skip

ZOTERO_CSV = (
    '"Key","Item Type","Publication Year","Author","Title","Url","Abstract Note","Manual Tags"\n'
    '"X","bookSection","2012","Fourth, Dora; Fifth, Eve","A Part","https://example.org/part",'
    '"Makers.","trees; heaps"\n'
)

PLAYLIST: dict[str, Any] = {
    "_type": "playlist", "title": "Sorting in five films",
    "entries": [
        {"id": "abcdefghijk", "url": "https://www.youtube.com/watch?v=abcdefghijk",
         "title": "One", "duration": 767.0, "channel": "Sorts", "upload_date": "20170315",
         "subtitles": {"en": [], "pt-BR": [], "live_chat": []}, "description": "Like and"},
        {"id": "bbbbbbbbbbb", "title": "[Private video]"},
        {"id": "zyxwvutsrqp", "title": "Two", "duration": None, "ie_key": "Youtube"},
    ],
}  # fmt: skip

BOOKMARKS = """<!DOCTYPE NETSCAPE-Bookmark-file-1>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
<DL><p>
    <DT><H3 ADD_DATE="1">Bookmarks bar</H3>
    <DL><p>
        <DT><A HREF="https://example.org/a?x=1&amp;y=2" TAGS="trees,heaps">A &amp; B</A>
        <DD>Words about it that somebody wrote
        <DT><A HREF="javascript:alert(1)">Script</A>
        <DT><H3>Sorting</H3>
        <DL><p>
            <DT><A HREF="https://example.org/b">B</A>
        </DL><p>
    </DL><p>
    <DT><A HREF="https://example.org/c">C</A>
</DL><p>
"""

OPML = """<?xml version="1.0" encoding="ISO-8859-1"?>
<opml version="2.0"><head><title>Feeds</title></head><body>
<outline text="Sorting">
  <outline type="rss" text="A blog" htmlUrl="https://example.org/blog" xmlUrl="https://example.org/f"/>
</outline>
<outline type="link" text="B" url="https://example.org/b" description="Words"/>
</body></opml>
"""

AMB = {
    "@context": ["https://w3id.org/kim/amb/context.jsonld", {"@language": "de"}],
    "id": "https://example.org/amb", "type": ["LearningResource", "VideoObject"],
    "name": "Sortieren", "creator": [{"type": "Person", "name": "Ada Example"}],
    "inLanguage": ["de"], "datePublished": "2019-07-02", "isAccessibleForFree": True,
    "license": {"id": "https://creativecommons.org/licenses/by/4.0/"},
    "about": [{"id": "https://example.org/n", "prefLabel": {"de": "Informatik"}}],
    "keywords": ["Halde"], "description": "Makers.",
}  # fmt: skip

COURSE = {
    "@context": "https://schema.org", "@type": "Course", "name": "Sorting",
    "hasPart": [
        {"@type": "VideoObject", "position": 2, "name": "Two", "url": "https://example.org/2"},
        {"@type": "Book", "position": 1, "name": "One", "url": "https://example.org/1",
         "timeRequired": "PT45M", "author": {"@type": "Person", "name": "Ada Example"}},
    ],
}  # fmt: skip


def read(name: str, text: str, **columns: str) -> Reading:
    form = formats.format_of(name, text)
    assert form is not None
    return formats.read(name, text, form, formats.Options(columns=columns))


def fields(reading: Reading) -> list[dict[str, Any]]:
    return [dict(item.fields) for item in reading.items]


def test_bibtex() -> None:
    reading = read("refs.bib", BIB)
    heaps, radix, book, biber, other = reading.items
    assert heaps.fields == {
        "title": "Heaps of élèves & n log n",
        "authors": ["Dóra Fourth", "Eve von Fifth", "The Sorting Group"],
        "published": "2012-03", "venue": "Conference on Sorting", "doi": "10.1234/Heaps_1",
        MAKERS_WORDS: "The makers say that it is good.",
    }  # fmt: skip
    assert radix.fields["arxiv"] == "1502.05767"
    assert "venue" not in radix.fields
    assert (book.url, book.kinds) == ("https://example.org/a_book", ("book",))
    assert book.fields["isbn"] == "978-0-262-03561-3"
    assert (biber.fields["published"], biber.fields["language"]) == ("2017-03-15", "de")
    assert biber.tags == ("a", "b")
    assert other.fields["arxiv"] == "1601.00001"
    (note,) = reading.notes
    assert (note.what, note.place.line) == ("broken", 11)
    assert [item.place.line for item in reading.items] == [2, 10, 12, 13, 14]


def test_ris() -> None:
    reading = read("refs.ris", RIS)
    heaps, book = reading.items
    assert heaps.url == "https://example.org/heaps"
    assert heaps.fields == {
        "title": "Heaps", "authors": ["Dora Fourth", "Eve Fifth"], "published": "2012-03-04",
        "venue": "Journal of Sorting", "doi": "10.1234/heaps", MAKERS_WORDS: "Says the maker.",
    }  # fmt: skip
    assert heaps.tags == ("trees",)
    assert (book.kinds, book.fields["isbn"]) == (("book",), "978-0-262-03561-3")
    assert [(note.what, note.place.line) for note in reading.notes] == [
        ("broken", 13),
        ("broken", 14),
    ]


def test_csl_json() -> None:
    reading = read("refs.json", json.dumps(CSL, indent=1))
    book, paper = reading.items
    assert book.fields == {
        "title": "A Book", "authors": ["Dora Fourth", "The Group"], "published": "2012-03-04",
        "venue": "Books", "isbn": "978-0-262-03561-3", "language": "en-US",
    }  # fmt: skip
    assert (book.tags, book.kinds) == (("trees", "heaps"), ("book",))
    assert (paper.fields["arxiv"], paper.fields["published"]) == ("1502.05767", "2015")
    assert [note.what for note in reading.notes] == ["broken"]


def test_zotero() -> None:
    (film,) = read("z.json", json.dumps(ZOTERO)).items
    assert film.fields == {
        "title": "A Film", "authors": ["Ada Example"], "published": "2017-03-15",
        "duration": "12:47",
    }  # fmt: skip
    assert (film.tags, film.kinds) == (("slopes",), ("video",))
    (part,) = read("z.csv", ZOTERO_CSV).items
    assert part.fields["authors"] == ["Dora Fourth", "Eve Fifth"]
    assert part.fields["published"] == "2012"
    assert "book-chapter" in part.kinds
    assert part.tags == ("trees", "heaps")
    assert part.fields[MAKERS_WORDS] == "Makers."


def test_playlist() -> None:
    text = json.dumps(PLAYLIST, indent=1)
    reading = read("list.json", text)
    one, two = reading.items
    assert one.fields == {
        "title": "One", "venue": "Sorts", "duration": "12:47", "published": "2017-03-15",
        "captions": ["en", "pt-BR"], MAKERS_WORDS: "Like and",
    }  # fmt: skip
    assert two.url == "https://www.youtube.com/watch?v=zyxwvutsrqp"
    assert (reading.title, reading.is_ordered) == ("Sorting in five films", True)
    (note,) = reading.notes
    assert '"bbbbbbbbbbb"' in text.split("\n")[note.place.line - 1]
    lines = "\n".join(json.dumps({**e, "extractor_key": "Youtube"}) for e in PLAYLIST["entries"])
    assert [item.url for item in read("list.json", lines).items] == [one.url, two.url]


def test_bookmarks() -> None:
    reading = read("bookmarks.html", BOOKMARKS)
    a, b, c = reading.items
    assert (a.url, a.fields["title"]) == ("https://example.org/a?x=1&y=2", "A & B")
    assert (a.tags, a.headings) == (("trees", "heaps"), ())
    assert a.fields["summary"] == "Words about it that somebody wrote"
    assert b.headings == ("Sorting",)
    assert c.headings == ()
    assert (a.place.line, a.place.column) == (8, 13)


def test_opml() -> None:
    reading = read("feeds.opml", OPML)
    a, b = reading.items
    assert (a.url, a.headings, a.place.line) == ("https://example.org/blog", ("Sorting",), 4)
    assert (b.url, b.fields) == ("https://example.org/b", {"title": "B", "summary": "Words"})
    assert reading.title == "Feeds"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<opml><body><outline url='https://example.org/a'/><outline", "this is no XML"),
        ('<!DOCTYPE o [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><opml>&b;</opml>', "declares"),
        ("<opml>" + "<outline text='x'>" * 5000, "nested too deeply"),
    ],
)
def test_outlines_that_are_none(text: str, said: str) -> None:
    (note,) = read("feeds.opml", text).notes
    assert note.what == "broken"
    assert said in note.reason


def test_amb_and_schema_org() -> None:
    (amb,) = read("amb.json", json.dumps(AMB)).items
    assert amb.url == "https://example.org/amb"
    assert amb.fields == {
        "title": "Sortieren", "authors": ["Ada Example"], "published": "2019-07-02",
        "language": "de", "access": "free", MAKERS_WORDS: "Makers.",
        "licence": "https://creativecommons.org/licenses/by/4.0/",
    }  # fmt: skip
    assert (amb.tags, amb.kinds[0]) == (("Informatik", "Halde"), "video")
    page = f'<html><script type="application/ld+json">{json.dumps(COURSE)}</script></html>'
    for name, text in (("c.jsonld", json.dumps(COURSE)), ("c.html", page)):
        reading = read(name, text)
        assert [item.url for item in reading.items] == [
            "https://example.org/1",
            "https://example.org/2",
        ]
        assert reading.items[0].fields["authors"] == ["Ada Example"]
        assert reading.items[0].fields["duration"] == "PT45M"


def test_tables_by_their_names_and_by_a_mapping() -> None:
    text = (
        "Resource;Link;Type;Who wrote it;Rating;Tags\n"
        'Sorting;https://example.org/s;video;"Ada Example; Ben Sample";5;"trees, heaps"\n'
        ";;;;;\n"
        'Two\nlines;x;y\n"Bad";https://example.org/b;video;A;1;t;one more\n'
    )
    reading = read("t.csv", text, **{"Who wrote it": "authors"})
    sorting = reading.items[0]
    assert sorting.fields == {"title": "Sorting", "authors": ["Ada Example", "Ben Sample"]}
    assert (sorting.kinds[0], sorting.tags) == ("video", ("trees", "heaps"))
    assert [(n.what, n.place.line, n.detail) for n in reading.notes] == [
        ("not-taken", 1, "Rating"),
        ("broken", 6, ""),
    ]
    (tsv,) = read("t.tsv", "title\turl\nA\thttps://example.org/a\n").items
    assert tsv.url == "https://example.org/a"
    (none,) = read("t.csv", "a,b\n1,2\n").notes
    assert "--column" in none.reason


def test_a_broken_row_is_told_and_costs_no_other() -> None:
    text = (
        "title,url\n"
        "A,https://example.org/a\n"
        '"Why" by X,https://example.org/why\n'
        'B,"https://example.org/b"\n'
        '"Open,https://example.org/open\n'
        "C,https://example.org/c\n"
        '"D\nd",https://example.org/d\n'
        '"Last,https://example.org/last\n'
        "E,https://example.org/e\n"
    )
    reading = read("t.csv", text)
    assert [(item.fields["title"], item.place.line) for item in reading.items] == [
        ("A", 2), ("B", 4), ("C", 6), ("D\nd", 7), ("E", 10),
    ]  # fmt: skip
    assert [(n.what, n.place.line) for n in reading.notes] == [
        ("broken", 3), ("broken", 5), ("broken", 9),
    ]  # fmt: skip
    assert "write quotes within a cell twice" in reading.notes[0].reason
    assert "never closed" in reading.notes[2].reason


def test_quotes_without_end_are_not_looked_at_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "_AGAIN", 100)
    reading = read("t.csv", "title,url\n" + 'x","\n' * 100)
    assert len(reading.notes) < 10
    assert "are not read" in reading.notes[-1].reason


def test_a_long_title_is_cleaned_once(monkeypatch: pytest.MonkeyPatch) -> None:
    cleaned: list[int] = []
    clean = wording.clean

    def counted(text: str) -> str:
        cleaned.append(len(text))
        return clean(text)

    monkeypatch.setattr(wording, "clean", counted)
    reading = read("a.opml", f"<opml><head><title>{'a &amp; ' * 5000}</title></head></opml>")
    assert reading.title.startswith("a & a")
    assert len(reading.title) <= 1000
    assert sum(cleaned) < 5000


def test_scripts_of_a_page_are_read_once_and_in_their_places(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parsed: list[int] = []
    parse = json_text.parse

    def counted(path: str, text: str) -> Any:
        parsed.append(len(text))
        return parse(path, text)

    monkeypatch.setattr(json_text, "parse", counted)
    one = '<p>\n<script type="application/ld+json">{}</script>\n'
    good = json.dumps({"@type": "Book", "name": "B", "url": "https://example.org/b"}, indent=1)
    page = one.format(good) * 20 + one.format('{"a": ?}')
    reading = linked_data.read_page("a.html", page)
    assert sum(parsed) < len(page)
    lines = page.split("\n")
    assert len(reading.items) == 20
    for item in reading.items:
        assert lines[item.place.line - 1][item.place.column - 1 :].startswith("https://")
    (note,) = reading.notes
    assert lines[note.place.line - 1][note.place.column - 1 :].startswith("?}")


def test_folders_in_folders_without_end() -> None:
    head = "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n"
    link = '<DT><A HREF="https://example.org/{}">A</A>\n'
    reading = read("a.html", head + link.format(1) + "<DL>\n" * 201 + link.format(2))
    assert [item.url for item in reading.items] == ["https://example.org/1"]
    assert [(n.what, n.place.line) for n in reading.notes] == [("broken", 203)]


@pytest.mark.parametrize(
    ("name", "text", "form"),
    [
        ("a.md", "", "markdown"), ("README", "# x", "markdown"), ("a.txt", "@book{a,", "bibtex"),
        ("a.txt", "TY  - JOUR\n", "ris"), ("a.html", BOOKMARKS, "bookmarks"),
        ("a.xml", OPML, "opml"), ("a.json", "{}", None), ("a.json", "{", None),
        ("a.json", json.dumps(AMB), "json-ld"), ("a.json", json.dumps(CSL), "csl-json"),
        ("a.json", json.dumps(PLAYLIST), "yt-dlp"), ("a.exe", "MZ", None),
    ],
)  # fmt: skip
def test_formats_tell_themselves(name: str, text: str, form: str | None) -> None:
    assert formats.format_of(name, text) == form


ODD = st.text(alphabet=st.characters(exclude_categories=()), max_size=200)
PIECES = st.lists(
    st.one_of(
        ODD,
        st.sampled_from(
            [
                "@article{", "}", "{", "title=", '"', ",", "\\", "$", "author={a and b}", "\n",
                "TY  - JOUR\n", "ER  - \n", "AU  - x\n", "UR  - https://example.org/\n",
                "<opml>", "<outline url='https://example.org/'>", "</outline>", "<!DOCTYPE x>",
                "<dl>", "<dt><a href='https://example.org/'>", "</a>", "<h3>", "</h3>", "<dd>",
                "https://example.org/", ";", "url,title\n", "\0", "\ufeff",
            ]
        ),
    ),
    max_size=12,
).map("".join)  # fmt: skip


@given(PIECES, st.sampled_from(formats.FORMATS))
@settings(max_examples=100, deadline=None)
@example('@a{b, author={{{}, c = "' + "\\" * 9, "bibtex")
@example("@a{b, author={, , , }}", "bibtex")
@example("[" * 100_000, "csl-json")
@example('{"a":' * 100_000, "json-ld")
@example("9" * 5000, "yt-dlp")
@example("TY  - \nER  - \n", "ris")
def test_no_text_is_too_odd(text: str, form: formats.Format) -> None:
    reading = formats.read("x", text, form, formats.Options())
    lines = text.count("\n") + text.count("\r") + 1
    assert all(1 <= item.place.line <= lines for item in reading.items)
    assert all(note.place.line >= 1 for note in reading.notes)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | ODD,
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(
            [
                "title", "url", "URL", "author", "creators", "issued", "date-parts", "entries",
                "@graph", "@type", "name", "itemListElement", "hasPart", "position", "data",
                "itemType", "tags", "duration", "subtitles", "about", "prefLabel", "id", "items",
                "learningResourceType", "creator", "keywords", "isbn", "ISBN", "item",
            ]
        ),
        inner, max_size=6,
    ),
    max_leaves=20,
)  # fmt: skip


@given(JSON, st.sampled_from(["csl-json", "zotero", "yt-dlp", "json-ld"]))
@settings(max_examples=100, deadline=None)
def test_no_json_is_too_odd(data: object, form: formats.Format) -> None:
    formats.read("x.json", json.dumps(data), form, formats.Options())
    formats.format_of("x.json", json.dumps(data))


def test_readers_are_used_alone() -> None:
    assert bibtex.read("x", "").items == ris.read("x", "").items == tables.read("x", "", {}).items


def test_joined_values_of_bibtex() -> None:
    text = """@string{conf = "Conference on "}
@string{all = conf # {Sorting \\# Piles}}
@inproceedings{a, title = "Heaps " # {of "{H}eaps" # more}, booktitle = all # " (" # 12 # ")",
  month = "10~" # jan, year = 2012, note = conf # unknown}
@misc{a, title = {The same # key}, howpublished = conf # "Searching"}
@misc{b, title = Alone}
"""
    reading = bibtex.read("a.bib", text)
    first, second, third = reading.items
    assert first.fields["title"] == 'Heaps of "Heaps" # more'
    assert first.fields["venue"] == "Conference on Sorting # Piles (12)"
    assert second.fields == {"title": "The same # key", "venue": "Conference on Searching"}
    assert third.fields["title"] == "Alone"
    (note,) = reading.notes
    assert (note.what, note.place.line, note.detail) == ("not-taken", 3, "conf # unknown")
    assert "`note` is joined" in note.reason


def test_strings_that_are_joined_with_themselves_stay_short() -> None:
    strings = [f"@string{{a{n + 1} = a{n} # a{n}}}" for n in range(40)]
    text = "\n".join(["@string{a0 = {ha}}", *strings, "@misc{a, title = a40 # { end}}"])
    (item,) = bibtex.read("a.bib", text).items
    assert len(str(item.fields["title"])) < 2000
    (note,) = bibtex.read("a.bib", f"@misc{{a, title = {' # '.join(['1'] * 99)}}}").notes
    assert "of more than 50 parts" in note.reason


@pytest.mark.parametrize(
    ("written", "url"),
    [
        (r"url={https://a.example.org/x{\_}y.html}", "https://a.example.org/x_y.html"),
        (r"url={https://a.example.org/a\_one.pdf}", "https://a.example.org/a_one.pdf"),
        (r"url={https://a.example.org/get?id=1\&page=2}", "https://a.example.org/get?id=1&page=2"),
        (r"note={\url{https://a.example.org/x{\_}y}}", "https://a.example.org/x_y"),
        (r"note={At https://a.example.org/\%7Ex\#y, seen in May}", "https://a.example.org/%7Ex#y"),
        (r"url={https://a.example.org/{~}ada}", "https://a.example.org/~ada"),
    ],
)
def test_signs_that_bibtex_wants_escaped_are_part_of_an_address(written: str, url: str) -> None:
    (item,) = bibtex.read("a.bib", f"@misc{{a, title={{A}}, {written}}}").items
    assert item.url == url
