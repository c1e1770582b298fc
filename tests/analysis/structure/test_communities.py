"""Communities: found, measured, named."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from kg.analysis.counting.statements import count_statements
from kg.analysis.network.graphs import as_graph
from kg.analysis.network.method import Kind, Method, Normalisation
from kg.analysis.network.ties import Threshold
from kg.analysis.structure.communities import (
    ALONE,
    Finder,
    Search,
    find_communities,
    members,
    modularity,
    name_of,
)
from kg.errors import UsageError
from tests.analysis.hand_drawn import drawn_network, two_triangles
from tests.analysis.invented_corpus import corpus


@pytest.mark.parametrize("finder", list(Finder))
def test_two_triangles_are_two_communities(finder: Finder) -> None:
    found = find_communities(two_triangles(), Search(finder=finder))
    assert found.tolist() == [0, 0, 0, 1, 1, 1]


def test_modularity_is_that_of_its_definition() -> None:
    network, labels = two_triangles(), np.array([0, 0, 0, 1, 1, 1])
    # Of 7 ties 6 lie within; each side has a strength of 7 of 14: 6/7 - 2 (1/2)^2 = 5/14.
    assert modularity(network, labels) == pytest.approx(5 / 14)
    # Twice the resolution takes 2 (1/2)^2 off once more.
    assert modularity(network, labels, 2.0) == pytest.approx(5 / 14 - 1 / 2)
    sides = [{"a", "b", "c"}, {"d", "e", "f"}]
    assert modularity(network, labels) == pytest.approx(
        nx.community.modularity(as_graph(network), sides)
    )


def test_weights_count() -> None:
    # A square: the heavy sides make the pairs.
    network = drawn_network("abcd", {"ab": 5.0, "bc": 1.0, "cd": 5.0, "ad": 1.0})
    labels = find_communities(network, Search())
    assert labels.tolist() == [0, 0, 1, 1]
    # 10 of 12 lie within, each side has half the strength: 10/12 - 1/2 = 1/3.
    assert modularity(network, labels) == pytest.approx(1 / 3)


def test_who_has_no_tie_is_in_no_community() -> None:
    network = drawn_network("abcz", {"ab": 1.0, "bc": 1.0, "ac": 1.0})
    assert find_communities(network, Search()).tolist() == [0, 0, 0, ALONE]


@pytest.mark.parametrize("units", ["", "a", "abc"])
def test_without_ties_there_are_none(units: str) -> None:
    network = drawn_network(units, {})
    labels = find_communities(network, Search())
    assert labels.tolist() == [ALONE] * len(units)
    assert members(labels) == []
    assert np.isnan(modularity(network, labels))


def test_the_largest_comes_first_and_of_equals_who_says_more() -> None:
    network = drawn_network("abcde", {"ab": 1.0, "cd": 1.0, "ce": 1.0, "de": 1.0})
    assert find_communities(network, Search()).tolist() == [1, 1, 0, 0, 0]
    network = drawn_network("abcd", {"ab": 1.0, "cd": 1.0}, {"d": 9})
    assert find_communities(network, Search()).tolist() == [1, 1, 0, 0]


def test_a_community_is_called_after_its_largest_member() -> None:
    network = drawn_network("abc", {"ab": 1.0, "bc": 1.0, "ac": 1.0}, {"b": 4})
    assert name_of(np.array([0, 1, 2]), network) == "B +2"
    assert name_of(np.array([2]), network) == "C"


def test_more_resolution_makes_more_communities() -> None:
    found = find_communities(two_triangles(), Search(resolution=5.0))
    assert sorted(found.tolist()) == [0, 1, 2, 3, 4, 5]


def test_any_seed_finds_the_best_of_a_plain_network() -> None:
    found = {tuple(find_communities(two_triangles(), Search(seed=seed))) for seed in range(20)}
    assert found == {(0, 0, 0, 1, 1, 1)}


ROWS = [
    ("anna", "talks", "+", "2025-01-01"),
    ("bela", "talks", "+", "2025-01-01"),
    ("anna", "sanctions", "+", "2025-01-01"),
    ("cleo", "talks", "-", "2025-01-01"),
    ("cleo", "sanctions", "+", "2025-01-01"),
    ("cleo", "trade", "-", "2025-01-01"),
    ("anna", "trade", "+", "2025-01-01"),
]


def test_conflict_does_not_tie() -> None:
    statements = count_statements(corpus(ROWS))
    # Anna and Cleo agree on one thing and differ on two: less than nothing.
    search = Search(Method(Kind.SUBTRACT))
    network = search.network(statements)
    assert network.weights.toarray().tolist() == [[0, 1, -1], [1, 0, -1], [-1, -1, 0]]
    assert find_communities(network, search).tolist() == [0, 0, ALONE]
    alike = Search(Method(Kind.CONGRUENCE))
    assert find_communities(alike.network(statements), alike).tolist() == [0, 0, 0]


def test_conflict_within_lowers_modularity() -> None:
    ties = {"ab": 1.0, "cd": 1.0, "ac": -1.0, "bd": -1.0}
    network, labels = drawn_network("abcd", ties), np.array([0, 0, 1, 1])
    # Agreement: all of it within, 1 - 2 (1/2)^2 = 1/2. Conflict: none within, 0 - 1/2. Each is
    # half of all weight: 1/2 1/2 - 1/2 (-1/2) = 1/2.
    assert modularity(network, labels) == pytest.approx(1 / 2)
    # The other way round it is as bad as it was good.
    assert modularity(network, np.array([0, 1, 0, 1])) == pytest.approx(-1 / 2)
    # All in one community is what is expected, of agreement as of conflict: 1 - 1.
    three = drawn_network("abc", {"ab": 1.0, "ac": -1.0})
    assert modularity(three, np.array([0, 0, 0])) == pytest.approx(0)
    # c alone: agreement 1 - 1, conflict 0 - (1/2)^2 - (1/2)^2; half of all weight each: 1/4.
    assert modularity(three, np.array([0, 0, ALONE])) == pytest.approx(1 / 4)


def test_a_threshold_leaves_all_units() -> None:
    statements = count_statements(corpus(ROWS))
    network = Search(Method(Kind.SUBTRACT), Threshold(shared=2)).network(statements)
    # Only Anna and Cleo both speak on two propositions or more.
    assert network.weights.toarray().tolist() == [[0, 0, -1], [0, 0, 0], [-1, 0, 0]]


@pytest.mark.parametrize("resolution", [0.0, -1.0, float("nan"), float("inf")])
def test_a_resolution_is_above_0(resolution: float) -> None:
    with pytest.raises(UsageError, match="finds nothing"):
        Search(resolution=resolution)


def test_what_divides_makes_no_communities() -> None:
    with pytest.raises(UsageError, match="does not bring units together"):
        Search(Method(Kind.CONFLICT, normalisation=Normalisation.JACCARD))
    with pytest.raises(UsageError, match="is a number"):
        Search(threshold=Threshold(float("nan")))
