"""Since when the ties of a network stand, and when something was last said toward them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kg.analysis.corpus.stances import Days
from kg.analysis.counting.statements import Statements
from kg.analysis.network.networks import POLARITIES, Network, counted
from kg.analysis.network.ties import places

_Numbers = NDArray[np.int64]
_NEVER = np.iinfo(np.int64).max


def tie_days(
    network: Network, statements: Statements, pairs: Sequence[tuple[int, int]]
) -> tuple[Days, Days]:
    """The first and the last day of some ties (row, column) of the network of some statements.

    Between units a tie stands since both had made statements that count toward it, such as two of
    one polarity on one proposition; its last day is the latest of such a statement. In an
    affiliation network they are the first and last day of the unit's statements.
    """
    told, _ = counted(statements, network.method)
    across = network.method.across
    rows, columns = (told.proposition, told.unit) if across else (told.unit, told.proposition)
    shape = (
        len(told.propositions if across else told.units),
        len(told.units if across else told.propositions),
        POLARITIES,
    )
    since, until = np.full(shape, _NEVER), np.full(shape, -_NEVER)
    at, day = (rows, columns, told.sign + 1), told.day.astype(np.int64)
    np.minimum.at(since, at, day)
    np.maximum.at(until, at, day)
    named = told.propositions if across else told.units
    one = places(named, network.rows)[[row for row, _ in pairs]]
    if network.is_two_mode:
        other = places(told.propositions, network.columns)[[column for _, column in pairs]]
        first, last = since[one, other].min(axis=1), until[one, other].max(axis=1)
    else:
        other = places(named, network.columns)[[column for _, column in pairs]]
        first, last = _of_both(since, until, (one, other), network.method.weights)
    return first.astype("datetime64[D]"), last.astype("datetime64[D]")


def _of_both(
    since: _Numbers, until: _Numbers, pair: tuple[_Numbers, _Numbers], weights: NDArray[np.float64]
) -> tuple[_Numbers, _Numbers]:
    one, other = pair
    first, last = np.full(len(one), _NEVER), np.full(len(one), -_NEVER)
    for subject in range(since.shape[1]):
        for mine, yours in zip(*np.nonzero(weights), strict=True):
            begun = np.maximum(since[one, subject, mine], since[other, subject, yours])
            ended = np.maximum(until[one, subject, mine], until[other, subject, yours])
            first = np.minimum(first, begun)
            last = np.where(begun < _NEVER, np.maximum(last, ended), last)
    return first, last
