from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.evaluation.bands import Judged
from kg.evaluation.calibration import Bin, calibrate, judge
from tests.evaluation.worked import GOLD, POOL


def test_each_key_is_judged_once_by_its_best_and_unsure_ones_are_left_out() -> None:
    assert sorted(judge(GOLD.stances, POOL), key=lambda one: one.score) == [
        Judged(0.2, False),
        Judged(0.5, False),
        Judged(0.55, False),
        Judged(0.7, False),
        Judged(0.8, True),
        Judged(0.9, True),
    ]


def test_bins_of_equal_mass() -> None:
    judged = [Judged(0.2, False), Judged(0.4, True), Judged(0.6, False), Judged(0.8, True)]
    calibration = calibrate(judged, bins=2)
    assert calibration.bins == (
        Bin(2, pytest.approx(0.3), 0.5),
        Bin(2, pytest.approx(0.7), 0.5),
    )
    assert calibration.error == pytest.approx(0.2)


def test_without_findings_there_is_no_error() -> None:
    assert calibrate([]).error is None
    assert calibrate([]).floor is None


def test_certainties_that_hold_have_neither_error_nor_chance() -> None:
    sure = calibrate([Judged(1.0, True)] * 30 + [Judged(0.0, False)] * 30)
    assert (sure.error, sure.floor) == (0.0, 0.0)


def test_chance_weighs_less_in_larger_bins() -> None:
    few = calibrate([Judged(0.5, bool(n % 2)) for n in range(40)])
    many = calibrate([Judged(0.5, bool(n % 2)) for n in range(4000)])
    assert many.error == 0.0
    # Of 400 throws of a coin the share of heads is on average 0.02 off: sqrt(2 / pi) * 0.025.
    assert many.floor == pytest.approx(0.01995, abs=1e-4)
    assert (few.floor or 0) > 5 * (many.floor or 0)


@given(st.lists(st.builds(Judged, st.floats(0, 1), st.booleans()), min_size=1))
def test_every_finding_is_in_one_bin(judged: list[Judged]) -> None:
    calibration = calibrate(judged)
    assert sum(one.size for one in calibration.bins) == len(judged)
    assert all(one.size for one in calibration.bins)
    assert 0 <= (calibration.error or 0) <= 1
