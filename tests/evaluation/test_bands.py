from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.evaluation.bands import NEVER, Judged, best_f1, lowest_precise, tally_at
from kg.evaluation.scores import Tally

JUDGED = [
    Judged(0.9, True),
    Judged(0.8, True),
    Judged(0.8, False),
    Judged(0.6, True),
    Judged(0.3, False),
    Judged(0.1, False),
]


def test_what_a_threshold_lets_through() -> None:
    assert tally_at(JUDGED, 2, 0.8) == Tally(hits=2, errors=1, misses=3)
    assert tally_at(JUDGED, 2, NEVER) == Tally(hits=0, errors=0, misses=5)


def test_the_best_f1_is_where_the_last_right_one_is() -> None:
    assert best_f1(JUDGED, 0) == 0.6
    assert best_f1([Judged(0.5, False)], 3) == NEVER
    assert best_f1([], 0) == NEVER


def test_the_lowest_threshold_that_is_precise_enough() -> None:
    assert lowest_precise(JUDGED, target=0.75, fewest=1) == 0.6
    assert lowest_precise(JUDGED, target=0.9, fewest=1) == 0.9
    assert lowest_precise(JUDGED, target=0.9, fewest=2) == NEVER
    assert lowest_precise([], target=0.5, fewest=0) == NEVER


ANY = st.lists(
    st.builds(Judged, st.integers(1, 99).map(lambda n: n / 100), st.booleans()), max_size=30
)


@given(ANY, st.integers(0, 5))
def test_no_threshold_beats_the_best(judged: list[Judged], missed: int) -> None:
    best = tally_at(judged, missed, best_f1(judged, missed)).f1 or 0.0
    assert all((tally_at(judged, missed, n / 100).f1 or 0.0) <= best for n in range(1, 101))


@given(ANY)
def test_what_is_precise_enough_is_and_nothing_lower(judged: list[Judged]) -> None:
    chosen = lowest_precise(judged, target=0.8, fewest=3)
    for one in judged:
        shown = tally_at(judged, 0, one.score)
        enough = shown.hits + shown.errors >= 3 and (shown.precision or 0) >= 0.8
        if one.score == chosen:
            assert enough
        if one.score < chosen:
            assert not enough
