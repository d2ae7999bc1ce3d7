"""Questions as pages ask them: figures in their places, options shuffled, graphs drawn."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from topicsite.model.questions import Graph
from topicsite.reading.load import load
from topicsite.render.expressions import HIGH, drawn, shown, written
from topicsite.render.pages import example_page, generated_pages
from topicsite.render.question_pages import PlaceError, with_questions
from topicsite.render.questions import Asked, all_asked, groups, self_test, shuffled
from topicsite.render.site import Site

ROOT = Path(__file__).parents[2]
OURS = load(ROOT).catalog
CATALOG = load(ROOT / "tests/catalogs/valid/questions").catalog
PRINTED = {"addition": ["together 4", "| 1 | 2.5e-07 |"]}
PAGE = (
    '<topicsite-notebook><h2 id="first">1 &lt; 2</h2><h2 id="a-heading">A</h2><p>here</p>'
    '<h3 id="inside">B</h3><h2 id="next">C</h2></topicsite-notebook>'
)


def site() -> Site:
    return Site(CATALOG, printed=dict(PRINTED))


def asked() -> dict[str, Asked]:
    return {one.id.removeprefix("t/"): one for one in all_asked(site())}


def test_questions_have_plain_fields_with_figures_in_their_places() -> None:
    every = asked()
    assert list(every) == [
        "entry/several", "addition/choose", "addition/predict", "addition/sort",
        "addition/sort-code", "addition/draw", "whole-topic/value",
    ]  # fmt: skip
    choose = every["addition/choose"]
    assert choose.ask == r"How much is \(2 + 2\), beside \(2.5 \cdot 10^{-7}\)?"
    assert [one.says for one in choose.right] == ["It is 4."]
    assert [one.says for _, one in choose.wrong] == [r"It is \(2.5 \cdot 10^{-7}\)."]
    assert choose.former == ("t/addition/pick", "t/sums/choose", "t/sums/pick")
    assert (choose.goal, choose.again) == ("say what a gradient is made of", "a-part")
    predict = every["addition/predict"]
    assert (predict.value, predict.within, predict.written, predict.unit) == (4, 0.5, "4", "apples")
    assert every["addition/sort"].lines == ("socks", "shoes", "laces")
    assert every["addition/draw"].value == pytest.approx(-3 + 2 * 2)
    assert every["whole-topic/value"].value == 8
    assert every["entry/several"].is_multiple


def test_a_question_whose_run_is_not_known_is_left_out() -> None:
    bare = [one.id for one in all_asked(Site(CATALOG))]
    assert "t/addition/choose" not in bare
    assert "t/addition/sort" in bare


def test_they_stand_under_their_heading_and_nothing_else_changes() -> None:
    placed, last = with_questions(site(), "../../", "addition", PAGE)
    assert not last
    at = placed.index("<topicsite-questions")
    assert placed.index('id="inside"') < at < placed.index('<h2 id="next"')
    end = placed.index("</topicsite-questions>") + len("</topicsite-questions>")
    assert (placed[:at] + placed[end:].lstrip()) == PAGE
    whole = example_page(site(), CATALOG.examples["addition"], PAGE)
    assert "1 &lt; 2" in whole
    assert 'id="_questions"' not in whole
    with pytest.raises(PlaceError, match="has no heading `a-heading`, under which"):
        with_questions(site(), "", "addition", PAGE.replace("a-heading", "another"))


def test_what_is_right_is_in_the_page_and_stands_nowhere_else_but_in_the_fold() -> None:
    pages = {page.name: page.html for page in generated_pages(site())}
    assert {"t/questions", "t/questions/first"} <= pages.keys()
    soup = BeautifulSoup(pages["t/questions"](), "html.parser")
    found = soup.select("topicsite-question")
    assert [one["data-question"] for one in found] == [one.id for one in all_asked(site())]
    for one in found:
        assert not one.select("[id]"), "it may be moved to another page"
        assert one.select_one("details.ts-answer") is not None
        fold = one.select_one("details")
        assert fold is not None
        fold.extract()
        assert one.select(".ts-because, .ts-word, .ts-right") == []
        assert "\\(" not in one.get_text()
    assert not soup.select(".katex")
    tested = BeautifulSoup(pages["t/questions/first"](), "html.parser")
    assert [one["data-question"] for one in tested.select("topicsite-question")] == [
        "t/addition/choose"
    ]


@given(st.lists(st.text(max_size=3), max_size=6), st.text(max_size=5))
def test_an_order_is_the_same_in_every_build(items: list[str], seed: str) -> None:
    assert shuffled(items, seed) == shuffled(items, seed)
    assert sorted(shuffled(items, seed)) == sorted(items)


def test_no_place_among_the_options_is_that_of_the_right_one() -> None:
    """Of our own questions the right option stands first about as often as elsewhere."""
    ours = [one for one in all_asked(Site(OURS)) if one.kind == "options" and not one.is_multiple]
    four = [one for one in ours if len(one.options) == 4]
    places = [next(n for n, option in enumerate(one.options) if option.right) for one in four]
    assert len(four) > 15
    assert all(places.count(place) <= 0.5 * len(places) for place in range(4)), places


def test_no_line_is_right_by_chance() -> None:
    for one in all_asked(Site(OURS)):
        if one.kind == "order":
            assert one.shuffled != one.lines
            assert sorted(one.shuffled) == sorted(one.lines)


def test_each_example_has_three_questions_and_each_goal_one() -> None:
    for name in OURS.examples:
        about = [
            one for entry in OURS.questions_about.get(name, ()) for one in entry.model.questions
        ]
        assert len(about) >= 3, name
    for topic in OURS.topics.values():
        goals = {
            question.goal for entry in OURS.questions_of(topic.id)
            for question in entry.model.questions
        }  # fmt: skip
        assert goals >= {goal.can for goal in topic.model.goals}
        for path in topic.model.paths:
            assert self_test(Site(OURS), topic, path), path.id
        assert [group.entry for group in groups(Site(OURS), topic.id)] == OURS.questions_of(
            topic.id
        )


@pytest.mark.parametrize(
    "graph",
    [
        question.graph
        for entry in OURS.questions.values()
        for question in entry.model.questions
        if question.graph
    ],
    ids=lambda graph: "-".join(graph.steps),
)
def test_boxes_of_a_graph_lie_beside_each_other(graph: Graph) -> None:
    drawing = drawn(graph)
    assert [box.name for box in drawing.boxes if "?" in (box.value, box.derivative)] == [graph.of]
    for one, other in combinations(drawing.boxes, 2):
        apart = one.x + one.width <= other.x or other.x + other.width <= one.x
        assert apart or abs(one.y - other.y) >= HIGH, (one, other)
    for box in drawing.boxes:
        assert 0 <= box.x <= box.x + box.width <= drawing.width
        assert 0 <= box.y <= box.y + HIGH <= drawing.height
    places = {box.name: box for box in drawing.boxes}
    edges = [(used, node.name) for node in graph.nodes.values() for used in node.uses]
    assert len(drawing.arrows) == len(edges)
    for arrow, (used, name) in zip(drawing.arrows, edges, strict=True):
        start, end = places[used], places[name]
        assert start.x + start.width <= end.x
        assert arrow.x == end.x
        assert end.y < arrow.y < end.y + HIGH
        assert arrow.path.startswith(f"M{start.x + start.width} {start.y + HIGH // 2}")
        # On its way it meets no box: where it runs level, none is in its height.
        for y, left, right in levels(arrow.path):
            for box in drawing.boxes:
                beside = right <= box.x or left >= box.x + box.width
                assert beside or not box.y < y < box.y + HIGH, (arrow, box)


def levels(path: str) -> list[tuple[int, int, int]]:
    """Where a path runs level past a column: its height, from where and to where."""
    return [(int(y), int(x), int(to)) for x, y, to in re.findall(r" (-?\d+) (-?\d+)H(-?\d+)", path)]


def test_expressions_are_written_as_people_read_them() -> None:
    assert written("x * y ** 2 - a**3 + b ** 12") == "x ⋅ y² \N{MINUS SIGN} a³ + b^12"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (15_000, "15000"),
        (12345, "12345"),
        (-3, "\N{MINUS SIGN}3"),
        (-0.0, "0"),
        (0.12345, "0.1235"),
    ],
)
def test_a_number_that_is_shown_is_an_answer_that_counts(value: float, text: str) -> None:
    assert shown(value) == text
    read = float(text.replace("\N{MINUS SIGN}", "-"))
    assert abs(read - value) <= max(1e-9, abs(value) * 0.01)
