"""The ties of a network, each with its interval and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, triu

from kg.analysis.counting.pooling import Unit
from kg.analysis.counting.resampling import (
    FEW,
    Draws,
    Figures,
    Interval,
    ends,
    few_word,
    interval,
    intervals,
)
from kg.analysis.counting.statements import Statements
from kg.analysis.network.method import Method, Normalisation
from kg.analysis.network.networks import Network, Weights, counted, incidence, make_network, tied
from kg.analysis.network.tie_documents import tie_documents
from kg.errors import UsageError
from kg.queries.table import Table, Value, make_table

_BOUNDED = {
    Normalisation.JACCARD, Normalisation.COSINE, Normalisation.ACTIVITY, Normalisation.PROMINENCE,
}  # fmt: skip
_MOST_FIGURES = 20_000_000
_DIGITS = 10
_DENSE = 8
POLARITY_CODES = {1: "favours", 2: "opposes", 4: "mixed"}
"""What the numbers mean that combined polarities are added up from."""


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


def tie_count(network: Network) -> int:
    """How many ties a network has."""
    return int(network.weights.nnz) // (1 if network.is_two_mode else 2)


def balanced(network: Network) -> int:
    """How many pairs have no tie because what speaks for it and against it is equal."""
    if not network.method.is_signed:
        return 0
    return int(network.shared.nnz - network.weights.nnz) // (1 if network.is_two_mode else 2)


def few_ties(network: Network) -> int:
    """How many ties of a network rest on so little that their weight says little."""
    pairs = network.weights.tocoo()
    few = int((values_at(network.shared, pairs.row, pairs.col) < FEW).sum())
    return few // (1 if network.is_two_mode else 2)


def list_ties(
    network: Network,
    statements: Statements,
    draws: Draws,
    weights: Weights | None = None,
    limit: int | None = None,
) -> list[Tie]:
    """The first ties of a network by falling weight, with intervals, or all without a limit.

    Combined polarities are no amounts: they go by unit and proposition, and have no intervals.
    ``statements`` and ``weights`` are those that the network is of; a tie on fewer than FEW
    documents has no interval. Raises UsageError where so many intervals would not
    fit into memory.
    """
    found = network.weights if network.is_two_mode else triu(network.weights, 1)
    pairs = found.tocoo()
    row, column, weight = pairs.row, pairs.col, pairs.data
    # Beyond so many digits two weights differ only by how they were added up.
    falling = np.zeros(len(weight)) if network.method.is_combined else -weight.round(_DIGITS)
    first = np.lexsort((column, row, falling))[:limit]
    row, column, weight = row[first], column[first], weight[first]
    shared = values_at(network.shared, row, column).astype(int)
    reach = _ends(network, statements, draws, weights, (row, column))
    return [
        Tie(
            source=network.rows[one],
            target=network.columns[other],
            weight=amount,
            interval=interval(low, high),
            shared=resting,
        )
        for one, other, amount, resting, low, high in zip(
            *(each.tolist() for each in (row, column, weight, shared, *reach)), strict=True
        )
    ]


def _ends(
    network: Network,
    statements: Statements,
    draws: Draws,
    weights: Weights | None,
    pairs: tuple[np.ndarray, np.ndarray],
) -> tuple[Figures, Figures]:
    method = network.method
    if method.is_combined or not (draws.count and len(pairs[0])):
        unknown = np.full(len(pairs[0]), np.nan)
        return unknown, unknown
    if len(pairs[0]) * draws.count > _MOST_FIGURES:
        raise UsageError(
            f"intervals of {len(pairs[0]):,} ties take more memory than they are worth",
            hint="thin the network with --threshold or --shared, or take fewer --draws",
        )
    rows = places(statements.propositions if method.across else statements.units, network.rows)
    columns = places(statements.propositions, network.columns) if method.is_two_mode else rows
    at = rows[pairs[0]], columns[pairs[1]]

    speaking = _speaking(statements, method, at)
    part = statements.within(speaking)

    def statistic(drawn: Figures) -> Figures:
        heavy = drawn if weights is None else drawn * weights
        return values_at(_weights_of(part, method, heavy[speaking]), *at)

    bounded = method.normalisation in _BOUNDED
    least = (-1.0 if bounded else -np.inf) if method.is_signed else 0.0
    return intervals(
        statistic,
        statements,
        draws,
        least=least,
        most=1.0 if bounded else np.inf,
        documents=tie_documents(statements, method, *at),
    )


def _speaking(
    statements: Statements, method: Method, at: tuple[np.ndarray, np.ndarray]
) -> NDArray[np.bool_]:
    """Which statements are of the ends of some ties: no others matter to a tie between units."""
    if method.is_two_mode:
        return np.ones(len(statements), bool)
    subject = statements.proposition if method.across else statements.unit
    return np.isin(subject, np.concatenate(at))


def _weights_of(statements: Statements, method: Method, drawn: Figures) -> csr_array:
    if method.is_two_mode:
        return make_network(statements, method, drawn).weights
    told, heavy = counted(statements, method, drawn)
    return tied(incidence(told, heavy, across=method.across), method)


def values_at(matrix: csr_array, rows: np.ndarray, columns: np.ndarray) -> Figures:
    """The values of a matrix at some places."""
    if not len(rows):
        # Of no place at all, scipy makes a sparse array.
        return np.empty(0)
    if matrix.shape[0] * matrix.shape[1] <= _DENSE * len(rows):
        # Where most places are asked for, a full array is looked up ten times as fast.
        return np.asarray(matrix.toarray()[rows, columns], float)
    return np.asarray(matrix[rows, columns]).reshape(-1)


def places(all_: Sequence[Unit], some: Sequence[Unit]) -> NDArray[np.int64]:
    """Where some units or propositions stand among all."""
    place = {unit.id: number for number, unit in enumerate(all_)}
    return np.array([place[unit.id] for unit in some], np.int64)


def tie_columns(method: Method) -> tuple[str, ...]:
    """The columns of a table of ties: an affiliation rests on statements, and may be combined."""
    found = ("polarities",) if method.is_combined else ("weight", "low", "high")
    rests = "statements" if method.is_two_mode else "shared"
    return ("source", "sourceLabel", "target", "targetLabel", *found, rests, "few")


def tie_row(tie: Tie, method: Method) -> tuple[Value, ...]:
    """What stands in these columns for a tie."""
    both = (tie.source.id, tie.source.label, tie.target.id, tie.target.label)
    rest = (tie.shared, few_word(tie.few))
    if method.is_combined:
        return (*both, words(tie.weight), *rest)
    return (*both, tie.weight, *ends(tie.interval), *rest)


def words(combined: float) -> str:
    """The polarities that a combined weight stands for, such as ``favours+opposes``."""
    return "+".join(word for code, word in POLARITY_CODES.items() if int(combined) & code)


def tie_table(ties: Iterable[Tie], method: Method | None = None) -> Table:
    """Ties as a table: one row a tie, with the ends of its interval and on how much it rests."""
    method = method or Method()
    return make_table(tie_columns(method), (tie_row(tie, method) for tie in ties))
