"""Contradictions: how close two stances must be, of whom, and which are changes too."""

from __future__ import annotations

from datetime import date

import pytest

from kg.analysis.change.change_tables import contradiction_table
from kg.analysis.change.contradictions import find_contradictions
from kg.analysis.counting.pooling import Level
from kg.analysis.counting.resampling import Draws
from kg.analysis.counting.windows import Span, parse_span
from tests.analysis.invented_corpus import corpus

NONE = Draws(0)
MONTH = Span(days=30)


def pairs(*said: tuple[str, str], within: Span | None = MONTH) -> list[tuple[str, str, int]]:
    told = corpus([("anna", "talks", sign, day) for sign, day in said])
    found = find_contradictions(told, Level.ACTOR, NONE, within).found
    return [(one.first.when, one.second.when, one.apart) for one in found]


def test_opposite_stances_within_the_span() -> None:
    # From 1 January, the 31st is 30 days later, 1 February 31.
    assert pairs(("+", "2025-01-01"), ("-", "2025-01-31")) == [("2025-01-01", "2025-01-31", 30)]
    assert pairs(("+", "2025-01-01"), ("-", "2025-02-01")) == []
    assert pairs(("-", "2025-01-01"), ("+", "2025-01-31")) == [("2025-01-01", "2025-01-31", 30)]
    assert pairs(("+", "2025-01-01"), ("~", "2025-01-02")) == []
    assert pairs(("+", "2025-01-01"), ("+", "2025-01-02")) == []


def test_dates_that_overlap_need_no_span() -> None:
    assert pairs(("+", "2025-01"), ("-", "2025-01-20"), within=None) == [
        ("2025-01", "2025-01-20", 0)
    ]
    assert pairs(("+", "2025-01"), ("-", "2025-02-01"), within=None) == []
    assert pairs(("+", "2025"), ("-", "2025-06-03"), within=None) == [("2025", "2025-06-03", 0)]


def test_a_span_of_months_and_one_beyond_the_calendar() -> None:
    assert pairs(("+", "2025-01-31"), ("-", "2025-02-28"), within=parse_span("1m"))
    assert not pairs(("+", "2025-01-31"), ("-", "2025-03-01"), within=parse_span("1m"))
    assert pairs(("+", "2000-01-31"), ("-", "2025-03-01"), within=parse_span("9999y"))


def test_a_stance_whose_date_is_not_told_is_left_out() -> None:
    told = corpus(
        [
            ("anna", "talks", "+", "2025-01-01"),
            ("anna", "talks", "-", "2025-01-01", [], None, 1.0, False),
        ]
    )
    assert find_contradictions(told, Level.ACTOR, NONE, MONTH).found == ()


def test_a_change_between_the_two_is_marked() -> None:
    told = corpus(
        [
            ("anna", "talks", "+", "2025-01-01"),
            ("anna", "talks", "-", "2025-01-10"),
            ("bela", "talks", "+", "2025-01"),
            ("bela", "talks", "-", "2025-01-10"),
        ]
    )
    found = find_contradictions(told, Level.ACTOR, NONE, MONTH)
    assert {one.unit.id: one.turned for one in found.found} == {
        "anna": date(2025, 1, 10), "bela": None,
    }  # fmt: skip
    assert found.turned == 1
    assert found.units == 2


def test_to_and_fro_each_pair_has_its_own_change() -> None:
    told = corpus(
        [
            ("anna", "talks", "+", "2025-01-01"),
            ("anna", "talks", "-", "2025-01-10"),
            ("anna", "talks", "+", "2025-01-20"),
        ]
    )
    found = find_contradictions(told, Level.ACTOR, NONE, MONTH).found
    assert [(one.first.stance, one.second.stance, one.turned) for one in found] == [
        ("s002", "s003", date(2025, 1, 20)),
        ("s001", "s002", date(2025, 1, 10)),
    ]


def test_a_change_long_before_the_two_is_not_theirs() -> None:
    told = corpus(
        [
            ("anna", "talks", "-", "2020-01-01"),
            ("anna", "talks", "+", "2021-01-01"),
            ("anna", "talks", "+", "2025-01-05"),
            ("anna", "talks", "-", "2025-01"),
        ]
    )
    (pair,) = find_contradictions(told, Level.ACTOR, NONE, MONTH).found
    assert {pair.first.stance, pair.second.stance} == {"s003", "s004"}
    assert pair.turned is None


def test_two_members_of_one_government() -> None:
    told = corpus(
        [
            ("anna", "talks", "+", "2025-01-10", ["d1"]),
            ("bela", "talks", "-", "2025-01", ["d2"]),
            ("cora", "talks", "-", "2025-01", ["d3"]),
        ],
        tenures=[
            ("anna", "Minister of Blue", "blue-land", "2024"),
            ("bela", "Minister of Red", "blue-land", "2024"),
            ("cora", "Minister of Red", "blue-land", "2024", "2024-12-31"),
        ],
        actors={"blue-land": ("state", "XA")},
    )
    assert find_contradictions(told, Level.ACTOR, NONE, MONTH).found == ()
    found = find_contradictions(told, Level.GOVERNMENT, Draws(10), MONTH)
    (pair,) = found.found
    assert pair.several
    assert (pair.first.speaker.id, pair.second.speaker.id) == ("bela", "anna")
    row = contradiction_table(found, {}).dicts()[0]
    assert row["firstSpeakerLabel"] == "Bela"
    assert row["secondOffice"] == "Minister of Blue"
    assert row["daysApart"] == "0"


def test_since_and_until_are_of_the_later_stance() -> None:
    told = corpus(
        [
            ("anna", "talks", "+", "2024-12-20"),
            ("anna", "talks", "-", "2025-01-10"),
            ("bela", "talks", "+", "2025-02-01"),
            ("bela", "talks", "-", "2025-02-10"),
        ]
    )

    def units(**days: date) -> list[str]:
        found = find_contradictions(told, Level.ACTOR, NONE, MONTH, **days)
        return [one.unit.id for one in found.found]

    assert units() == ["bela", "anna"]
    assert units(since=date(2025, 1, 1), until=date(2025, 1, 31)) == ["anna"]
    assert units(until=date(2025, 1, 9)) == []


def test_how_sure_their_number_is() -> None:
    # Of three documents two are drawn in 1 - 2 (2/3)^3 + (1/3)^3 = 12/27 of the draws.
    told = corpus(
        [
            ("anna", "talks", "+", "2025-01-01"),
            ("anna", "talks", "-", "2025-01-02"),
            ("bela", "trade", "+", "2025-01-01"),
        ]
    )
    found = find_contradictions(told, Level.ACTOR, Draws(2000), MONTH)
    assert found.found[0].again == pytest.approx(12 / 27, abs=0.04)
    assert found.found[0].few
    assert found.interval is not None
    # Student's 4.303 of three x sqrt(3/2) x a standard error of sqrt(12/27 x 15/27) = 2.62.
    assert found.interval.low == 0
    assert found.interval.high == pytest.approx(3.62, abs=0.05)
    empty = find_contradictions(corpus([]), Level.ACTOR, Draws(5), MONTH)
    assert (empty.found, empty.interval) == ((), None)


def test_documents_of_units_that_are_left_out_are_not_counted() -> None:
    told = corpus(
        [
            ("anna", "talks", "+", "2025-01-01"),
            ("anna", "talks", "-", "2025-01-02"),
            ("bela", "talks", "+", "2025-01-01"),
        ],
        tenures=[("anna", "member", "blues", "2020")],
        actors={"blues": "party"},
    )
    found = find_contradictions(told, Level.PARTY, Draws(100), MONTH)
    assert [one.unit.id for one in found.found] == ["blues"]
    assert found.interval is None
