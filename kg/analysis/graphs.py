"""A network as a graph of networkx, for what that library measures and writes."""

from __future__ import annotations

import networkx as nx

from kg.analysis.networks import Network


def as_graph(network: Network) -> nx.Graph:
    """The network with units by id, with ``label`` and ``said``; ties with ``weight``, ``shared``.

    Nodes of an affiliation network carry ``bipartite``: 0 a unit, 1 a proposition.
    """
    graph = nx.Graph()
    for unit, said in zip(network.rows, network.said.tolist(), strict=True):
        graph.add_node(unit.id, label=unit.label, said=said)
    if network.is_two_mode:
        nx.set_node_attributes(graph, 0, "bipartite")
        graph.add_nodes_from(
            (unit.id, {"label": unit.label, "bipartite": 1}) for unit in network.columns
        )
    for row, column, weight in network.ties():
        graph.add_edge(
            network.rows[row].id,
            network.columns[column].id,
            weight=weight,
            shared=int(network.shared[row, column]),
        )
    return graph
