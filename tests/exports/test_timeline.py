"""Windows on a timeline: no two networks on one day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.counting.windows import Span, Window, moving
from kg.exports.drawn_graph import Spell, runs
from kg.exports.timeline import own_days

START = date(2025, 1, 1)


def window(first: int, last: int) -> Window:
    return Window(START + timedelta(first), START + timedelta(last))


def spell(first: int, last: int) -> Spell:
    return Spell(START + timedelta(first), START + timedelta(last))


def test_windows_apart_keep_their_days() -> None:
    assert own_days([window(0, 9), window(10, 12), window(20, 29)]) == [
        spell(0, 9), spell(10, 12), spell(20, 29),
    ]  # fmt: skip


def test_of_an_overlap_each_has_its_half() -> None:
    # Days 5 to 9 are of both: 5, 6, 7 of the first.
    assert own_days([window(0, 9), window(5, 14)]) == [spell(0, 7), spell(8, 14)]
    # One day of both is the first one's.
    assert own_days([window(0, 9), window(9, 14)]) == [spell(0, 9), spell(10, 14)]


def test_of_windows_that_grow_each_has_what_the_one_before_lacks() -> None:
    assert own_days([window(0, 9), window(0, 19), window(0, 24)]) == [
        spell(0, 9), spell(10, 19), spell(20, 24),
    ]  # fmt: skip
    # Unless they move on: days 0 to 9 are of the first two, 3 to 19 of the last two.
    assert own_days([window(0, 9), window(0, 19), window(3, 24)]) == [
        spell(0, 4), spell(5, 11), spell(12, 24),
    ]  # fmt: skip


def test_without_a_day_left_a_window_has_none() -> None:
    assert own_days([window(0, 0), window(0, 0), window(0, 1)]) == [spell(0, 0), None, spell(1, 1)]
    assert own_days([]) == []


def test_the_last_day_of_all() -> None:
    whole = Window(date.min, date.max)
    assert own_days([whole]) == [Spell(date.min, date.max)]


def test_moving_windows_are_shown_around_their_middle() -> None:
    windows = moving(START, date(2027, 12, 31), Span(days=90), Span(days=30))
    for one, days in list(zip(windows, own_days(windows), strict=True))[1:-1]:
        assert days is not None
        assert days.first <= one.middle <= days.last
        assert (days.last - days.first).days == 29


spans = st.tuples(st.integers(0, 400), st.integers(0, 200))


@given(st.lists(spans, max_size=30))
def test_no_day_is_of_two_windows(told: list[tuple[int, int]]) -> None:
    windows = sorted(
        (window(first, first + length) for first, length in told),
        key=lambda one: (one.first, one.last),
    )
    found = own_days(windows)
    assert len(found) == len(windows)
    for one, days in zip(windows, found, strict=True):
        assert days is None or one.first <= days.first <= days.last <= one.last
    kept = [days for days in found if days]
    assert all(one.last < other.first for one, other in pairwise(kept))


def test_equal_values_without_a_gap_are_one() -> None:
    times = [spell(0, 4), spell(5, 9), spell(10, 10), spell(12, 14), spell(15, 19)]
    values = [2, 2, 2, 2, None]
    assert runs(zip(values, times, strict=True)) == [(2, spell(0, 10)), (2, spell(12, 14))]
    assert runs([(2, times[0]), (None, times[1]), (2, times[2])]) == [
        (2, spell(0, 4)), (2, spell(10, 10)),
    ]  # fmt: skip
    assert runs([(1, spell(0, 4)), (2, spell(5, 9))]) == [(1, spell(0, 4)), (2, spell(5, 9))]
