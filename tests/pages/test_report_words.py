"""Shares in words and charts: what is not none or all is never told so."""

from __future__ import annotations

from datetime import date

import pytest

from kg.analysis.counting.windows import Window
from kg.analysis.report.report import find_check
from kg.analysis.report.weaknesses import Found, Report, Tally
from kg.pages.report_words import bars_of, by_year, count_words, share_words

QUARTERS = (
    Window(date(2024, 10, 1), date(2024, 12, 31), "2024-Q4"),
    Window(date(2025, 1, 1), date(2025, 3, 31), "2025-Q1"),
    Window(date(2025, 4, 1), date(2025, 6, 30), "2025-Q2"),
)


def found(*tallies: Tally, check: str = "no-quote", findings: int = 4) -> Found:
    return Found(find_check(check), findings, Tally(4, 20), None, tallies, ())


@pytest.mark.parametrize(
    ("tally", "words"),
    [
        (None, "–"),
        (Tally(0, 0), "–"),
        (Tally(0, 9), "0 %"),
        (Tally(1, 1000), "< 1 %"),
        (Tally(1, 3), "33 %"),
        (Tally(999, 1000), "> 99 %"),
        (Tally(9, 9), "100 %"),
    ],
)
def test_a_share_in_words(tally: Tally | None, words: str) -> None:
    assert share_words(tally) == words


def test_bars_stand_on_a_scale_that_small_periods_do_not_set() -> None:
    told = bars_of(found(Tally(2, 10), Tally(2, 2), Tally(0, 8)), QUARTERS)
    assert told is not None
    assert (told.scale, told.size) == ("0 to 25 %", 3)
    assert [(one.x, one.height, one.few) for one in told.bars] == [
        (0, 0.8, False),
        (1, 1.0, True),
        (2, 0.0, False),
    ]
    assert told.title == "Only our paraphrase, no words: 20 % of 2024-Q4, 0 % of 2025-Q2"


def test_a_period_of_nothing_has_no_bar() -> None:
    told = bars_of(found(Tally(2, 10), Tally(0, 0), Tally(2, 10)), QUARTERS)
    assert told is not None
    assert [one.x for one in told.bars] == [0, 2]
    assert bars_of(found(Tally(0, 0), Tally(0, 0), Tally(0, 0)), QUARTERS) is None
    assert bars_of(found(), QUARTERS) is None


def test_quarters_sum_up_to_years() -> None:
    one = found(Tally(2, 10), Tally(1, 4), Tally(1, 6))
    years, rows = by_year(Report((one,), QUARTERS, None, 20, 20, 20))
    assert years == ["2024", "2025"]
    assert rows == [(one, [Tally(2, 10), Tally(2, 10)])]


def test_pairs_are_counted_beside_what_they_touch() -> None:
    assert count_words(found()) == "4 of 20 stances"
    assert count_words(found(check="possibly-same", findings=2)) == "2 pairs, 4 of 20 stances"
    waiting = Found(find_check("waiting"), 0, None, None, (), ())
    assert count_words(waiting) == "this graph cannot tell"
