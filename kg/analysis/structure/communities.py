"""Communities of a network: groups of units that are tied more closely within than without."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from math import isfinite

import graspologic_native
import numpy as np
from numpy.typing import NDArray

from kg.analysis.counting.pooling import Unit
from kg.analysis.counting.statements import Statements
from kg.analysis.network.graphs import agreeing, louvain
from kg.analysis.network.method import Kind, Method, Normalisation
from kg.analysis.network.networks import Network, Weights, make_network
from kg.analysis.network.ties import Threshold, thin
from kg.errors import UsageError

Labels = NDArray[np.int64]
"""For each unit the number of its community from 0 on, or ALONE."""

ALONE = -1
"""The label of a unit without ties."""

TRIALS = 50
"""So often communities are sought; the best of them by modularity count."""
_ITERATIONS = 10
"""So often a trial of Leiden goes on from what it has found.

With one, trials from other seeds end in other communities of nearly the same modularity; with
ten, all seeds tried on the stances of this project end in the same.
"""
_MOST_RESOLUTION = 1_000.0


class Finder(StrEnum):
    """How communities are sought.

    LEIDEN: V. A. Traag, L. Waltman & N. J. van Eck, Scientific Reports 9, 2019, 5233; its
    communities hang together, which those of LOUVAIN (V. Blondel et al. 2008) need not.
    """

    LEIDEN = "leiden"
    LOUVAIN = "louvain"


AGREEMENT = Method(Kind.SUBTRACT, normalisation=Normalisation.JACCARD)
"""What ties units unless told otherwise.

Congruence alone also ties opponents, on what nearly all of them say. Undivided weights, and those
divided by average activity or as a cosine, follow how much is said. Of the stances of this project
the communities of these ties are furthest from what chance finds (see stability.by_chance).
"""


@dataclass(frozen=True, slots=True)
class Search:
    """What ties units, which ties count, and how communities are sought in them.

    Raises UsageError for a resolution or threshold that is none, and where the method does not
    bring units together.
    """

    method: Method = AGREEMENT
    threshold: Threshold = field(default_factory=Threshold)
    finder: Finder = Finder.LEIDEN
    resolution: float = 1.0
    seed: int = 1

    def __post_init__(self) -> None:
        if not 0 < self.resolution <= _MOST_RESOLUTION:
            raise UsageError(
                f"a resolution of {self.resolution:g} finds nothing",
                hint=f"above 0, at most {_MOST_RESOLUTION:g}; 1 is modularity as it was defined",
            )
        if not isfinite(self.threshold.weight):
            raise UsageError("a threshold is a number", hint="such as 0.1")
        if self.method.kind not in {Kind.CONGRUENCE, Kind.SUBTRACT, Kind.COOCCURRENCE}:
            raise UsageError(
                f"{self.method.kind} does not bring units together",
                hint="take congruence, subtract or cooccurrence",
            )

    def network(self, statements: Statements, weights: Weights | None = None) -> Network:
        """The network with the ties that count; all units stay."""
        found = make_network(statements, self.method, weights)
        kept = Threshold(self.threshold.weight, self.threshold.shared, isolates=True)
        return thin(found, kept)


def find_communities(network: Network, search: Search, trials: int = TRIALS) -> Labels:
    """The community of each unit, the largest first; of equal size, that with more statements.

    They are sought in the ties that are not negative, and are those of the highest modularity
    in some trials. Whoever has no such tie is ALONE.
    """
    network = agreeing(network)
    tied = np.diff(network.weights.indptr) > 0
    if not tied.any():
        return np.full(len(tied), ALONE)
    seek = _louvain if search.finder is Finder.LOUVAIN else _leiden
    found = seek(network, search, trials)
    return _by_size(np.where(tied, found, ALONE), network)


def modularity(network: Network, labels: Labels, resolution: float = 1.0) -> float:
    """How much more agreement, and less conflict, lies within communities than by chance.

    Q = sum over communities of L / m - resolution (S / 2m)^2: L the weight within, S the summed
    strengths, m all weight. M. E. J. Newman & M. Girvan, Physical Review E 69, 2004, 026113;
    resolution: J. Reichardt & S. Bornholdt, Physical Review E 74, 2006, 016110. Of negative ties
    the same is taken off, both by their share of all weight: S. Gomez, P. Jensen & A. Arenas,
    Physical Review E 80, 2009, 016114. nan without ties.
    """
    pairs = network.weights.tocoo()
    # Who stands alone is a community of one.
    own = np.where(labels == ALONE, labels.max(initial=ALONE) + 1 + np.arange(len(labels)), labels)
    one, other = own[pairs.row], own[pairs.col]
    all_ = np.abs(pairs.data).sum()
    if not all_:
        return float("nan")
    found = 0.0
    for sign in (1, -1):
        amount = np.maximum(sign * pairs.data, 0)
        if total := amount.sum():
            strength = np.bincount(one, amount)
            expected = resolution * ((strength / total) ** 2).sum()
            found += sign * (amount[one == other].sum() / total - expected) * total / all_
    return float(found)


def members(labels: Labels) -> list[NDArray[np.int64]]:
    """The places of the units of each community."""
    return [np.flatnonzero(labels == number) for number in range(int(labels.max(initial=-1)) + 1)]


def name_of(community: NDArray[np.int64], network: Network) -> str:
    """What a community is called: its largest member, and how many stand with it."""
    first, others = largest(community, network), len(community) - 1
    return f"{first[0].label} +{others}" if others else first[0].label


def largest(community: NDArray[np.int64], network: Network) -> list[Unit]:
    """The members of a community by falling number of statements."""
    said = network.said.tolist()
    order = sorted(community.tolist(), key=lambda at: (-said[at], network.rows[at].id))
    return [network.rows[at] for at in order]


def _leiden(network: Network, search: Search, trials: int) -> Labels:
    weights = network.weights
    _, found = graspologic_native.leiden_csr(
        weights.indptr.astype(np.int64),
        weights.indices.astype(np.int32),
        weights.data.astype(np.float64),
        weights.shape[0],
        resolution=search.resolution,
        iterations=_ITERATIONS,
        seed=search.seed,
        trials=trials,
    )
    return np.array([found.get(place, ALONE) for place in range(weights.shape[0])], np.int64)


def _louvain(network: Network, search: Search, trials: int) -> Labels:
    best, highest = np.empty(0, np.int64), -np.inf
    for trial in range(trials):
        labels = np.full(len(network.rows), ALONE)
        for number, community in enumerate(
            louvain(network, search.resolution, search.seed + trial)
        ):
            labels[community] = number
        reached = modularity(network, labels, search.resolution)
        # Rounding must not decide between two trials that found the same.
        if reached > highest + 1e-12:
            best, highest = labels, reached
    return best


def _by_size(labels: Labels, network: Network) -> Labels:
    known = np.unique(labels[labels != ALONE])
    places = {number: np.flatnonzero(labels == number) for number in known.tolist()}
    order = sorted(
        places,
        key=lambda one: (-len(places[one]), -network.said[places[one]].sum(), places[one][0]),
    )
    ordered = np.full(len(labels), ALONE)
    for new, old in enumerate(order):
        ordered[places[old]] = new
    return ordered
