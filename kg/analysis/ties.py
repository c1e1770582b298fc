"""The ties of a network, each with its interval and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array

from kg.analysis.method import Kind, Normalisation
from kg.analysis.networks import Network, make_network
from kg.analysis.pooling import Unit
from kg.analysis.resampling import FEW, Draws, Figures, Interval, intervals
from kg.analysis.statements import Statements
from kg.errors import UsageError
from kg.queries.table import Table, make_table

_BOUNDED = {Normalisation.JACCARD, Normalisation.COSINE, Normalisation.ACTIVITY}
_MOST_FIGURES = 40_000_000


@dataclass(frozen=True, slots=True)
class Tie:
    """One tie of a network; ``shared`` is on how many propositions it rests, see Network."""

    source: Unit
    target: Unit
    weight: float
    interval: Interval | None
    shared: int

    @property
    def few(self) -> bool:
        """Whether it rests on so little that its weight says little."""
        return self.shared < FEW


@dataclass(frozen=True, slots=True)
class Threshold:
    """Which ties stay: of at least that weight, amount taken, and on so many propositions."""

    weight: float = 0.0
    shared: int = 1
    isolates: bool = False


def thin(network: Network, threshold: Threshold) -> Network:
    """The network with the ties that pass, without units that have none unless they shall stay."""
    pairs = network.weights.tocoo()
    resting = values_at(network.shared, pairs.row, pairs.col)
    kept = (np.abs(pairs.data) >= threshold.weight) & (resting >= threshold.shared)
    weights = csr_array(
        (pairs.data[kept], (pairs.row[kept], pairs.col[kept])), shape=network.weights.shape
    )
    found = replace(network, weights=weights)
    return found if threshold.isolates else without_isolates(found)


def without_isolates(network: Network) -> Network:
    """The network of those rows and columns that have a tie."""
    rows = np.unique(network.weights.tocoo().row)
    columns = np.unique(network.weights.tocoo().col) if network.is_two_mode else rows
    return replace(
        network,
        rows=tuple(network.rows[one] for one in rows),
        columns=tuple(network.columns[one] for one in columns),
        weights=network.weights[rows][:, columns],
        shared=network.shared[rows][:, columns],
        said=network.said[rows],
    )


def list_ties(network: Network, statements: Statements, draws: Draws) -> list[Tie]:
    """The ties of a network by falling weight, with intervals; statements are those it is of.

    Raises UsageError where so many intervals would not fit into memory.
    """
    found = list(network.ties())
    row = np.array([one for one, _, _ in found], int)
    column = np.array([other for _, other, _ in found], int)
    low, high = _ends(network, statements, draws, (row, column))
    told = [
        Tie(
            source=network.rows[one],
            target=network.columns[other],
            weight=weight,
            interval=None if np.isnan(low[at]) else Interval(float(low[at]), float(high[at])),
            shared=int(network.shared[one, other]),
        )
        for at, (one, other, weight) in enumerate(found)
    ]
    return sorted(told, key=lambda tie: (-tie.weight, tie.source.id, tie.target.id))


def _ends(
    network: Network,
    statements: Statements,
    draws: Draws,
    pairs: tuple[np.ndarray, np.ndarray],
) -> tuple[Figures, Figures]:
    method = network.method
    if len(pairs[0]) * draws.count > _MOST_FIGURES:
        raise UsageError(
            f"intervals of {len(pairs[0]):,} ties take more memory than they are worth",
            hint="thin the network with --threshold or --shared, or take --draws 0",
        )
    rows = _places(statements.propositions if method.across else statements.units, network.rows)
    columns = _places(statements.propositions, network.columns) if method.is_two_mode else rows
    at = rows[pairs[0]], columns[pairs[1]]

    def statistic(weights: Figures) -> Figures:
        drawn = make_network(statements, method, weights)
        return values_at(drawn.weights, *at)

    bounded = method.normalisation in _BOUNDED
    signed = method.kind is Kind.SUBTRACT or method.is_two_mode
    least = (-1.0 if bounded else -np.inf) if signed else 0.0
    return intervals(statistic, statements, draws, least=least, most=1.0 if bounded else np.inf)


def values_at(matrix: csr_array, rows: np.ndarray, columns: np.ndarray) -> Figures:
    """The values of a matrix at some places."""
    # Of no place at all, scipy makes a sparse array.
    return np.asarray(matrix[rows, columns]).reshape(-1) if len(rows) else np.empty(0)


def _places(all_: tuple[Unit, ...], some: tuple[Unit, ...]) -> np.ndarray:
    place = {unit.id: number for number, unit in enumerate(all_)}
    return np.array([place[unit.id] for unit in some], int)


_COLUMNS = (
    "source", "sourceLabel", "target", "targetLabel", "weight", "low", "high", "shared", "few",
)  # fmt: skip


def tie_table(ties: Iterable[Tie]) -> Table:
    """Ties as a table: one row a tie, with the ends of its interval and on how much it rests."""
    return make_table(
        _COLUMNS,
        (
            (
                tie.source.id,
                tie.source.label,
                tie.target.id,
                tie.target.label,
                tie.weight,
                tie.interval.low if tie.interval else None,
                tie.interval.high if tie.interval else None,
                tie.shared,
                "few" if tie.few else None,
            )
            for tie in ties
        ),
    )
