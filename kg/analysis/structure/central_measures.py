"""What is measured of the place of a unit in a network."""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from kg.analysis.counting.resampling import Figures
from kg.analysis.network.graphs import betweenness, constraint, pagerank
from kg.analysis.network.networks import Network
from kg.analysis.structure.brokerage import Role, brokered, participation
from kg.analysis.structure.communities import Labels


class Measure(StrEnum):
    """What is measured of a unit; sources stand at the functions that compute it.

    DEGREE ties, STRENGTH their summed weight, BETWEENNESS and PAGERANK see graphs; CONSTRAINT is
    low for brokers. PARTICIPATION and the roles, see brokerage, are with regard to groups;
    BROKERAGE sums the roles that reach beyond the own group: itinerant, gatekeeper, liaison.
    """

    CONSTRAINT = "constraint"
    BETWEENNESS = "betweenness"
    PARTICIPATION = "participation"
    BROKERAGE = "brokerage"
    DEGREE = "degree"
    STRENGTH = "strength"
    PAGERANK = "pagerank"
    COORDINATOR = "coordinator"
    ITINERANT = "itinerant"
    GATEKEEPER = "gatekeeper"
    LIAISON = "liaison"


MEASURES = tuple(Measure)
LOW_FIRST = {Measure.CONSTRAINT}
"""The measures in which the least figure is the first."""
SHARES = {Measure.BETWEENNESS, Measure.PARTICIPATION, Measure.PAGERANK}
"""The measures that are 1 at most."""


def measure(network: Network, groups: Labels) -> Figures:
    """All figures of a network: MEASURES x units.

    nan where a unit said nothing, and where a measure needs ties or a group and there are none.
    """
    ties = network.weights
    roles = brokered(network, groups)
    known = {
        Measure.BROKERAGE: roles[Role.ITINERANT] + roles[Role.GATEKEEPER] + roles[Role.LIAISON],
        Measure.BETWEENNESS: betweenness(network),
        Measure.CONSTRAINT: constraint(network),
        Measure.PARTICIPATION: participation(network, groups),
        Measure.DEGREE: np.diff(ties.indptr).astype(float),
        Measure.STRENGTH: np.asarray(ties.sum(axis=1), float).reshape(-1),
        Measure.PAGERANK: pagerank(network),
        **{Measure(role): roles[role] for role in Role},
    }
    found = np.array([known[kind] for kind in MEASURES])
    return np.where(network.said > 0, found, np.nan)
