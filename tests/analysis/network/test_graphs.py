"""What networkx measures of a network."""

from __future__ import annotations

import numpy as np
import pytest

from kg.analysis.network.graphs import (
    agreeing,
    as_graph,
    betweenness,
    constraint,
    louvain,
    pagerank,
)
from tests.analysis.hand_drawn import broker, drawn_network, two_triangles


def test_a_graph_has_units_and_ties() -> None:
    graph = as_graph(drawn_network("ab", {"ab": 2.5}, {"a": 3}))
    assert graph.nodes["a"] == {"label": "A", "said": 3}
    assert graph.edges["a", "b"] == {"weight": 2.5, "shared": 1}


def test_what_divides_is_left_out() -> None:
    found = agreeing(drawn_network("abc", {"ab": 2.0, "bc": -1.0}))
    assert found.weights.toarray().tolist() == [[0, 2, 0], [2, 0, 0], [0, 0, 0]]


def test_who_stands_between() -> None:
    # Of the six pairs of others, x is between the four that are not tied.
    assert betweenness(broker()).tolist() == pytest.approx([0, 0, 0, 0, 4 / 6])


def test_heavy_ties_are_short() -> None:
    # a to c: 1/0.4 = 2.5 straight, 1 + 1 = 2 over b.
    network = drawn_network("abc", {"ab": 1.0, "bc": 1.0, "ac": 0.4})
    assert betweenness(network).tolist() == [0, 1, 0]


def test_constraint_is_low_for_a_broker() -> None:
    # x: each of four contacts has 1/4 of its ties, and 1/4 1/2 more over the contact's partner:
    # 4 (3/8)^2 = 9/16. a: x has 1/2, and 1/2 1/2 more over b; b has 1/2, and 1/2 1/4 more over x:
    # (3/4)^2 + (5/8)^2 = 61/64.
    assert constraint(broker()).tolist() == pytest.approx([61 / 64] * 4 + [9 / 16])


def test_without_ties_nothing_constrains() -> None:
    found = constraint(drawn_network("abc", {"ab": 1.0}))
    assert found.tolist() == pytest.approx([1, 1, np.nan], nan_ok=True)


def test_pagerank_is_shared_out() -> None:
    found = pagerank(broker())
    assert found.sum() == pytest.approx(1)
    assert found.argmax() == 4
    assert found[:4].tolist() == pytest.approx([found[0]] * 4)


def test_louvain_finds_two_triangles() -> None:
    assert sorted(louvain(two_triangles(), 1.0, 1)) == [[0, 1, 2], [3, 4, 5]]


def test_nobody_is_nowhere() -> None:
    empty = drawn_network("", {})
    assert [len(measure(empty)) for measure in (betweenness, constraint, pagerank)] == [0, 0, 0]
