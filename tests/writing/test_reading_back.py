"""Whatever is written is read again and says the same, whatever it says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from topicsite.cli import main
from topicsite.model.entries import Model, Resource, Topic
from topicsite.reading import source
from topicsite.reading.source import Data
from topicsite.writing import formatting
from topicsite.writing.layout import as_written, lay_out
from topicsite.writing.reading_back import NotReadBackError, read_back

TYPED = [
    "2048", "yes", "on", "off", "no", "y", "1.5", ".5", "1e3", "0x10", "0o7", "007", "2024-01-01",
    "2024-01-01 10:00:00", "1:30", "1:30:00", ".inf", "-.inf", ".nan", "null", "~", "true", "=",
    "<<", "- a", "-", "? a", "?", ": a", ":", "a: b", "a:", "#x", "x #y", "x#y", "{", "{a}", "[",
    "[a]", "a, b", "&a", "*a", "!a", "%a", "@a", "`a`", "|", ">", "---", "--- a", "...", "'", '"',
    "it's", 'say "a"', "\\", "\\n", "C", "R", "C++", "C#", "F#", "A*", "🙂", "中文", "é", "e\u0301",
    "a\u00a0b", "\u3000", "$title", "${title}", "{{ a }}", "{% a %}", "!ENV HOME", "a\tb", "a\nb",
]  # fmt: skip
"""What YAML takes for something else than text, in some version, or what ends a text."""

TEXTS = st.sampled_from(TYPED) | st.text(min_size=1, max_size=80) | st.text(
    st.sampled_from(" :#-?,[]{}&*!|>'\"%@`~=<\n\t\\a1.\u00a0\u2028\u3000\u0085é🙂"), min_size=1
)  # fmt: skip
FIELDS = st.fixed_dictionaries(
    {
        "title": TEXTS,
        "url": TEXTS,
        "summary": TEXTS,
        "teaches": st.lists(TEXTS, max_size=4),
        "also_at": st.lists(st.fixed_dictionaries({"label": TEXTS, "url": TEXTS}), min_size=1),
        "nobody knows": TEXTS,
    }
)


def leaves(data: Data) -> Iterator[str]:
    """Every text in some data."""
    if isinstance(data, str):
        yield data
    else:
        for inner in data.values() if isinstance(data, dict) else data:
            yield from leaves(inner)


def is_readable(text: str) -> bool:
    """Whether a text on its own is one that entries may hold."""
    return source.parse("x", f'a: "{escaped(text)}"\n'.encode()).data is not None


def escaped(text: str) -> str:
    """A text as YAML's double quotes take every character: by its number."""
    return "".join(f"\\U{ord(character):08x}" for character in text)


@settings(max_examples=1000, deadline=None)
@given(FIELDS)
def test_all_that_may_be_said_is_read_again(fields: dict[str, Data]) -> None:
    text = lay_out(fields, Resource)
    if all(map(is_readable, leaves(as_written(fields, Resource)))):
        read_back("x.yml", text, fields, Resource)
    else:
        assert source.parse("x.yml", text.encode()).data is None


@settings(max_examples=500, deadline=None)
@given(TEXTS)
@example("\ud800")
@example("\udcff")
@example("\x00")
@example("\ufffe")
def test_what_may_not_be_said_is_refused_and_not_changed(text: str) -> None:
    fields: dict[str, Data] = {"title": text}
    written = lay_out(fields, Topic).encode("utf-8", "surrogatepass")
    read = source.parse("x.yml", written)
    assert read.data is None or read.data == as_written(fields, Topic)


@pytest.mark.parametrize("text", TYPED)
@pytest.mark.parametrize("model", [Resource, Topic])
def test_other_readers_of_yaml_find_the_same_text(text: str, model: type[Model]) -> None:
    """Quotes are there where YAML 1.2 would see something else than text, numbers apart."""
    data = YAML(typ="safe", pure=True).load(lay_out({"title": f"a {text}"}, model))
    assert data["title"] == f"a {text}".strip() or text == "\u3000"


def test_a_fault_of_the_writer_is_told_and_nothing_is_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with pytest.raises(NotReadBackError, match="it would say something else"):
        read_back("x.yml", "title: b\n", {"title": "a"}, Resource)
    with pytest.raises(NotReadBackError, match=r"error\[yaml-syntax\]"):
        read_back("x.yml", "title: [\n", {"title": "a"}, Resource)
    entry = tmp_path_factory.mktemp("fault") / "x.yml"
    entry.write_text("kind:   video\n")
    monkeypatch.setattr(formatting, "lay_out", lambda *_: "kind: vido\n")
    done = CliRunner().invoke(main, ["fmt", str(entry)])
    assert done.exit_code == 1
    assert "it would say something else" in done.stderr
    assert entry.read_text() == "kind:   video\n"
