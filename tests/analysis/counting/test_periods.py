"""Windows by the calendar: where they begin and end, and what they are called."""

from __future__ import annotations

from datetime import date

import pytest

from kg.analysis.counting.periods import growing, periods
from kg.analysis.counting.windows import Window

FIRST, LAST = date(2024, 11, 30), date(2025, 7, 1)


@pytest.mark.parametrize(
    ("months", "names"),
    [
        (12, ["2024", "2025"]),
        (6, ["2024-H2", "2025-H1", "2025-H2"]),
        (3, ["2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3"]),
        (1, ["2024-11", "2024-12", *(f"2025-0{month}" for month in range(1, 8))]),
    ],
)
def test_periods_are_those_of_the_calendar(months: int, names: list[str]) -> None:
    assert [str(one) for one in periods(FIRST, LAST, months)] == names


def test_half_years_begin_in_january_and_july() -> None:
    assert periods(date(2025, 6, 30), date(2025, 6, 30)) == (
        Window(date(2025, 1, 1), date(2025, 6, 30), "2025-H1"),
    )
    assert periods(date(2025, 7, 1), date(2025, 7, 2)) == (
        Window(date(2025, 7, 1), date(2025, 12, 31), "2025-H2"),
    )


def test_growing_ones_all_begin_with_the_first() -> None:
    assert growing(periods(FIRST, LAST)) == (
        Window(date(2024, 7, 1), date(2024, 12, 31), "to 2024-12-31"),
        Window(date(2024, 7, 1), date(2025, 6, 30), "to 2025-06-30"),
        Window(date(2024, 7, 1), date(2025, 12, 31), "to 2025-12-31"),
    )
    assert growing(()) == ()
