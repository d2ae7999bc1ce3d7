"""What the bench writes is read back as it was, and every file of it stands on a page."""

from __future__ import annotations

from hypothesis import given

from tests.bench.results import FOLDER, printed, text_of
from tests.measurements import measurements
from topicsite.model.measurements import Measurement
from topicsite.reading.measurements import parse_measurement


@given(measurements())
def test_what_is_written_is_read_back_equal(measurement: Measurement) -> None:
    assert parse_measurement(text_of(measurement).encode()) == measurement
    assert list(printed(measurement))


def test_every_measurement_is_right_and_stands_on_a_page() -> None:
    files = sorted(FOLDER.glob("*.json"))
    assert [file.stem for file in files] == [
        "catalogue",
        "import",
        "links",
        "network",
        "planning",
        "python",
        "search",
        "site",
        "tape",
    ]
    pages = "".join(page.read_text(encoding="utf-8") for page in FOLDER.parent.glob("*.md"))
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert text_of(parse_measurement(text.encode())) == text
        assert f"<!-- topicsite: measured file=measurements/{file.name} -->" in pages
