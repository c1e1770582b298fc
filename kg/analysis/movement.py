"""How a network moved between two parts of some statements: who came closer, who moved apart.

A tie is the congruence of two units divided by their co-occurrence: of all pairs of positions that
they have taken on one proposition, the share that agrees, mixed ones by half. Other normalisations
fall when a unit merely speaks on more; this one does not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kg.analysis.method import Kind, Method
from kg.analysis.networks import incidence, tied
from kg.analysis.pooling import Unit
from kg.analysis.resampling import FEW, Draws, Figures, Interval, intervals
from kg.analysis.stances import Mask
from kg.analysis.statements import Statements
from kg.analysis.ties import values_at

_AGREEING, _MEETING = Method(Kind.CONGRUENCE), Method(Kind.COOCCURRENCE)


@dataclass(frozen=True, slots=True)
class MovedTie:
    """A tie in two parts, from 0 to 1; the interval is that of its change, after less before.

    ``shared`` is on how many propositions both speak in the part in which these are fewer.
    """

    source: Unit
    target: Unit
    before: float
    after: float
    interval: Interval | None
    shared: int

    @property
    def change(self) -> float:
        """How much it grew; below 0 it fell."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Movement:
    """The ties that can be compared, those that grew most first, and their mean in both parts.

    ``left_out`` pairs share propositions, but fewer than FEW in one of the parts. nan where none
    can be compared.
    """

    ties: tuple[MovedTie, ...]
    before: float
    after: float
    interval: Interval | None
    left_out: int


def movement(statements: Statements, first: Mask, second: Mask, draws: Draws) -> Movement:
    """How the agreement of units moved from one part of some statements to another.

    Both parts are drawn together: a document counts as often in the one as in the other.
    """
    spoken = [_shared(statements.within(part)) for part in (first, second)]
    shared = np.minimum(*spoken)
    row, column = np.nonzero(np.triu(shared >= FEW, 1))
    even = np.ones(len(statements))
    before, after = (_agreement(statements, part, even, row, column) for part in (first, second))

    def statistic(weights: Figures) -> Figures:
        change = _agreement(statements, second, weights, row, column)
        change -= _agreement(statements, first, weights, row, column)
        return np.append(change, _mean(change))

    low, high = intervals(statistic, statements, draws, least=-1.0, most=1.0)
    ties = [
        MovedTie(
            source=statements.units[row[at]],
            target=statements.units[column[at]],
            before=float(before[at]),
            after=float(after[at]),
            interval=_interval(low[at], high[at]),
            shared=int(shared[row[at], column[at]]),
        )
        for at in range(len(row))
    ]
    return Movement(
        ties=tuple(sorted(ties, key=lambda tie: (-tie.change, tie.source.id, tie.target.id))),
        before=_mean(before),
        after=_mean(after),
        interval=_interval(low[-1], high[-1]),
        left_out=int(np.triu(np.maximum(*spoken) > 0, 1).sum()) - len(ties),
    )


def _shared(statements: Statements) -> np.ndarray:
    """On how many propositions each two units speak."""
    subjects = (len(statements.units), len(statements.propositions))
    spoken = np.zeros(subjects)
    spoken[statements.unit, statements.proposition] = 1
    return np.asarray(spoken @ spoken.T)


def _agreement(
    statements: Statements, part: Mask, weights: Figures, row: np.ndarray, column: np.ndarray
) -> Figures:
    """The ties of some pairs, every position counted once; nan where a pair shares nothing."""
    taken = incidence(statements.within(part), weights[part])
    taken.data[:] = 1
    agreeing, meeting = (
        values_at(tied(taken, method), row, column) for method in (_AGREEING, _MEETING)
    )
    met = meeting > 0
    return np.asarray(np.divide(agreeing, meeting, out=np.full(len(row), np.nan), where=met))


def _mean(figures: Figures) -> float:
    told = figures[~np.isnan(figures)]
    return float(told.mean()) if len(told) else np.nan


def _interval(low: float, high: float) -> Interval | None:
    # Where every draw gives the same, they say nothing of how sure it is.
    return Interval(float(low), float(high)) if low < high else None
