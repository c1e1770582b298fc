"""A network as a graph of networkx, and what that library measures of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import networkx as nx
import numpy as np

from kg.analysis.counting.resampling import Figures
from kg.analysis.network.networks import Network


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


def agreeing(network: Network) -> Network:
    """The network without its negative ties: what divides does not bring together."""
    weights = network.weights.copy()
    weights.data = np.maximum(weights.data, 0)
    weights.eliminate_zeros()
    weights.sort_indices()
    return replace(network, weights=weights)


def louvain(network: Network, resolution: float, seed: int) -> list[list[int]]:
    """The places of the units by community, by the method of Louvain.

    V. Blondel et al.: Fast unfolding of communities in large networks. Journal of Statistical
    Mechanics, 2008, P10008.
    """
    graph = _numbered(network)
    found = nx.community.louvain_communities(graph, resolution=resolution, seed=seed)
    return [sorted(community) for community in found]


def betweenness(network: Network) -> Figures:
    """For each unit the share of shortest paths between two others that lead over it.

    A tie of weight w is 1/w long. L. C. Freeman: A set of measures of centrality based on
    betweenness, Sociometry 40, 1977; U. Brandes: A faster algorithm for betweenness centrality,
    Journal of Mathematical Sociology 25, 2001.
    """
    return _by_place(nx.betweenness_centrality(_numbered(network), weight="distance"))


def pagerank(network: Network) -> Figures:
    """For each unit how often one comes to it who follows the ties and sometimes begins anew.

    S. Brin & L. Page: The anatomy of a large-scale hypertextual web search engine, 1998; unlike
    the eigenvector centrality it is defined where a network falls apart.
    """
    if not network.rows:
        return np.empty(0)
    return _by_place(nx.pagerank(_numbered(network), max_iter=1000, tol=1e-10))


def constraint(network: Network) -> Figures:
    """How far each unit's ties lead to those who are tied to each other; nan without ties.

    R. S. Burt: Structural Holes, 1992, chapter 2: low for a broker. Above 1 in small networks.
    """
    if not network.rows:
        return np.empty(0)
    return _by_place(nx.constraint(_numbered(network), weight="weight"))


def _numbered(network: Network) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(range(len(network.rows)))
    for row, column, weight in network.ties():
        graph.add_edge(row, column, weight=weight, distance=1 / weight)
    return graph


def _by_place(found: Mapping[int, float]) -> Figures:
    return np.array([found[place] for place in sorted(found)], float)
