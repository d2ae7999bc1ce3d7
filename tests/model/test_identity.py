"""Which addresses are one resource, and which may not be linked to at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topicsite.model import identity

SAME = [
    ("https://youtu.be/Ilg3gGewQ5U", "https://www.youtube.com/watch?v=Ilg3gGewQ5U&t=3"),
    ("https://youtu.be/Ilg3gGewQ5U?si=abc", "https://www.youtube-nocookie.com/embed/Ilg3gGewQ5U"),
    ("https://m.youtube.com/watch?list=PL1&v=Ilg3gGewQ5U", "https://youtube.com/shorts/Ilg3gGewQ5U"),
    ("https://doi.org/10.1038/323533A0", "https://dx.doi.org/10.1038/323533a0"),
    ("https://doi.org/10.1016%2F0893-6080(89)90020-8", "https://doi.org/10.1016/0893-6080(89)90020-8"),
    ("https://arxiv.org/abs/1502.05767v4", "https://www.arxiv.org/pdf/1502.05767.pdf"),
    ("https://export.arxiv.org/abs/cs/0112017", "https://arxiv.org/abs/cs/0112017v2"),
    ("http://www.example.org/a/", "https://example.org/a"),
    ("https://example.org/a/index.html", "https://example.org/a/"),
    ("https://example.org:443/a", "https://example.org/a"),
    ("https://EXAMPLE.org/a", "https://example.org/a"),
    ("https://example.org/%61", "https://example.org/a"),
    ("https://example.org/a?utm_source=x&id=1", "https://example.org/a?id=1&fbclid=y"),
    ("https://example.org/a?b=2&a=1", "https://example.org/a?a=1&b=2"),
    ("https://example.org", "https://www.example.org/"),
]  # fmt: skip

DIFFERENT = [
    ("https://youtu.be/Ilg3gGewQ5U", "https://youtu.be/tIeHLnjs5U8"),
    ("https://example.org/watch?v=Ilg3gGewQ5U", "https://youtu.be/Ilg3gGewQ5U"),
    ("https://www.youtube.com/playlist?list=PL1", "https://www.youtube.com/playlist?list=PL2"),
    ("https://example.org/A", "https://example.org/a"),
    ("https://example.org/a?id=1", "https://example.org/a?id=2"),
    ("https://example.org/a#one", "https://example.org/a#two"),
    ("https://example.org/a", "https://a.example.org/a"),
    ("https://example.org:8080/a", "https://example.org/a"),
    ("https://arxiv.org/abs/1502.05767", "https://arxiv.org/abs/1502.05768"),
    ("https://notarxiv.org/abs/1502.05767", "https://arxiv.org/abs/1502.05767"),
]


def names(url: str) -> set[str]:
    return set(identity.identities([url], None, None))


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_spellings_of_one_resource(one: str, other: str) -> None:
    assert names(one) == names(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_resources(one: str, other: str) -> None:
    assert not names(one) & names(other)


def test_numbers_name_a_resource_too() -> None:
    found = identity.identities(["https://example.org/a"], "10.1038/323533A0", "1502.05767v3")
    assert set(found) == {"url:example.org/a", "doi:10.1038/323533a0", "arxiv:1502.05767"}


PATHS = st.lists(
    st.sampled_from(["a", "B", "index.html", "%20", "x.pdf", "é", "~b", "a-b"]), max_size=4
)
ADDRESSES = st.builds(
    lambda host, path, end, query: f"https://{host}/{'/'.join(path)}{end}{query}",
    st.sampled_from(["example.org", "www.example.org", "a.b.example.com"]),
    PATHS,
    st.sampled_from(["", "/"]),
    st.sampled_from(["", "?a=1", "?utm_source=x", "?b=%20&a=", "#part"]),
)  # fmt: skip


@given(ADDRESSES)
def test_normalising_twice_changes_nothing(url: str) -> None:
    once = identity.normalised(url)
    assert identity.normalised(f"https://{once}") == once


@given(ADDRESSES)
def test_the_short_way_and_the_long_way_agree(url: str) -> None:
    assert names(url) == {f"url:{identity.normalised(url)}"}


@given(
    st.one_of(
        ADDRESSES,
        st.from_regex(identity.PLAIN),
        st.from_regex(r"https?://[ -~]{,40}"),
        st.text(max_size=60).map("https://".__add__),
    )
)
def test_the_shortcut_takes_the_same_for_the_host_as_the_rules(url: str) -> None:
    plain = identity.PLAIN.match(url)
    if plain:
        assert identity.checked_host(url) == plain[1]


REFUSED = {
    "url-scheme": [
        "javascript:alert(1)", "data:text/html,x", "ftp://example.org", "//example.org",
        "example.org/a", "mailto:a@example.org", "file:///etc/passwd", "JaVaScRiPt:alert(1)",
    ],
    "url-credentials": ["https://a:b@example.org", "https://token@example.org/"],
    "url-syntax": [
        "https://", "https:///a", "https://exa mple.org", "https://example.org/<script>",
        "https://example.org/\"onclick=", "https://example.org:port/", "https://[::1", "\thttps://a.b",
        "https://example.org\\@evil.example", "https://example.org/{{x}}",
    ],
    "url-private": [
        "https://localhost/", "https://127.0.0.1", "https://10.1.2.3", "https://172.16.0.1",
        "https://192.168.0.1/", "https://169.254.169.254/latest", "https://[::1]/", "https://[fe80::1]",
        "https://0x7f.0.0.1", "https://2130706433/", "https://127.1", "https://printer.local",
        "https://intranet/", "https://wiki.internal", "https://LOCALHOST.", "https://a.localhost/b",
        "https://100.64.0.1", "https://0.0.0.0",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "url"), [(rule, url) for rule, urls in REFUSED.items() for url in urls]
)
def test_an_address_that_no_entry_may_have(rule: str, url: str) -> None:
    with pytest.raises(identity.AddressError) as caught:
        identity.check_address(url)
    assert caught.value.rule == rule


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "http://example.org/a?b=c#d",
        "https://example.org:8443/",
        "https://8.8.8.8/",
        "https://xn--bcher-kva.example/",
        "https://doi.org/10.1016/0893-6080(89)90020-8",
        "https://example.org/a%20b",
    ],
)
def test_an_address_that_an_entry_may_have(url: str) -> None:
    assert identity.check_address(url) == url
