"""What has not come yet is refused, and nothing that has."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from tests.model.test_schema import ENTRY
from topicsite.checking.dates import future_dates
from topicsite.model.catalog import Catalog, Entry
from topicsite.model.entries import Resource
from topicsite.project.dates import latest_day
from topicsite.reading.load import Loaded

TODAY = datetime.date(2026, 11, 26)
EMPTY = Loaded(Catalog({}, {}, {}), [], frozenset(), {})


def found(**fields: str) -> list[str]:
    model = Resource.model_validate({**ENTRY, **fields})
    resources = {"e": Entry("e", "t", "e.yml", model)}
    text = "".join(f"{name}: {value}\n" for name, value in fields.items())
    loaded = replace(EMPTY, catalog=Catalog({}, resources, {}), texts={"e.yml": text})
    return [f"{f.rule} {f.span.line}:{f.span.column}" for f in future_dates(loaded, TODAY)]


@pytest.mark.parametrize("day", ["2026", "2026-11", "2026-11-26", "2025-12-31", "1999"])
def test_a_day_of_verification_that_has_come(day: str) -> None:
    assert found(last_verified=day) == []


@pytest.mark.parametrize("day", ["2099", "2027", "2026-12", "2026-11-27", "2999-12-31"])
def test_a_day_of_verification_to_come(day: str) -> None:
    assert found(last_verified=day) == ["future-date 1:16"]


@pytest.mark.parametrize("day", ["2026-12", "2027", "2027-12-31", "1700"])
def test_a_publisher_may_be_a_year_ahead(day: str) -> None:
    assert found(published=day) == []


@pytest.mark.parametrize("day", ["2028", "2099-01", "2028-01-01"])
def test_and_no_more(day: str) -> None:
    assert found(published=day) == ["future-date 1:12"]


def test_today_is_the_latest_on_earth() -> None:
    now = datetime.datetime.now(datetime.UTC)
    assert now.date() <= latest_day() <= now.date() + datetime.timedelta(days=1)
