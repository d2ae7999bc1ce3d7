"""Zotero's RDF: a library as its export writes one, with all that hangs on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.test_import import entries, project, run
from topicsite.exchange import formats, zotero
from topicsite.exchange.found import MAKERS_WORDS

__all__ = ["project"]

HEAD = """<rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:z="http://www.zotero.org/namespaces/export#"
 xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:bib="http://purl.org/net/biblio#"
 xmlns:foaf="http://xmlns.com/foaf/0.1/"
 xmlns:link="http://purl.org/rss/1.0/modules/link/"
 xmlns:prism="http://prismstandard.org/namespaces/1.2/basic/"
 xmlns:vcard="http://nwalsh.com/rdf/vCard#">
"""
PERSON = """<rdf:li><foaf:Person><foaf:surname>{}</foaf:surname>
  <foaf:givenName>{}</foaf:givenName></foaf:Person></rdf:li>"""
LIBRARY = (
    HEAD
    + f"""    <bib:Article rdf:about="https://example.org/articles/heaps">
        <z:itemType>journalArticle</z:itemType>
        <dcterms:isPartOf rdf:resource="urn:issn:1476-4687"/>
        <bib:authors><rdf:Seq>{PERSON.format("Fourth", "D&#243;ra")}
            {PERSON.format("von Fifth", "Eve")}
            <rdf:li><foaf:Person><foaf:surname>The Sorting Group</foaf:surname></foaf:Person>
            </rdf:li>
        </rdf:Seq></bib:authors>
        <bib:editors><rdf:Seq>{PERSON.format("Nobody", "Ned")}</rdf:Seq></bib:editors>
        <link:link rdf:resource="#item_3"/>
        <dcterms:isReferencedBy rdf:resource="#item_5"/>
        <dc:subject>trees</dc:subject>
        <dc:subject><z:AutomaticTag><rdf:value>Computer science</rdf:value></z:AutomaticTag>
        </dc:subject>
        <dc:title>Heaps &amp; &lt;more&gt;</dc:title>
        <dcterms:abstract>The makers say so.</dcterms:abstract>
        <dc:date>2015-05-28</dc:date>
        <z:language>en_us</z:language>
        <dc:identifier><dcterms:URI>
            <rdf:value>https://example.org/articles/heaps?x=1&amp;y=2</rdf:value>
        </dcterms:URI></dc:identifier>
        <bib:pages>436-444</bib:pages>
    </bib:Article>
    <bib:Journal rdf:about="urn:issn:1476-4687">
        <prism:volume>521</prism:volume>
        <dc:title>Journal of Sorting</dc:title>
        <dc:identifier>DOI 10.1234/heaps</dc:identifier>
        <dc:identifier>ISSN 1476-4687</dc:identifier>
    </bib:Journal>
    <z:Attachment rdf:about="#item_3">
        <z:itemType>attachment</z:itemType>
        <rdf:resource rdf:resource="files/3/heaps.pdf"/>
        <dc:title>Full Text</dc:title>
    </z:Attachment>
    <bib:Memo rdf:about="#item_5">
        <rdf:value>&lt;p&gt;Read &lt;b&gt;again&lt;/b&gt;&lt;/p&gt;</rdf:value></bib:Memo>
    <bib:Book rdf:about="urn:isbn:978-0-262-03561-3">
        <z:itemType>book</z:itemType>
        <dcterms:isPartOf><bib:Series><dc:title>A Series</dc:title></bib:Series></dcterms:isPartOf>
        <dc:publisher><foaf:Organization><foaf:name>A Press</foaf:name></foaf:Organization>
        </dc:publisher>
        <dc:title>A Book</dc:title>
        <dc:date>March 2016</dc:date>
        <dc:identifier>ISBN 978-0-262-03561-3 0-262-03561-8</dc:identifier>
        <dc:identifier><dcterms:URI><rdf:value>https://example.org/book</rdf:value></dcterms:URI>
        </dc:identifier>
    </bib:Book>
    <bib:Recording rdf:about="https://www.youtube.com/watch?v=abcdefghijk">
        <z:itemType>videoRecording</z:itemType>
        <z:directors><rdf:Seq>{PERSON.format("Example", "Ada")}</rdf:Seq></z:directors>
        <dc:title>A Film</dc:title>
        <z:runningTime>00:12:47</z:runningTime>
    </bib:Recording>
    <bib:Document rdf:about="https://example.org/page">
        <z:itemType>webpage</z:itemType>
        <dcterms:isPartOf><z:Website><dc:title>A Site</dc:title></z:Website></dcterms:isPartOf>
        <dc:title>A Page</dc:title>
    </bib:Document>
    <rdf:Description rdf:about="#item_9">
        <z:itemType>preprint</z:itemType>
        <dc:title>A Preprint</dc:title>
        <prism:number>arXiv:1502.05767</prism:number>
        <dc:identifier>DOI 10.48550/arXiv.1502.05767</dc:identifier>
    </rdf:Description>
    <z:Collection rdf:about="#collection_1">
        <dc:title>Sorting</dc:title>
        <dcterms:hasPart rdf:resource="#collection_2"/>
        <dcterms:hasPart rdf:resource="https://example.org/page"/>
    </z:Collection>
    <z:Collection rdf:about="#collection_2">
        <dc:title>Trees</dc:title>
        <dcterms:hasPart rdf:resource="https://example.org/articles/heaps"/>
        <dcterms:hasPart rdf:resource="#item_5"/>
    </z:Collection>
    <z:Collection rdf:about="#collection_3">
        <dc:title>To read</dc:title>
        <dcterms:hasPart rdf:resource="https://example.org/articles/heaps"/>
    </z:Collection>
</rdf:RDF>
"""
)  # fmt: skip


def test_a_library() -> None:
    assert formats.format_of("library.rdf", LIBRARY) == "zotero"
    assert formats.format_of("library.xml", LIBRARY) == "zotero"
    reading = formats.read("a.rdf", LIBRARY, "zotero", formats.Options())
    article, book, film, page, preprint = reading.items
    assert article.url == "https://example.org/articles/heaps?x=1&y=2"
    assert article.fields == {
        "title": "Heaps & <more>", "authors": ["Dóra Fourth", "Eve von Fifth", "The Sorting Group"],
        "published": "2015-05-28", "venue": "Journal of Sorting", "doi": "10.1234/heaps",
        "language": "en-US", MAKERS_WORDS: "The makers say so.",
    }  # fmt: skip
    assert article.headings == ("Sorting", "Trees")
    assert article.tags == ("trees", "Computer science", "To read")
    assert (article.place.line, article.place.column) == (11, 5)
    assert (book.url, book.kinds) == ("https://example.org/book", ("book",))
    assert book.fields == {"title": "A Book", "published": "2016", "isbn": "978-0-262-03561-3"}
    assert (film.url, film.kinds) == ("https://www.youtube.com/watch?v=abcdefghijk", ("video",))
    assert film.fields == {"title": "A Film", "authors": ["Ada Example"], "duration": "12:47"}
    assert (page.fields, page.headings) == ({"title": "A Page", "venue": "A Site"}, ("Sorting",))
    assert preprint.url == ""
    assert preprint.fields["arxiv"] == "1502.05767"
    (note,) = reading.notes
    assert (note.what, note.reason, note.detail) == (
        "not-taken",
        "a note is no resource",
        "Read again",
    )
    lines = LIBRARY.split("\n")
    assert lines[note.place.line - 1][note.place.column - 1 :].startswith("<bib:Memo")


def test_a_doi_on_a_journal_of_several_articles_is_nobody_s() -> None:
    second = """    <bib:Article rdf:about="https://example.org/second">
        <z:itemType>journalArticle</z:itemType><dc:title>Second</dc:title>
        <dcterms:isPartOf rdf:resource="urn:issn:1476-4687"/></bib:Article>
</rdf:RDF>"""
    reading = zotero.read("a.rdf", LIBRARY.replace("</rdf:RDF>", second))
    both = [item for item in reading.items if item.fields.get("venue") == "Journal of Sorting"]
    assert [item.fields.get("doi") for item in both] == [None, None]


def test_collections_become_headings(project: Path) -> None:
    file = project.parent / "My library.rdf"
    file.write_text(LIBRARY, encoding="utf-8")
    done = run(project, str(file), "--kind", "online-tutorial")
    assert done.exit_code == 0, done.output
    assert "5 found, 5 new, 1 parts not taken" in done.stderr
    made = entries(project)
    article = next(fields for fields in made.values() if fields.get("doi") == "10.1234/heaps")
    assert article["teaches"] == ["trees", "Computer science", "To read"]
    assert "https://arxiv.org/abs/1502.05767" in [fields["url"] for fields in made.values()]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + "</rdf:RDF>", "1:1: broken: this RDF holds no items of Zotero's"),
        (LIBRARY.replace("</bib:Journal>", "", 1), "broken: this is no XML: mismatched tag"),
        ('<!DOCTYPE a [<!ENTITY b "c">]>' + LIBRARY, "1:1: broken: the file declares entities"),
        (HEAD + "<dc:a>" * 100_000, "nested too deeply"),
    ],
)  # fmt: skip
def test_what_is_no_library(text: str, said: str) -> None:
    assert said in "\n".join(str(note) for note in zotero.read("a.rdf", text).notes)


def test_collections_within_themselves_end() -> None:
    ring = """<z:Collection rdf:about="#collection_9"><dc:title>A</dc:title>
        <dcterms:hasPart rdf:resource="#collection_9"/>
        <dcterms:hasPart rdf:resource="https://example.org/page"/></z:Collection></rdf:RDF>"""
    reading = zotero.read("a.rdf", LIBRARY.replace("</rdf:RDF>", ring))
    assert [item.headings for item in reading.items if item.url.endswith("/page")] == [("Sorting",)]
