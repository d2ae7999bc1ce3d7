"""What a draft is filled with: what its address tells, and an id."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from topicsite.model import identity
from topicsite.model.catalog import Catalog
from topicsite.reading.load import load
from topicsite.writing import drafts

CATALOGS = Path(__file__).parents[1] / "catalogs"


@pytest.mark.parametrize(
    ("url", "address", "fields"),
    [
        ("https://youtu.be/Ilg3gGewQ5U?si=a&t=3", "https://www.youtube.com/watch?v=Ilg3gGewQ5U",
         {"kind": "video", "access": "free"}),
        ("https://arxiv.org/pdf/1502.05767v4", "https://arxiv.org/pdf/1502.05767v4",
         {"kind": "theory-paper", "access": "free", "arxiv": "1502.05767", "published": "2015-02"}),
        ("https://doi.org/10.1038/323533a0", "https://doi.org/10.1038/323533a0",
         {"kind": "theory-paper", "doi": "10.1038/323533a0"}),
        ("https://github.com/a/b", "https://github.com/a/b", {"kind": "code", "access": "free"}),
        ("https://a.org/a?utm_source=x&b=1&fbclid=2#c", "https://a.org/a?b=1#c", {}),
        ("https://a.org/a?utm_source=x", "https://a.org/a", {}),
        ("https://a.org/a?b=%20&c", "https://a.org/a?b=%20&c", {}),
        ("not an address", "not an address", {}),
        ("https://[", "https://[", {}),
    ],
)  # fmt: skip
def test_what_an_address_tells(url: str, address: str, fields: dict[str, str]) -> None:
    assert drafts.derived(url) == {"url": address, **fields}
    if address != url:
        assert (
            identity.identities([url], None, None).keys()
            == identity.identities([address], None, None).keys()
        )


@pytest.mark.parametrize(
    ("arxiv", "published"),
    [
        ("1502.05767", "2015-02"), ("0704.0001", "2007-04"), ("2312.00752v2", "2023-12"),
        ("hep-th/9108001", "1991-08"), ("cs/9912345", "1999-12"), ("math.GT/0309136", "2003-09"),
        ("1513.05767", None), ("1500.05767", None), ("nonsense", None), ("", None),
    ],
)  # fmt: skip
def test_an_arxiv_id_tells_the_month(arxiv: str, published: str | None) -> None:
    assert drafts.published(arxiv) == ({"published": published} if published else {})


@given(
    st.text(max_size=40)
    | st.text(st.sampled_from("htps:/.[]@#?%&=v1x9é①\u2100"), max_size=30).map("https://{}".format)
    | st.text(st.sampled_from("/?=&#%v1x[]"), max_size=20).map("https://youtu.be{}".format)
)
@example("https://example.org:99999/")
@example("https://youtu.be:x/")
@example("HTTPS://[x")
def test_any_text_may_be_given_for_an_address(url: str) -> None:
    known = drafts.derived(url)
    assert known["url"] or not url
    drafts.same_resource(Catalog({}, {}, {}), known)
    drafts.same_resource(Catalog({}, {}, {}), {"url": url})


@pytest.mark.parametrize("url", ["https://example.org:99999/", "https://[x", "", "https://a:b/"])
def test_what_is_no_address_names_no_resource(url: str) -> None:
    catalog = load(CATALOGS / "valid/smallest").catalog
    assert drafts.same_resource(catalog, {"url": url}) is None
    assert drafts.same_resource(catalog, {"url": "https://example.org/good"}) is not None


@pytest.mark.parametrize(
    ("authors", "title", "published", "proposed"),
    [
        (["Ada Example"], "Sorting", "2021-05", "example-2021"),
        (["Jörg Müller-Weiß"], "A day", None, "weiss-a-day"),
        (["李"], "Sorting it out in time", "2021", "2021"),
        (["李"], "你好", None, "entry"),
        ([], "Sorting it out in good time", None, "sorting-it-out-in"),
        (["Ada Taken"], "Sorting", "2021", "taken-2021-3"),
    ],
)
def test_an_id_is_proposed(
    authors: list[str], title: str, published: str | None, proposed: str
) -> None:
    fields: drafts.Fields = {"authors": [*authors], "title": title}
    if published:
        fields["published"] = published
    taken = frozenset({"taken-2021", "taken-2021-2"})
    assert drafts.propose_id(fields, taken) == proposed
