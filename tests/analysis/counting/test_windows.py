"""Parts of time: their first and last days, and the heights of kernels."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.counting.windows import (
    MOST,
    Kernel,
    Span,
    Window,
    between,
    by_number,
    expanding,
    kernel_height,
    kernel_weights,
    moving,
    parse_span,
    parse_width,
)
from kg.errors import UsageError

MONTH, YEAR, WEEK = Span(months=1), Span(months=12), Span(days=7)


def day(text: str) -> date:
    return date.fromisoformat(text)


def days(*texts: str) -> np.ndarray:
    return np.array(texts, "datetime64[D]")


def told(windows: tuple[Window, ...]) -> list[str]:
    return [f"{one.first}/{one.last}" for one in windows]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("90d", Span(days=90)),
        ("2 weeks", Span(days=14)),
        ("12W", Span(days=84)),
        (" 6m ", Span(months=6)),
        ("1 month", Span(months=1)),
        ("2y", Span(months=24)),
    ],
)
def test_a_length_of_time_has_a_number_and_a_unit(text: str, span: Span) -> None:
    assert parse_span(text) == span


@pytest.mark.parametrize(
    "text", ["", "6", "m", "0m", "6x", "-1d", "1.5y", "6 minutes", "٣d", "1d1d"]
)
def test_other_words_are_no_length_of_time(text: str) -> None:
    with pytest.raises(UsageError):
        parse_span(text)


def test_a_width_may_be_a_number_of_statements() -> None:
    assert parse_width("50s") == 50
    assert parse_width("3 statements") == 3
    assert parse_width("50d") == Span(days=50)


def test_months_from_the_end_of_a_month_tile_time() -> None:
    # Each begins a day after the one before ends, whatever the length of the month.
    assert told(moving(day("2025-01-31"), day("2025-04-30"), MONTH)) == [
        "2025-01-31/2025-02-27",
        "2025-02-28/2025-03-30",
        "2025-03-31/2025-04-29",
        "2025-04-30/2025-05-30",
    ]


def test_a_leap_day_comes_back_in_four_years() -> None:
    # Counted from the first day, not from the window before: the fifth begins on a 29th again.
    first = [one.first for one in moving(day("2020-02-29"), day("2024-03-01"), YEAR)]
    assert list(map(str, first)) == [
        "2020-02-29", "2021-02-28", "2022-02-28", "2023-02-28", "2024-02-29",
    ]  # fmt: skip


def test_the_last_window_is_whole() -> None:
    windows = moving(day("2025-01-01"), day("2025-01-08"), WEEK)
    assert told(windows) == ["2025-01-01/2025-01-07", "2025-01-08/2025-01-14"]


def test_windows_overlap_where_the_step_is_shorter() -> None:
    windows = moving(day("2025-01-01"), day("2025-07-20"), Span(months=6), MONTH)
    assert told(windows) == ["2025-01-01/2025-06-30", "2025-02-01/2025-07-31"]


def test_no_window_begins_after_one_has_reached_the_last_day() -> None:
    windows = moving(day("2025-01-01"), day("2025-06-30"), Span(months=6), MONTH)
    assert told(windows) == ["2025-01-01/2025-06-30"]


def test_a_month_that_moves_by_days_is_a_month_from_its_own_first_day() -> None:
    # 31 January and 30 days is 2 March; a month later is 2 April.
    windows = moving(day("2025-01-31"), day("2025-03-02"), MONTH, Span(days=30))
    assert told(windows) == ["2025-01-31/2025-02-27", "2025-03-02/2025-04-01"]


def test_a_week_that_moves_by_months_is_a_week() -> None:
    windows = moving(day("2025-01-31"), day("2025-02-28"), WEEK, MONTH)
    assert told(windows) == ["2025-01-31/2025-02-06", "2025-02-28/2025-03-06"]


def test_one_day_has_one_window() -> None:
    assert told(moving(day("2024-02-29"), day("2024-02-29"), Span(days=1))) == [
        "2024-02-29/2024-02-29"
    ]


def test_expanding_windows_begin_together() -> None:
    windows = expanding(day("2025-01-31"), day("2025-04-10"), MONTH)
    assert told(windows) == [
        "2025-01-31/2025-02-27",
        "2025-01-31/2025-03-30",
        "2025-01-31/2025-04-29",
    ]
    grown = expanding(day("2025-01-01"), day("2025-01-20"), Span(days=14), WEEK)
    assert told(grown) == ["2025-01-01/2025-01-14", "2025-01-01/2025-01-21"]


@pytest.mark.parametrize("windows", [moving, expanding])
def test_there_is_a_most_of_windows(windows: object) -> None:
    with pytest.raises(UsageError, match="more than"):
        windows(day("2000-01-01"), day("2020-01-01"), Span(days=1))  # type: ignore[operator]


def test_what_lies_beyond_the_calendar_ends_with_it() -> None:
    (window,) = moving(day("2025-01-01"), day("2025-02-01"), Span(months=12 * 9999))
    assert window.last == date.max


@given(
    first=st.dates(date(1999, 1, 1), date(2001, 12, 31)),
    length=st.integers(0, 700),
    width=st.builds(Span, st.integers(1, 90)) | st.builds(Span, st.just(0), st.integers(1, 14)),
)
def test_windows_without_a_step_hold_every_day_once(first: date, length: int, width: Span) -> None:
    last = first + timedelta(length)
    windows = moving(first, last, width)
    assert windows[0].first == first
    assert windows[-1].last >= last
    for one, other in pairwise(windows):
        assert other.first - one.last == timedelta(1)


def test_events_begin_the_periods_that_they_cut() -> None:
    cuts = [(day("2025-06-01"), "B"), (day("2025-03-01"), "A")]
    windows = between(day("2025-01-01"), day("2025-12-31"), cuts)
    assert told(windows) == [
        "2025-01-01/2025-02-28",
        "2025-03-01/2025-05-31",
        "2025-06-01/2025-12-31",
    ]
    assert list(map(str, windows)) == ["before A", "from A", "from B"]


def test_events_of_one_day_cut_once() -> None:
    cuts = [(day("2025-03-01"), "A"), (day("2025-03-01"), "B"), (day("2025-03-01"), "A")]
    windows = between(day("2025-01-01"), day("2025-12-31"), cuts)
    assert list(map(str, windows)) == ["before A, B", "from A, B"]


def test_events_outside_cut_nothing() -> None:
    first, last = day("2025-01-01"), day("2025-12-31")
    # On the first day there is nothing before to be cut off; on the last day there is one day.
    outside = [(first, "first"), (day("2024-12-31"), "early"), (day("2026-01-01"), "late")]
    with pytest.raises(UsageError, match="none of these events"):
        between(first, last, outside)
    windows = between(first, last, [*outside, (last, "end")])
    assert told(windows) == ["2025-01-01/2025-12-30", "2025-12-31/2025-12-31"]


SAID = days(
    *("2025-01-01", "2025-01-02", "2025-01-02", "2025-01-02"),
    *("2025-01-05", "2025-01-06", "2025-01-07"),
)


def test_windows_of_so_many_statements_hold_whole_days() -> None:
    # The first two end on 2 January, on which there are two more: the window holds all four. The
    # second pair is of that day alone. The last pair is the last two of all.
    windows = by_number(SAID, 2)
    assert told(windows) == [
        "2025-01-01/2025-01-02",
        "2025-01-02/2025-01-02",
        "2025-01-05/2025-01-06",
        "2025-01-06/2025-01-07",
    ]
    assert [int(one.holds(SAID).sum()) for one in windows] == [4, 3, 2, 2]


def test_windows_of_statements_move_by_statements_in_any_order() -> None:
    windows = by_number(SAID[::-1], 5, 1)
    assert told(windows) == [
        "2025-01-01/2025-01-05",
        "2025-01-02/2025-01-06",
        "2025-01-02/2025-01-07",
    ]


def test_fewer_statements_than_a_window_are_one_window() -> None:
    assert told(by_number(SAID, 50)) == ["2025-01-01/2025-01-07"]
    assert by_number(days(), 50) == ()


@pytest.mark.parametrize(("width", "step"), [(1, 1), (5, 0)])
def test_a_window_of_statements_holds_some_and_moves(width: int, step: int) -> None:
    with pytest.raises(UsageError):
        by_number(SAID, width, step)


def test_windows_of_statements_have_a_most() -> None:
    many = np.arange(MOST + 4).astype("datetime64[D]")
    with pytest.raises(UsageError, match="more than"):
        by_number(many, 2, 1)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=60), st.integers(2, 9), st.integers(1, 9))
def test_every_statement_is_in_a_window_as_wide(said: list[int], width: int, step: int) -> None:
    when = np.array(said).astype("datetime64[D]")
    windows = by_number(when, width, min(step, width))
    held = np.array([one.holds(when) for one in windows])
    assert held.any(axis=0).all()
    assert held.sum(axis=1).min() >= min(width, len(said))


def test_the_middle_of_a_window_is_a_day() -> None:
    assert Window(day("2025-01-01"), day("2025-01-09")).middle == day("2025-01-05")
    assert Window(day("2025-01-01"), day("2025-01-08")).middle == day("2025-01-04")


@pytest.mark.parametrize(
    ("kernel", "middle", "half", "end", "beyond"),
    [
        (Kernel.UNIFORM, 0.5, 0.5, 0.5, 0.0),
        (Kernel.TRIANGULAR, 1.0, 0.5, 0.0, 0.0),
        # 3/4 (1 - 1/4) = 9/16
        (Kernel.EPANECHNIKOV, 0.75, 0.5625, 0.0, 0.0),
        # 1 / sqrt(2 pi) times 1, exp(-1/8), exp(-1/2) and exp(-9/8)
        (Kernel.GAUSSIAN, 0.398942, 0.352065, 0.241971, 0.129518),
    ],
)
def test_the_height_of_a_kernel(
    kernel: Kernel, middle: float, half: float, end: float, beyond: float
) -> None:
    away = np.array([0.0, 0.5, 1.0, 1.5])
    assert kernel_height(away, kernel) == pytest.approx([middle, half, end, beyond], abs=1e-6)


@pytest.mark.parametrize("kernel", list(Kernel))
def test_a_kernel_is_the_same_before_and_after_its_middle(kernel: Kernel) -> None:
    away = np.linspace(-2, 2, 41)
    height = kernel_height(away, kernel)
    assert height == pytest.approx(height[::-1])
    # DNA's triangular kernel, |1 - u| without |u|, would be 2 at the end after the middle.
    assert height.argmax() == 20 or kernel is Kernel.UNIFORM
    assert height.max() <= 1


@pytest.mark.parametrize("kernel", list(Kernel))
def test_a_kernel_holds_one_when_added_up(kernel: Kernel) -> None:
    away = np.linspace(-8, 8, 160_001)
    assert kernel_height(away, kernel).sum() * 0.0001 == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("length", [8, 9])
def test_a_kernel_is_as_wide_as_its_window(length: int) -> None:
    window = Window(day("2025-01-01"), day("2025-01-01") + timedelta(length - 1))
    around = np.arange("2024-12-25", "2025-01-20", dtype="datetime64[D]")
    inside = window.holds(around)
    assert inside.sum() == length
    for kernel in (Kernel.UNIFORM, Kernel.TRIANGULAR, Kernel.EPANECHNIKOV):
        weights = kernel_weights(around, window, kernel)
        assert ((weights > 0) == inside).all()
        assert weights[inside] == pytest.approx(weights[inside][::-1])


def test_the_distance_from_the_middle_is_in_halves_of_the_width() -> None:
    # Nine days: the middle is the fifth, the half width 4.5 days; two days off is u = 2 / 4.5.
    window = Window(day("2025-01-01"), day("2025-01-09"))
    weights = kernel_weights(days("2025-01-05", "2025-01-07"), window, Kernel.TRIANGULAR)
    assert weights == pytest.approx([1, 1 - 2 / 4.5])
    # Eight days: the middle lies between the fourth and the fifth; both are u = 0.5 / 4 off.
    window = Window(day("2025-01-01"), day("2025-01-08"))
    weights = kernel_weights(days("2025-01-04", "2025-01-05"), window, Kernel.TRIANGULAR)
    assert weights == pytest.approx([0.875, 0.875])


def test_what_may_be_of_before_a_cut_is_in_neither_part() -> None:
    before, after = between(
        day("2025-01-01"), day("2025-12-31"), [(day("2025-06-10"), "the summit")]
    )
    # Told as June 2025, as 9 June, as 10 June, as July.
    begins = np.array(["2025-06-01", "2025-06-09", "2025-06-10", "2025-07-01"], "datetime64[D]")
    days = np.array(["2025-06-30", "2025-06-09", "2025-06-10", "2025-07-31"], "datetime64[D]")
    assert before.holds(days, begins).tolist() == [False, True, False, False]
    assert after.holds(days, begins).tolist() == [False, False, True, True]
    # A window that only moves on counts by the last day.
    assert Window(after.first, after.last).holds(days, begins).tolist() == [True, False, True, True]


def test_windows_reach_the_last_day_of_the_calendar() -> None:
    last = date.max
    for found in (
        moving(date(9998, 1, 1), last, parse_span("1y")),
        expanding(date(9998, 1, 1), last, parse_span("1y")),
    ):
        assert len(found) == 2
        assert found[-1].last == last
