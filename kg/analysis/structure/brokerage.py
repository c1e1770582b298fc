"""Who stands between groups: participation across them, and the roles of brokers."""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from kg.analysis.corpus.corpus import Corpus
from kg.analysis.corpus.stances import NOBODY
from kg.analysis.counting.pooling import Level, pool
from kg.analysis.counting.resampling import Figures
from kg.analysis.network.networks import Network
from kg.analysis.structure.communities import ALONE, Labels


class Role(StrEnum):
    """How a broker stands to the two whom it ties, and who are not tied to each other.

    COORDINATOR all three are of one group. ITINERANT (consultant) the two are of one group, the
    broker is not. GATEKEEPER one is of the broker's group, one is not; in a network without
    directions that is a representative too. LIAISON all three are of different groups.

    R. V. Gould & R. M. Fernandez: Structures of mediation, Sociological Methodology 19, 1989.
    """

    COORDINATOR = "coordinator"
    ITINERANT = "itinerant"
    GATEKEEPER = "gatekeeper"
    LIAISON = "liaison"


def brokered(network: Network, groups: Labels) -> dict[Role, Figures]:
    """For each role, between how many pairs of others each unit stands in it.

    Ties count whatever their weight. Whoever has no group (ALONE) is left out; nan for these.
    """
    known = groups != ALONE
    ties = (network.weights.toarray() > 0) & known[:, None] & known[None, :]
    apart = ~ties & ~np.eye(len(groups), dtype=bool)
    number = int(groups.max(initial=ALONE)) + 1
    of_group = (groups[:, None] == np.arange(number)).astype(float)
    found = {role: np.full(len(groups), np.nan) for role in Role}
    for broker in np.flatnonzero(known).tolist():
        near = np.flatnonzero(ties[broker])
        sides = of_group[near]
        pairs = sides.T @ apart[np.ix_(near, near)].astype(float) @ sides
        own = int(groups[broker])
        # Every pair stands here twice, once in each order.
        same, all_ = float(np.trace(pairs)), float(pairs.sum())
        inside, across = float(pairs[own, own]), float(pairs[own].sum() - pairs[own, own])
        found[Role.COORDINATOR][broker] = inside / 2
        found[Role.ITINERANT][broker] = (same - inside) / 2
        found[Role.GATEKEEPER][broker] = across
        found[Role.LIAISON][broker] = (all_ - same - 2 * across) / 2
    return found


def participation(network: Network, groups: Labels) -> Figures:
    """How evenly a unit's ties spread over the groups: 0 all in one, below 1; nan without ties.

    1 - sum over groups of (k_g / k)^2, k a unit's strength, k_g that of its ties to a group; ties
    to units of no group do not count. R. Guimera & L. A. N. Amaral: Functional cartography of
    complex metabolic networks, Nature 433, 2005, 895-900, there with numbers of ties.
    """
    number = int(groups.max(initial=ALONE)) + 1
    of_group = (groups[:, None] == np.arange(number)).astype(float)
    strength = np.asarray(network.weights @ of_group)
    total = strength.sum(axis=1, keepdims=True)
    shares = np.divide(strength, total, out=np.zeros_like(strength), where=total > 0)
    spread = 1 - (shares**2).sum(axis=1)
    return np.where(total[:, 0] > 0, spread, np.nan)


def groups_by(corpus: Corpus, level: Level, by: Level) -> tuple[Labels, tuple[str, ...]]:
    """For each unit of a level the number of its body at another level, and their names.

    A party is of the country of most of its stances, a person of the party family: the body for
    which most of the unit's stances count; of equal numbers the first by id. ALONE where none.
    """
    units, bodies = pool(corpus, level), pool(corpus, by)
    both = (units.unit != NOBODY) & (bodies.unit != NOBODY)
    count = np.zeros((len(units.units), len(bodies.units)))
    np.add.at(count, (units.unit[both], bodies.unit[both]), 1)
    names = tuple(body.label for body in bodies.units)
    if not count.size:
        return np.full(len(units.units), ALONE), names
    return np.where(count.any(axis=1), count.argmax(axis=1), ALONE), names
