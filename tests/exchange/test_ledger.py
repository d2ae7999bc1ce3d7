"""The ledger of imports is read as it was written, also when two branches were joined."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topicsite.exchange import ledger
from topicsite.project.ledgers import LedgerError

IDS = st.from_regex(r"\A[a-z0-9]{1,8}(?:-[a-z0-9]{1,4})?\Z")
MARKS = st.text().map(ledger.mark)
FIELDS = st.dictionaries(st.from_regex(r"\A[a-z_]{1,12}\Z"), MARKS, min_size=1, max_size=4)


@given(st.dictionaries(IDS, FIELDS, max_size=5))
def test_what_is_written_is_read(kept: ledger.Ledger) -> None:
    assert ledger.parse(ledger.written(kept)) == kept


@given(st.dictionaries(IDS, FIELDS, max_size=3), st.dictionaries(IDS, FIELDS, max_size=3))
def test_two_branches_are_joined(one: ledger.Ledger, other: ledger.Ledger) -> None:
    both = ledger.parse(ledger.written(one) + ledger.written(other))
    assert both == {
        name: {**one.get(name, {}), **other.get(name, {})} for name in (one.keys() | other.keys())
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a title=0123456789ab\nb\n", "import.ledger:2: this is no line"),
        ("a title=x\n", "import.ledger:1: this is no line"),
        ("=======\n", "a merge was left half done"),
    ],
)
def test_what_is_no_ledger(text: str, said: str) -> None:
    with pytest.raises(LedgerError, match=said):
        ledger.parse(text)


def test_marks_differ_where_values_do() -> None:
    values: list[object] = ["a", ["a"], ["a", "b"], ["b", "a"], [{"label": "a"}], ""]
    assert len({ledger.mark(value) for value in values}) == len(values)  # type: ignore[arg-type]
