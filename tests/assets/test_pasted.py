"""What is pasted into the form gives the fields that an import of the same text gives."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.assets.on_node import ASSETS, Call, answering
from topicsite.exchange import formats, importing
from topicsite.exchange.choices import Choices
from topicsite.model.site import SiteSettings
from topicsite.reading import load
from topicsite.reading.source import parse

KINDS = list(SiteSettings().kind_ids)
ENTRY = r"""@article{rumelhart1986,
  author  = {Rumelhart, David E. and Hinton, Geoffrey E. and Williams, Ronald J.},
  title   = {Learning representations by back-propagating errors},
  journal = {Nature}, year = 1986, month = oct, day = 9, volume = 323, pages = {533--536},
  doi     = {10.1038/323533a0}
}"""
BIBTEX = {
    "an article": ENTRY,
    "accents, names and a suffix": r"""@book{a,
      title = "{\'E}tudes na{\"\i}ves: {\L}{\'o}d{\'z} \& more",
      author = {van der Berg, Jan and M{\"u}ller, Jos{\'e} and
        {The Example Group} and King, Jr., Martin and others},
      publisher = {Nobody}, year = {2001}, isbn = {978-0-262-03561-3},
      url = {https://example.org/a\_b}}""",
    "a preprint of BibLaTeX": """@online{b,
      author = {Ada Example and Ben Sample}, date = {2015-02-20},
      title = {Automatic differentiation}, subtitle = {a survey},
      eprint = {1502.05767v4}, eprinttype = {arXiv},
      langid = {english}}""",
    "a preprint in the journal": """@article{c, title={Adam},
      author={Kingma, Diederik P. and Ba, Jimmy},
      journal={arXiv preprint arXiv:1412.6980}, year={2014}}""",
    "strings that are joined": """@string{nips = "Advances in "}
@inproceedings{d, title = {Attention}, author = "Ashish Vaswani", booktitle = nips # {Systems},
  year = 2017,
  url = {http://dx.doi.org/10.5555/3295222}}""",
    "an address in howpublished": r"""@misc{e, title = {A page -- and more}, author = {Doe, Jane},
      howpublished = {\url{https://example.org/page?x=1}},
      note = {Accessed: 2020-01-01}, year = {2020}}""",
    "parentheses, capitals and a comment": """% from a library
@BOOK(f, TITLE = {Sorting, ``fast'' and slow}, EDITOR = {Knuth, Donald E.}, YEAR = {1973},
  URL = "https://example.org/f")""",
    "mathematics": r"""@article{g, title = {The {$\alpha$}-method in $O(n^2)$},
      author = {Anna Bell},
      year = {1999}, doi = {https://doi.org/10.1000/xyz\_1}}""",
    "a comma too many, a known string, a space and a sign": r"""@article{h, journal = jacm,
      title = {An image is worth {16$\times$16} words at $n \log n$}, author = {y Example, Ada, },
      note = {no.\ 1}, series = {Rend.\ Accad.}, booktitle = {Dokl.\ Akad.}, url = {https://e.org/}}""",
    "several": ENTRY + "\n\n@misc{h, title={Two}, url={https://github.com/owner/two}}\n",
}  # fmt: skip
RIS = {
    "an article": """TY  - JOUR
AU  - LeCun, Yann
AU  - Bengio, Yoshua
AU  - The Deep Group,
TI  - Deep learning
JO  - Nature
PY  - 2015/05/28/
DO  - 10.1038/nature14539
UR  - http://dx.doi.org/10.1038/nature14539
LA  - en_GB
ER  -
""",
    "a book and a video": """TY  - BOOK
A1  - Goodfellow, Ian
T1  - Deep Learning
Y1  - 2016
SN  - 978-0-262-03561-3
UR  - https://www.deeplearningbook.org/
ER  -

TY  - VIDEO
M3  - Interactive
TI  - What is backpropagation really doing?
AU  - Sanderson, Grant
UR  - https://youtu.be/Ilg3gGewQ5U?si=abc
ER  -
""",
}
CSL = {
    "an article": [{
        "type": "article-journal", "title": "Deep  learning", "DOI": "10.1038/nature14539",
        "container-title": "Nature", "issued": {"date-parts": [[2015, 5, 28]]},
        "author": [{"family": "LeCun", "given": "Yann"}, {"literal": "The Group"},
                   {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"}],
    }],
    "one item alone": {"type": "book", "title": "A book", "ISBN": "9780262035613, 0262035618",
                       "URL": "https://example.org/book", "issued": {"raw": "around 2016"}},
    "of Zotero's interface": [{"key": "A", "data": {
        "itemType": "videoRecording", "title": "A talk", "url": "https://example.org/talk",
        "creators": [{"creatorType": "director", "firstName": "Ada", "lastName": "Example"},
                     {"creatorType": "contributor", "name": "Nobody"}],
        "date": "May 2019", "runningTime": "00:12:47", "language": "en-us"}}],
    "a preprint": [{"type": "article", "title": "Adam", "number": "arXiv:1412.6980",
                    "URL": "http://arxiv.org/abs/1412.6980", "publisher": "arXiv",
                    "DOI": "10.48550/arXiv.1412.6980"}],
}  # fmt: skip
LINES = {
    "a list of Markdown": """- [Sorting by hand](https://example.org/hand)
* [**Second** thing](https://example.org/b_(c)?utm_source=x&id=3)
1. [Code](https://github.com/owner/name)
""",
    "names and addresses": """Sorting by hand: https://example.org/hand
- A video of it - https://www.youtube.com/watch?v=Ilg3gGewQ5U&t=3
""",
}
SAME = {
    **{f"bibtex, {name}": ("a.bib", text) for name, text in BIBTEX.items()},
    **{f"ris, {name}": ("a.ris", text) for name, text in RIS.items()},
    **{f"csl, {name}": ("a.json", json.dumps(data)) for name, data in CSL.items()},
    **{f"lines, {name}": ("a.md", text) for name, text in LINES.items()},
}


@pytest.fixture(scope="module")
def call() -> Iterator[Call]:
    """Read a text as the form does."""
    with answering("pasted.mjs", "form/pasted.js") as asked:
        yield asked


def imported(name: str, text: str, folder: Path) -> list[dict[str, Any]]:
    """The fields of the entries that an import of a text writes."""
    (folder / "resources/t").mkdir(parents=True, exist_ok=True)
    (folder / "resources/t/topic.yml").write_text("title: T\nsummary: A topic of a test.\n")
    form = formats.format_of(name, text)
    assert form is not None
    reading = formats.read(name, text, form, formats.Options(after="nothing"))
    choices = Choices(topic="t", kind="online-tutorial", headings="none", reason="none is known")
    loaded = load.load(folder)
    made = importing.plan(loaded, folder, "resources", [reading], choices, {})
    assert not made.findings
    entries = [parse(path, text.encode()).data for path, text in made.new.items()]
    return [entry for entry in entries if isinstance(entry, dict)]


@pytest.mark.parametrize("name", SAME)
def test_the_page_takes_what_an_import_takes(call: Call, tmp_path: Path, name: str) -> None:
    file, text = SAME[name]
    read = call(text, KINDS)
    assert read["broken"] == 0
    expected = imported(file, text, tmp_path)
    assert len(read["entries"]) == len(expected)
    for ours, theirs in zip(read["entries"], expected, strict=True):
        # Keywords, and a kind that nobody told, are for the contributor to judge.
        for more in ("teaches", "insecure_url_reason", "also_at"):
            theirs.pop(more, None)
        if "kind" not in ours:
            assert theirs.pop("kind") == "online-tutorial"
        assert ours == theirs


WORK = {
    "kind": "theory-paper",
    "doi": "10.1038/nature14539",
    "url": "https://doi.org/10.1038/nature14539",
}
CITED = {
    "LeCun, Y., Bengio, Y., & Hinton, G. (2015). Deep learning. Nature, 521(7553), 436–444. "
    "https://doi.org/10.1038/nature14539": {
        **WORK, "title": "Deep learning", "published": "2015", "venue": "Nature",
        "authors": ["Y. LeCun", "Y. Bengio", "G. Hinton"],
    },
    "LeCun Y, Bengio Y. Deep learning. Nature. 2015;521:436-44. doi: 10.1038/nature14539.": WORK,
    "Y. LeCun, Y. Bengio, and G. Hinton, “Deep learning,” Nature, vol. 521, pp. 436–444, 2015, "
    "doi: 10.1038/nature14539.": {**WORK, "title": "Deep learning", "published": "2015"},
    "King, M. L., Jr. (1999, May 3). Is U.S. sorting\nslow? In A. Ed (Ed.), A book (pp. 1–3). "
    "Press. https://doi.org/10.1038/nature14539": {
        **WORK, "title": "Is U.S. sorting slow?", "published": "1999",
        "authors": ["M. L. King, Jr."],
    },
    "Example Group. (2020). A report. https://doi.org/10.1038/nature14539": {
        **WORK, "title": "A report", "published": "2020"},
    "doi:10.1038/nature14539": WORK,
    "(see https://doi.org/10.1038/nature14539)": WORK,
}  # fmt: skip


@pytest.mark.parametrize("text", CITED)
def test_a_citation_gives_what_it_says_for_certain(call: Call, text: str) -> None:
    assert call(text, KINDS) == {"entries": [CITED[text]], "broken": 0}


def test_addresses_alone_give_no_title(call: Call) -> None:
    text = (
        "https://example.org/one, https://example.org/two\n\n<https://arxiv.org/pdf/1502.05767v2>."
    )
    found = call(text, KINDS)["entries"]
    assert [one["url"] for one in found] == [
        "https://example.org/one", "https://example.org/two", "https://arxiv.org/pdf/1502.05767v2",
    ]  # fmt: skip
    assert all("title" not in one for one in found)
    assert found[2]["arxiv"] == "1502.05767"


DEEP = 100_000
LAUGHS = '@string{s0 = "ha"}\n' + "".join(
    f"@string{{s{n} = s{n - 1} # s{n - 1} # s{n - 1} # s{n - 1}}}\n" for n in range(1, 40)
)
LAUGHS += "@misc{a, title = s39}\n@misc{b, title = s13}"
NONSENSE = {
    "words": ("just some words, nothing else", 0),
    "no whole entry": ("@article{a, title = {Deep", 1),
    "deep braces": ("@article{a, title = " + "{" * DEEP + "}" * DEEP + "}", 1),
    "deep mathematics": ("@article{a, title = {" + "$\\x{" * DEEP, 1),
    "deep JSON": ("[" * DEEP + "]" * DEEP, 0),
    "deep JSON in an item": ('[{"type": "book", "title": ' + "[" * DEEP + "]" * DEEP + "}]", 0),
    "broken JSON": ('[{"type": "book", ', 1),
    "many at signs": ("@a{" * 300_000, 1),
    "a billion of strings": (LAUGHS, 0),
    "dashes before an address": ("-" * 900_000, 0),
    "brackets": ("[" * 900_000 + "](", 0),
    "an author without end": ("@a{b, author = {" + "a and " * 150_000 + "}}", 0),
    "signs of RIS": ("TY  - \n" * 100_000, 0),
    "names of every object": (
        '{"type": "constructor", "title": {"toString": 1}, "__proto__": {"title": "x"}}', 0),
}  # fmt: skip


@pytest.mark.parametrize("name", NONSENSE)
def test_nonsense_is_no_entry(call: Call, name: str) -> None:
    text, broken = NONSENSE[name]
    read = call(text, KINDS)
    assert (read["broken"], [one for one in read["entries"] if "url" in one]) == (broken, [])


def test_commands_of_latex_invent_no_words(call: Call) -> None:
    text = r"@misc{a, title = {A \constructor{} of \'{} and \unknown{x}}, year = toString}"
    [found] = call(text, KINDS)["entries"]
    assert found == {"title": "A of and x"} or "undefined" not in found["title"]
    assert "function" not in json.dumps(found)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([text for _, text in SAME.values()]), st.text(max_size=8),
    st.integers(0, 2000), st.integers(0, 60),
)  # fmt: skip
def test_whatever_is_pasted_is_answered(call: Call, good: str, put: str, at: int, cut: int) -> None:
    at %= len(good)
    read = call(good[:at] + put + good[at + cut :], KINDS)
    for fields in read["entries"]:
        for value in fields.values():
            texts = value if isinstance(value, list) else [value]
            assert all(isinstance(one, str) and one for one in texts)
        assert "undefined" not in json.dumps(fields) or "undefined" in put
        assert "function" not in json.dumps(fields)


def test_the_parser_is_the_one_that_was_written_down() -> None:
    folder = ASSETS / "bibtex"
    script = (folder / "bibtex.js").read_bytes()
    assert hashlib.sha256(script).hexdigest() in (folder / "README.md").read_text()
    assert b"sourceMappingURL" not in script
    packages = json.loads((folder / "package-lock.json").read_text())["packages"]
    for name in ("@citation-js/core", "@citation-js/plugin-bibtex", "moo"):
        entry = packages[f"node_modules/{name}"]
        assert entry["license"] in ("MIT", "BSD-3-Clause")
        assert entry["integrity"].startswith("sha512-")
        assert "resolved" not in entry
    licence = (folder / "LICENSE").read_text()
    assert "Lars Willighagen" in licence
    assert "Tim Radvan" in licence
