"""Two days compared: what turned, what is new, and what nobody can tell."""

from __future__ import annotations

from datetime import date

import pytest

from kg.analysis.comparison.comparison_rows import day_rows, row_table, short_row_table
from kg.analysis.comparison.days import compare_days
from kg.analysis.comparison.standing import Move
from kg.analysis.counting.pooling import Level
from kg.analysis.counting.resampling import Draws
from tests.analysis.invented_corpus import corpus

FIRST, SECOND = date(2024, 12, 31), date(2025, 12, 31)
NONE = Draws(0)
TOLD = [
    ("anna", "talks", "-", "2024-06-01"),
    ("anna", "talks", "+", "2025-06-01"),
    ("bela", "talks", "+", "2024-06-01"),
    ("bela", "talks", "+", "2025-06-01"),
    ("cora", "talks", "+", "2024-12-31"),
    ("dora", "talks", "-", "2025-01-01"),
    ("edna", "talks", "-", "2026-01-01"),
    ("fay", "talks", "+", "2024-01-01"),
    ("fay", "talks", "-", "2025-02-01"),
    ("fay", "talks", "+", "2025-03-01"),
]


def test_what_became_of_each_position() -> None:
    found = compare_days(corpus(TOLD), FIRST, SECOND, Level.ACTOR, NONE)
    assert {one.unit.id: one.move for one in found.moved} == {
        "anna": Move.TURNED,
        "bela": Move.RENEWED,
        "cora": Move.SAME,
        "dora": Move.NEW,
        # To and fro in between: on both days for.
        "fay": Move.RENEWED,
    }
    assert found.stances == (4, 9)
    assert found.documents == (4, 9)
    assert {one.move: one.count for one in found.numbers} == {
        Move.TURNED: 1, Move.NEW: 1, Move.RENEWED: 2, Move.SAME: 1,
    }  # fmt: skip
    assert all(one.interval is None for one in found.numbers)
    (turned,) = found.of(Move.TURNED)
    assert turned.before is not None
    assert turned.after is not None
    assert (turned.before.when, turned.after.when) == ("2024-06-01", "2025-06-01")


def test_documents_before_are_those_of_before() -> None:
    told = corpus([("anna", "talks", "+", f"202{year}-06-01") for year in range(3, 6)])
    (moved,) = compare_days(told, FIRST, SECOND, Level.ACTOR, NONE).moved
    assert moved.before is not None
    assert moved.after is not None
    assert (moved.before.documents, moved.after.documents) == (2, 3)


def test_a_month_that_reaches_beyond_the_day_is_not_yet_told() -> None:
    told = corpus([("anna", "talks", "+", "2025")])
    assert compare_days(told, date(2025, 6, 1), date(2025, 12, 30), Level.ACTOR, NONE).moved == ()
    (moved,) = compare_days(told, date(2025, 6, 1), SECOND, Level.ACTOR, NONE).moved
    assert moved.move is Move.NEW


def test_numbers_have_intervals() -> None:
    found = compare_days(corpus(TOLD), FIRST, SECOND, Level.ACTOR, Draws(300))
    for number in found.numbers:
        assert number.interval is not None
        assert number.interval.low <= number.count <= number.interval.high


def test_numbers_of_two_documents_have_no_interval() -> None:
    rows = [
        ("anna", "talks", "-", "2024-06-01", ["d1"]),
        ("anna", "talks", "+", "2025-06-01", ["d2"]),
        ("bela", "talks", "+", "2025-06-01", ["d2"]),
    ]
    two = compare_days(corpus(rows), FIRST, SECOND, Level.ACTOR, Draws(100))
    assert [one.count for one in two.numbers] == [1, 1, 0, 0]
    assert all(one.interval is None for one in two.numbers)
    three = [*rows, ("cora", "talks", "-", "2024-06-01", ["d3"])]
    more = compare_days(corpus(three), FIRST, SECOND, Level.ACTOR, Draws(100))
    assert any(one.interval for one in more.numbers)


def test_numbers_go_by_the_documents_of_units_of_the_level() -> None:
    rows = [
        ("anna", "talks", "-", "2024-06-01", ["d1"]),
        ("anna", "talks", "+", "2025-06-01", ["d2"]),
        ("bela", "talks", "+", "2025-06-01", ["d3"]),
    ]
    tenures = [("anna", "member", "blues", "2020")]
    told = corpus(rows, tenures=tenures, actors={"blues": "party"})
    found = compare_days(told, FIRST, SECOND, Level.PARTY, Draws(100))
    assert [one.count for one in found.numbers] == [1, 0, 0, 0]
    assert all(one.interval is None for one in found.numbers)
    assert {row.n for row in day_rows(found) if row.kind.startswith("number")} == {2}


def test_polarisation_of_what_stood_on_each_day() -> None:
    found = compare_days(corpus(TOLD), FIRST, SECOND, Level.ACTOR, NONE)
    # 31 December 2024: 3 for, 1 against; a year later 4 for, 1 against. With shares p and q the
    # measure is 2 p q (p + q) * 2 = 4 p q: 4 * 3/16, and 4 * 4/25.
    assert [one.figure for one in found.polarised] == [
        pytest.approx(0.75), pytest.approx(0.64),
    ]  # fmt: skip


def test_the_rows_hold_figures_and_positions() -> None:
    found = compare_days(corpus(TOLD), FIRST, SECOND, Level.ACTOR, NONE)
    rows = row_table(day_rows(found), ("before", "after"), {}, {}).dicts()
    kinds = [row["kind"] for row in rows]
    assert kinds[:4] == ["number turned", "number new", "number renewed", "number same"]
    assert kinds.count("position turned") == 1
    assert kinds.count("position renewed") == 2
    assert kinds[-2:] == ["polarisation"] * 2
    turned = rows[kinds.index("position turned")]
    assert (turned["beforeVerb"], turned["afterVerb"]) == ("refuses", "wants")
    short = short_row_table(day_rows(found), ("before", "after"), Level.ACTOR).dicts()
    assert short[kinds.index("position turned")]["after"] == "wants, 2025-06-01"


def test_a_record_without_stances_has_not_moved() -> None:
    found = compare_days(corpus([]), FIRST, SECOND, Level.ACTOR, Draws(5))
    assert (found.moved, found.stances) == ((), (0, 0))
