"""GraphML as networkx reads it."""

from __future__ import annotations

import io

import networkx as nx

from kg.exports.drawn_graph import Attributed, Edge, Node
from kg.exports.graphml import graphml

NODES = [Node("a", "A & B", {"kind": "state", "said": 4}), Node("b", "B", {"sentence": "x\ny\0"})]


def read(graph: Attributed) -> nx.Graph:
    return nx.read_graphml(io.BytesIO(graphml(graph)), force_multigraph=graph.directed)


def test_edges_side_by_side_have_their_ids_and_their_direction() -> None:
    edges = [
        Edge("one", "a", "b", 1.0, "#000000", {"status": "curated"}),
        Edge("two", "a", "b", 0.5, "#000000"),
        Edge("three", "b", "a", 2.0, "#000000"),
    ]
    found = read(Attributed("", directed=True, nodes=NODES, edges=edges))
    assert found.is_directed()
    assert sorted(found.edges(keys=True, data="weight")) == [
        ("a", "b", "one", 1.0), ("a", "b", "two", 0.5), ("b", "a", "three", 2.0),
    ]  # fmt: skip
    assert found.edges["a", "b", "one"]["status"] == "curated"


def test_nodes_have_what_is_known_of_them() -> None:
    edges = [Edge("one", "a", "b", 1.5, "#000000", {"few": "few"})]
    found = read(Attributed("", directed=False, nodes=NODES, edges=edges))
    assert not found.is_directed()
    assert dict(found.nodes(data=True)) == {
        "a": {"label": "A & B", "kind": "state", "said": 4},
        "b": {"label": "B", "sentence": "x y\ufffd"},
    }
    assert found.edges["a", "b"] == {"weight": 1.5, "few": "few"}


def test_keys_go_by_their_names() -> None:
    graph = Attributed("", directed=False, nodes=NODES, edges=[])
    assert b'<key id="label" for="node" attr.name="label"' in graphml(graph)
