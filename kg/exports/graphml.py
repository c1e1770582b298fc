"""GraphML, which visone, igraph and Gephi read; it knows no times, colours or sizes."""

from __future__ import annotations

import io
from collections.abc import Mapping

import networkx as nx

from kg.exports.drawn_graph import Attributed, Value
from kg.exports.plain_values import line


def graphml(graph: Attributed) -> bytes:
    """The graph in GraphML: nodes and edges with their attributes; keys go by their names.

    Edges side by side have their ids. Source: GraphML 1.0 (graphml.graphdrawing.org).
    """
    drawn = nx.MultiDiGraph() if graph.directed else nx.Graph()
    for node in graph.nodes:
        drawn.add_node(node.id, label=node.label, **_written(node.about))
    for edge in graph.edges:
        told = {"weight": edge.weight, **_written(edge.about)}
        if graph.directed:
            drawn.add_edge(edge.source, edge.target, key=edge.id, **told)
        else:
            drawn.add_edge(edge.source, edge.target, **told)
    stream = io.BytesIO()
    # By names: Gephi takes a key d3 or d7, as networkx would number them, for a label. The other
    # writer of networkx is taken where lxml is installed, and writes other bytes.
    nx.write_graphml_xml(drawn, stream, named_key_ids=True)
    return stream.getvalue()


def _written(about: Mapping[str, Value]) -> dict[str, Value]:
    return {name: line(value) if isinstance(value, str) else value for name, value in about.items()}
