"""The ties that are too heavy for chance."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from kg.analysis.counting.pooling import Unit
from kg.analysis.network.disparity import disparity
from kg.analysis.network.method import Kind, Method
from kg.analysis.network.networks import Network
from kg.errors import UsageError
from tests.analysis.hand_drawn import drawn_network


def kept(network: Network, alpha: float) -> list[str]:
    return [
        network.rows[row].id + network.columns[column].id
        for row, column, _ in disparity(network, alpha).ties()
    ]


def test_a_tie_stays_that_is_too_heavy_for_one_of_its_ends() -> None:
    network = drawn_network("habc", {"ha": 8.0, "hb": 1.0, "hc": 1.0})
    # h has 3 ties: (1 - 0.8)^2 = 0.04 and (1 - 0.1)^2 = 0.81. The others have only one: 1.
    assert kept(network, 0.05) == ["ha"]
    assert kept(network, 0.039) == []
    assert kept(network, 0.82) == ["ha", "hb", "hc"]


def test_either_end_will_do() -> None:
    # For h both are even, (1/2)^1; for a the tie to h is 9 of 10: (1/10)^1.
    network = drawn_network("hab", {"ha": 9.0, "hb": 9.0, "ab": 1.0})
    assert kept(network, 0.2) == ["ha", "hb"]


def test_the_only_tie_of_two_is_no_surprise() -> None:
    assert kept(drawn_network("ab", {"ab": 7.0}), 1.0) == []


def test_units_stay_and_weights_are_as_they_were() -> None:
    network = drawn_network("habc", {"ha": 8.0, "hb": 1.0, "hc": 1.0})
    found = disparity(network, 0.05)
    assert found.rows == network.rows
    assert found.weights[0, 1] == found.weights[1, 0] == 8


def test_of_negative_ties_the_amount_counts() -> None:
    network = drawn_network("habc", {"ha": -8.0, "hb": 1.0, "hc": 1.0})
    assert kept(network, 0.05) == ["ha"]


def test_an_affiliation_has_two_kinds_of_ends() -> None:
    weights = csr_array(np.array([[8.0, 1.0, 1.0], [1.0, 0.0, 0.0]]))
    network = replace(
        drawn_network("ab", {}),
        method=Method(Kind.AFFILIATION),
        columns=tuple(Unit(name, name) for name in "xyz"),
        weights=weights,
    )
    # Row a: 0.2^2 = 0.04, 0.9^2 = 0.81; column x: 8 of 9, 1/9, and for b 8/9.
    assert kept(network, 0.05) == ["ax"]
    assert kept(network, 0.85) == ["ax", "ay", "az"]


def test_nothing_has_no_backbone() -> None:
    assert kept(drawn_network("", {}), 0.05) == []
    assert kept(drawn_network("ab", {}), 0.05) == []


@pytest.mark.parametrize("alpha", [0.0, -0.1, 1.1, float("nan")])
def test_alpha_is_a_probability(alpha: float) -> None:
    with pytest.raises(UsageError, match="is none"):
        disparity(drawn_network("ab", {"ab": 1.0}), alpha)


@given(
    st.lists(st.floats(0.001, 1000), min_size=10, max_size=10),
    st.floats(0.001, 1),
    st.floats(0.001, 1),
)
def test_a_stricter_backbone_lies_within_a_looser_one(
    weights: list[float], one: float, other: float
) -> None:
    pairs = ["ab", "ac", "ad", "ae", "bc", "bd", "be", "cd", "ce", "de"]
    network = drawn_network("abcde", dict(zip(pairs, weights, strict=True)))
    assert set(kept(network, min(one, other))) <= set(kept(network, max(one, other)))
