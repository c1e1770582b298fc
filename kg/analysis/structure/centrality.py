"""Who stands in the middle of a network, and who between its groups, with intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from kg.analysis.counting.pooling import Unit
from kg.analysis.counting.resampling import (
    Draws,
    Figures,
    Interval,
    documents_behind,
    drawn_weights,
    enclose,
    interval,
    rank_interval,
)
from kg.analysis.counting.statements import Statements
from kg.analysis.network.graphs import agreeing
from kg.analysis.network.networks import Network
from kg.analysis.structure.central_measures import LOW_FIRST, MEASURES, SHARES, Measure, measure
from kg.analysis.structure.communities import (
    ALONE,
    TRIALS,
    Labels,
    Search,
    find_communities,
    members,
    name_of,
)

_TRIALS = 2


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a unit, with its rank among all: 1 the most central, equals share the mean."""

    value: float
    interval: Interval | None
    rank: float
    rank_interval: Interval | None


@dataclass(frozen=True, slots=True)
class Central:
    """A unit with its figures and the name of its group; ``said`` counts its statements."""

    unit: Unit
    said: int
    group: str | None
    figures: Mapping[Measure, Figure]


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """The groups of units with their names, or how communities are sought, in each draw anew."""

    labels: Labels | None = None
    names: Sequence[str] = ()
    search: Search = field(default_factory=Search)

    def of(
        self, statements: Statements, weights: Figures | None = None, trials: int = _TRIALS
    ) -> tuple[Labels, Sequence[str]]:
        """The number of each unit's group, and the groups' names."""
        if self.labels is not None:
            return self.labels, self.names
        network = self.search.network(statements, weights)
        labels = find_communities(network, self.search, trials)
        return labels, [name_of(one, network) for one in members(labels)]


@dataclass(frozen=True, slots=True, eq=False)
class Centralities:
    """The units of a network with their figures, and how alike the draws rank them.

    ``agreement`` is for each measure the mean rank correlation (Spearman 1904) between the ranks
    and those in a draw, over the units in it; nan without draws.
    """

    network: Network
    units: Sequence[Central]
    agreement: Mapping[Measure, float]

    def by(self, measure: Measure) -> list[Central]:
        """The units by rank in a measure, those without a figure last; then by statements, id."""
        return sorted(
            self.units,
            key=lambda one: (
                np.nan_to_num(one.figures[measure].rank, nan=np.inf), -one.said, one.unit.id,
            ),
        )  # fmt: skip


def measure_units(
    statements: Statements, search: Search, grouping: Grouping, draws: Draws
) -> Centralities:
    """The figures of each unit that spoke, in the ties of a search that are not negative."""
    network = agreeing(search.network(statements))
    groups, names = grouping.of(statements, trials=TRIALS)
    found = measure(network, groups)
    drawn = np.empty((draws.count, *found.shape))
    for number, weights in enumerate(drawn_weights(statements, draws)):
        network_drawn = agreeing(search.network(statements, weights))
        drawn[number] = measure(network_drawn, grouping.of(statements, weights)[0])
    ranks, drawn_ranks = _ranks(found), np.empty(drawn.shape)
    for number, one in enumerate(drawn):
        drawn_ranks[number] = _ranks(one)
    documents = documents_behind(statements)
    spoke = np.flatnonzero(network.said > 0).tolist()
    figures: dict[Measure, list[Figure]] = {}
    for at, kind in enumerate(MEASURES):
        most = 1.0 if kind in SHARES else np.inf
        low, high = enclose(
            found[at], drawn[:, at], draws, least=0.0, most=most, documents=documents
        )
        most = float(len(spoke))
        first, last = enclose(
            ranks[at], drawn_ranks[:, at], draws, least=1.0, most=most, documents=documents
        )
        figures[kind] = [
            Figure(
                float(found[at, unit]),
                interval(low[unit], high[unit]),
                float(ranks[at, unit]),
                rank_interval(first[unit], last[unit]),
            )
            for unit in range(len(network.rows))
        ]
    return Centralities(
        network=network,
        units=[
            Central(
                unit=network.rows[unit],
                said=int(network.said[unit]),
                group=names[groups[unit]] if groups[unit] != ALONE else None,
                figures={kind: figures[kind][unit] for kind in MEASURES},
            )
            for unit in spoke
        ],
        agreement={
            kind: _agreement(ranks[at], drawn_ranks[:, at]) for at, kind in enumerate(MEASURES)
        },
    )


def _ranks(found: Figures) -> Figures:
    """The rank of each unit in each measure, 1 the most central."""
    ranks = np.full(found.shape, np.nan)
    for at, kind in enumerate(MEASURES):
        known = ~np.isnan(found[at])
        # Rounding must not part equals.
        values = np.round(found[at][known], 12)
        ranks[at][known] = _ranked(values if kind in LOW_FIRST else -values)
    return ranks


def _ranked(values: Figures) -> Figures:
    """The ranks of values from the least on; equals share the mean of theirs."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(count) - (count - 1) / 2)[place])


def _agreement(ranks: Figures, drawn: Figures) -> float:
    found = []
    for one in drawn:
        both = ~np.isnan(ranks) & ~np.isnan(one)
        mine, theirs = _ranked(ranks[both]), _ranked(one[both])
        if len(np.unique(mine)) > 1 and len(np.unique(theirs)) > 1:
            found.append(float(np.corrcoef(mine, theirs)[0, 1]))
    return float(np.mean(found)) if found else float("nan")
