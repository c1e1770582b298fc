"""Measures of polarisation: values by hand, and what holds for any counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.polarisation.polarisation import Gauge, Measure, esteban_ray, van_der_eijk
from kg.errors import UsageError

COUNTS = st.lists(st.integers(0, 60), min_size=3, max_size=3).filter(any)
GAUGES = st.one_of(
    st.builds(Gauge, alpha=st.floats(0.01, 1.6)), st.just(Gauge(Measure.VAN_DER_EIJK))
)


def measured(gauge: Gauge, *counts: list[int]) -> list[float]:
    found: list[float] = gauge.figures(np.array(counts, float)).tolist()
    return found


@pytest.mark.parametrize(
    ("counts", "figure"),
    [
        # Against, mixed, for. Half and half: 2 x (1/2)^3 x 2 = 1/2, times 2.
        ([4, 0, 4], 1),
        ([0, 0, 7], 0),
        ([0, 5, 0], 0),
        # Half mixed, half for: 2 x (1/2)^3 x 1 = 1/4, times 2.
        ([0, 1, 1], 1 / 2),
        # A third each: 2 x (1 + 1 + 2) / 27, times 2.
        ([1, 1, 1], 16 / 27),
        # A quarter against: (1/16 x 3/4 + 9/16 x 1/4) x 2 = 3/8, times 2.
        ([1, 0, 3], 3 / 4),
    ],
)
def test_esteban_and_ray_by_hand(counts: list[int], figure: float) -> None:
    assert esteban_ray(np.array(counts, float)) == pytest.approx(figure, abs=1e-12)


def test_a_lower_alpha_weighs_large_camps_less() -> None:
    counts = np.array([1.0, 0.0, 3.0])
    # (.25^1.5 x .75 + .75^1.5 x .25) x 2 x 2^.5 = (.09375 + .16238) x 2.82843.
    assert esteban_ray(counts, 0.5) == pytest.approx(0.72444, abs=1e-4)
    assert esteban_ray(np.array([2.0, 0.0, 2.0]), 0.5) == pytest.approx(1)


@pytest.mark.parametrize(
    ("counts", "figure"),
    [
        ([5, 0, 5], 1),
        ([0, 0, 3], 0),
        ([2, 2, 2], 1 / 2),
        # Two neighbours: A is 1/2.
        ([0, 3, 3], 1 / 4),
        # Layers: one of each (A 0, 3 of 6), both ends (A -1, 2 of 6), one end (A 1, 1 of 6).
        ([2, 1, 3], (1 + 1 / 6) / 2),
        # Layers: one of each (3 of 7), two neighbours (A 1/2, 2 of 7), the middle (2 of 7).
        ([1, 4, 2], (1 - 3 / 7) / 2),
    ],
)
def test_van_der_eijk_by_hand(counts: list[int], figure: float) -> None:
    assert van_der_eijk(np.array(counts, float)) == pytest.approx(figure, abs=1e-12)


@given(COUNTS, GAUGES)
def test_it_lies_between_one_mind_and_two_even_camps(counts: list[int], gauge: Gauge) -> None:
    (figure,) = measured(gauge, counts)
    assert 0 <= figure <= 1
    assert (figure < 1e-12) == (sum(number > 0 for number in counts) == 1)
    assert figure <= measured(gauge, [1, 0, 1])[0] + 1e-12


@given(COUNTS, GAUGES, st.integers(2, 9))
def test_for_and_against_are_alike_and_size_does_not_count(
    counts: list[int], gauge: Gauge, times: int
) -> None:
    (figure,) = measured(gauge, counts)
    more = [number * times for number in counts]
    assert measured(gauge, counts[::-1], more) == pytest.approx([figure, figure], abs=1e-12)


def test_of_nothing_there_is_no_figure() -> None:
    for gauge in (Gauge(), Gauge(Measure.VAN_DER_EIJK)):
        assert np.isnan(measured(gauge, [0, 0, 0], [1, 0, 0])).tolist() == [True, False]


@pytest.mark.parametrize("alpha", [0, -1, 1.7, float("nan"), float("inf")])
def test_an_alpha_that_does_not_measure_polarisation(alpha: float) -> None:
    with pytest.raises(UsageError) as caught:
        Gauge(alpha=alpha)
    assert caught.value.hint
