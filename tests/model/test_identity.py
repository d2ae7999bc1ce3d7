"""Which addresses are one resource, and which may not be linked to at all."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from topicsite.links import ledger
from topicsite.model import identity
from topicsite.model.hosts import final_host, is_public

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
    ("https://www.youtube.com/watch?v=Ilg3gGewQ5U&list=PLZHQObOWTQDNU6R1_67000Dx_ZCJB-3pi",
     "https://www.youtube.com/live/Ilg3gGewQ5U?si=x"),
    ("https://www.youtube.com/v/Ilg3gGewQ5U", "https://www.youtubekids.com/watch?v=Ilg3gGewQ5U"),
    ("https://www.youtube.com/embed/videoseries?list=PLaAAAAAAAAAAAAAAAA",
     "https://m.youtube.com/playlist?list=PLaAAAAAAAAAAAAAAAA&si=x"),
    ("https://www.youtube-nocookie.com/embed?listType=playlist&list=PLaAAAAAAAAAAAAAAAA",
     "https://www.youtube.com/watch?list=PLaAAAAAAAAAAAAAAAA"),
    ("https://doi.org/10.48550/arXiv.1502.05767", "https://arxiv.org/abs/1502.05767"),
    ("https://doi.org/10.48550/ARXIV.1502.05767v2", "https://arxiv.org/pdf/1502.05767#page=3"),
    ("https://ar5iv.labs.arxiv.org/html/1502.05767", "https://ar5iv.org/abs/1502.05767"),
    ("https://www.alphaxiv.org/overview/1502.05767v4", "https://alphaxiv.org/abs/1502.05767"),
    ("https://browse.arxiv.org/abs/math.GT/0309136", "https://doi.org/10.48550/arXiv.math/0309136"),
    ("https://huggingface.co/papers/1502.05767", "https://arxiv.org/html/1502.05767v4"),
    ("https://hdl.handle.net/10.1038/323533a0", "https://doi.org/10.1038/323533a0"),
    ("https://doi.org/10.1002/(SICI)1%3C1::AID%3E3.0.CO;2-A",
     "https://doi.org/10.1002/%28sici%291%3c1%3a%3aaid%3e3.0.co%3b2-a"),
    ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
    ("https://BÜCHER.example/a", "https://b%C3%BCcher.example/a"),
    ("https://例え。テスト/", "https://xn--r8jz45g.xn--zckzah"),
    ("https://example.org./a", "https://example.org/a"),
    ("https://0x8.010.8.8/", "https://8.8.8.8/"),
    ("https://example.org/é", "https://example.org/%C3%A9"),
    ("https://example.org/a#é", "https://example.org/a#%C3%A9"),
    ("https://example.org/a#:~:text=b", "https://example.org/a"),
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
    (
        "https://www.youtube.com/embed/videoseries?list=PLaAAAAAAAAAAAAAAAA",
        "https://www.youtube.com/embed/videoseries?list=PLbAAAAAAAAAAAAAAAA",
    ),
    (
        "https://www.youtube.com/embed/live_stream?channel=UCAAAAAAAAAAAAAAAAAAAAAA",
        "https://www.youtube.com/embed/live_stream?channel=UCBBBBBBBBBBBBBBBBBBBBBB",
    ),
    (
        "https://youtu.be/Ilg3gGewQ5U?list=PLaAAAAAAAAAAAAAAAA",
        "https://www.youtube.com/playlist?list=PLaAAAAAAAAAAAAAAAA",
    ),
    ("https://www.youtube.com/results?v=Ilg3gGewQ5U", "https://youtu.be/Ilg3gGewQ5U"),
    ("https://example.org/%E4", "https://example.org/%F6"),
    ("https://example.org/?a=%E4", "https://example.org/?a=%F6"),
    ("https://huggingface.co/models/1502.05767", "https://arxiv.org/abs/1502.05767"),
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
    assert set(identity.identities([], "10.48550/arXiv.cs/0112017", "cs.NA/0112017v1")) == {
        "arxiv:cs/0112017"
    }


@pytest.mark.parametrize(
    ("page", "doi"),
    [
        ("https://dl.acm.org/doi/10.1145/3448250", "10.1145/3448250"),
        ("https://dl.acm.org/doi/pdf/10.1145/3448250", "10.1145/3448250"),
        ("https://onlinelibrary.wiley.com/doi/abs/10.1002/A%3CB/", "10.1002/a<b"),
        ("https://link.springer.com/article/10.1007/s10994-021-1", "10.1007/s10994-021-1"),
    ],
)
def test_a_publisher_s_page_names_its_work_too(page: str, doi: str) -> None:
    found = names(page)
    assert f"doi:{doi}" in found
    assert len(found) == 2


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://youtu.be/Ilg3gGewQ5U?t=3", "https://www.youtube.com/watch?v=Ilg3gGewQ5U"),
        ("https://www.youtube.com/embed/videoseries?list=PLaAAAAAAAAAAAAAAAA",
         "https://www.youtube.com/playlist?list=PLaAAAAAAAAAAAAAAAA"),
        ("https://www.youtube.com/playlist?list=WL", None),
        ("https://www.youtube.com/embed/live_stream?channel=UCAAAAAAAAAAAAAAAAAAAAAA", None),
        ("https://www.youtube.com/@someone", None),
    ],
)  # fmt: skip
def test_what_youtube_shows_has_one_page(url: str, page: str | None) -> None:
    assert identity.youtube_page(url) == page
    assert identity.tidy(url) == (page or url)


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


HOSTS = st.lists(
    st.sampled_from(
        ["127", "0x7f", "0177", "1", "①", "%31", "a", "ä", "xn--", "xn--bcher-kva", "localhost",
         "LAN",
         "corp", ".", "。", "[", "]", ":", "::", "ffff", "%", "_", "-", "ß", "\u0661", "@", "org"]
    ),
    max_size=8,
).map("".join)  # fmt: skip


@settings(max_examples=400)
@example("127.1270x7f:127", "")
@given(HOSTS, st.sampled_from(["", "/", "/a?b#c", ":80/", "?", "#"]))
def test_a_host_is_judged_by_its_final_form(host: str, end: str) -> None:
    try:
        url = identity.check_address(f"https://{host}{end}")
    except identity.AddressError:
        return
    final = identity.checked_host(url)
    assert final_host(final) == final
    assert is_public(final)
    assert identity.check_address(f"https://{final}/")
    # What was drawn for a host may end in a port, which belongs to the address too.
    port = urlsplit(f"https://{host}").port
    at = final if port is None else f"{final}:{port}"
    assert names(f"https://{host}/a") == names(f"https://{at}/a")


@settings(max_examples=400)
@given(st.one_of(st.text(max_size=30), HOSTS).map("https://example.org/".__add__))
def test_an_accepted_address_fits_into_the_ledger(url: str) -> None:
    try:
        identity.check_address(url)
    except identity.AddressError:
        return
    seen = ledger.Record("ok", "2026-11-24", "2026-11-24")
    known = {url: seen, "https://a.org": seen}
    assert ledger.parse(ledger.text_of(known)) == known


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
        "HTTPS://example.org/", "hTTps://example.org/", "Https://127.0.0.1/",
    ],
    "insecure-url": ["HTTP://example.org/", "Http://example.org/"],
    "url-credentials": ["https://a:b@example.org", "https://token@example.org/"],
    "url-syntax": [
        "https://", "https:///a", "https://exa mple.org", "https://example.org/<script>",
        "https://example.org/\"onclick=", "https://example.org:port/", "https://[::1", "\thttps://a.b",
        "https://example.org\\@evil.example", "https://example.org/{{x}}",
        *(f"https://example.org/a{chr(code)}b" for code in (
            0x09, 0x0A, 0x0B, 0x1C, 0x85, 0xA0, 0x1680, 0x2003, 0x2028, 0x202F, 0x205F, 0x3000,
            0xAD, 0x200B, 0x200D, 0x2060, 0x3164, 0xFEFF, 0xE0041, 0x202E)),
        "https://example.org/a\u00a0", "https://exa\u3000mple.org/", "https://a..b.org/",
        f"https://{'a' * 64}.org/", "https://1.2.3.4.5/", "https://256.1.1.1/", "https://1.2.0x100.3/",
        "https://xn--zzzzzzzzzzzz.org/", "https://xn--localhost-.org/", "https://exa%00mple.org/",
        "https://exa%2Fmple.org/", "https://℀.org/", "https://[v1.a]/", "https://[fe80::1%25eth0]/",
        "https://[::1", "https://%/", "https://example.org%zz/",
    ],
    "url-private": [
        "https://localhost/", "https://127.0.0.1", "https://10.1.2.3", "https://172.16.0.1",
        "https://192.168.0.1/", "https://169.254.169.254/latest", "https://[::1]/", "https://[fe80::1]",
        "https://0x7f.0.0.1", "https://2130706433/", "https://127.1", "https://printer.local",
        "https://intranet/", "https://wiki.internal", "https://LOCALHOST.", "https://a.localhost/b",
        "https://100.64.0.1", "https://0.0.0.0", "https://①②⑦.⓪.⓪.①/", "https://127.0.0.%31/",
        "https://%31%32%37.1/", "https://127。0。0。1/", "https://１２７.0.0.1/", "https://0177.0.0.1/",
        "https://017700000001/", "https://0x7f000001/", "https://127.0.0.1./", "https://127.0.1/",
        "https://0x0a.1/", "https://ⓛocalhost/", "https://ＬＯＣＡＬＨＯＳＴ/", "https://l%6fcalhost/",
        "https://224.0.0.1/", "https://255.255.255.255/", "https://192.0.2.1/", "https://198.18.0.1/",
        "https://[::]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:a00:1]/", "https://[::7f00:1]/",
        "https://[64:ff9b::127.0.0.1]/", "https://[64:ff9b:1::7f00:1]/", "https://[2002:7f00:1::]/",
        "https://[::ffff:0:7f00:1]/", "https://[fec0::1]/", "https://[fc00::1]/", "https://[ff02::1]/",
        "https://[2001:db8::1]/", "https://[3fff::1]/", "https://[2001::1]/", "https://[100::1]/",
        "https://router.home.arpa/", "https://a.corp/", "https://a.home/", "https://a.mail/",
        "https://a.lan", "https://a.intranet:8080/", "https://a.alt/", "https://a.onion/",
        "https://wiki.corp./", "https://A.HOME.ARPA/", "https://a.localdomain/", "https://a.private/",
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
        "https://bücher.example/",
        "https://a_b.example.org/",
        "https://💩.la/",
        "https://ru.wikipedia.org/wiki/Градиент",
        "https://fa.wikipedia.org/wiki/می‌خواهم",
        "https://[2606:4700::1111]/",
        "https://[::ffff:8.8.8.8]/",
        "https://0x8.8.8.8/",
        "https://example.org./",
        "https://corp.example.org/",
        "https://arpa.org/",
        "https://1.example.org/",
        "https://example.org/[a]",
    ],
)
def test_an_address_that_an_entry_may_have(url: str) -> None:
    assert identity.check_address(url) == url
