"""The two camps of a network: by hand, and what holds for any network."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from kg.analysis.polarisation.blocs import Split, split
from kg.errors import UsageError


def network(size: int, ties: dict[tuple[int, int], float]) -> csr_array:
    weights = np.zeros((size, size))
    for (one, other), weight in ties.items():
        weights[one, other] = weights[other, one] = weight
    return csr_array(weights)


def of_sides(sides: list[int]) -> csr_array:
    """Who is on which side of one proposition: the same ties by 1, opposite ones by -1."""
    return network(
        len(sides),
        {(a, b): sides[a] * sides[b] for a in range(len(sides)) for b in range(a)},
    )


def found(ties: csr_array) -> Split:
    told = split(ties)
    assert told is not None
    return told


def test_two_even_camps_are_all_there_is() -> None:
    # Each has one friend and two foes. Within: 4 ties, expected 8 x 1/4 = 2 friends and
    # 8 x 4/8 = 4 foes; modularity (4 - 2 + 4) / 12 = 1/2.
    told = found(of_sides([1, -1, 1, -1]))
    assert told.polarisation == pytest.approx(1)
    assert told.opposed == 1
    assert abs(told.camps @ np.array([1, -1, 1, -1])) == 4


def test_two_against_one_by_hand() -> None:
    # Ties ab +1, ac -1, bc -1. Of {a, b} and {c}: congruence within 2, expected 4/2 = 2; conflict
    # within 0, expected (4 + 4)/4 = 2; modularity (2 - 2 + 2) / 6 = 1/3, doubled 2/3.
    told = found(of_sides([1, 1, -1]))
    assert told.polarisation == pytest.approx(2 / 3)
    assert told.camps[0] == told.camps[1] != told.camps[2]


def test_one_mind_is_no_split() -> None:
    told = found(of_sides([1, 1, 1, 1]))
    assert told.polarisation == 0
    assert np.isnan(told.opposed)


def test_two_opponents_are_two_camps() -> None:
    assert found(of_sides([1, -1])).polarisation == pytest.approx(1)


def test_who_never_meets_counts_as_apart_and_it_is_told() -> None:
    told = found(network(4, {(0, 1): 1, (2, 3): 1}))
    assert told.polarisation == pytest.approx(1)
    assert np.isnan(told.opposed)


def test_without_ties_there_is_nothing_to_split_and_who_has_none_is_in_no_camp() -> None:
    assert split(network(3, {})) is None
    assert split(csr_array((0, 0))) is None
    assert found(network(3, {(0, 2): -1})).camps[1] == 0


def test_too_many_units_are_told_so() -> None:
    with pytest.raises(UsageError) as caught:
        split(csr_array((5_000, 5_000)))
    assert caught.value.hint


TIES = st.integers(2, 7).flatmap(
    lambda size: st.tuples(
        st.just(size),
        st.dictionaries(
            st.sampled_from([(a, b) for a in range(size) for b in range(a)]),
            st.sampled_from([-2.0, -1.0, 1.0, 2.0]),
            min_size=1,
        ),
    )
)


def modularity(weights: np.ndarray, camps: tuple[int, ...]) -> float:
    """By the definition, term by term, doubled."""
    ups, downs = np.maximum(weights, 0), np.maximum(-weights, 0)
    total = 0.0
    for one, other in product(range(len(camps)), repeat=2):
        if camps[one] == camps[other]:
            total += weights[one, other]
            for part, sign in ((ups, 1), (downs, -1)):
                if part.sum():
                    expected = part[one].sum() * part[other].sum() / part.sum()
                    total -= sign * expected
    return float(2 * total / np.abs(weights).sum())


@given(TIES)
@settings(deadline=None)
def test_the_figure_is_that_of_the_split_and_nearly_the_best(
    told: tuple[int, dict[tuple[int, int], float]],
) -> None:
    ties = network(*told)
    result = found(ties)
    assert 0 <= result.polarisation <= 1
    weights = ties.toarray()
    best = max(modularity(weights, camps) for camps in product((-1, 1), repeat=told[0]))
    assert result.polarisation <= best + 1e-9
    # A search that takes no wrong turn at random may miss the best, but not by much.
    assert result.polarisation >= best - 0.15
    own = modularity(weights, tuple(np.where(result.camps < 0, -1, 1).tolist()))
    assert result.polarisation == pytest.approx(max(own, 0), abs=1e-9)
    again = split(ties, result.camps)
    assert again is not None
    assert again.polarisation == pytest.approx(result.polarisation)
