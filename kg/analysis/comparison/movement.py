"""How the agreement of units moved between two states of the record: who came closer, who apart.

Agreement is that of the positions which stand in each state, as
kg.analysis.comparison.agreement measures it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kg.analysis.comparison.agreement import agreements, spread
from kg.analysis.corpus.corpus import Corpus
from kg.analysis.corpus.stances import Mask, Numbers
from kg.analysis.counting.pooling import Unit
from kg.analysis.counting.positions import Positions
from kg.analysis.counting.resampling import (
    FEW,
    Draws,
    Figures,
    Interval,
    documents_behind,
    interval,
    intervals,
)
from kg.analysis.counting.statements import Statements
from kg.analysis.network.method import Method
from kg.analysis.network.tie_documents import tie_documents


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A part of some statements, as its own corpus counts them; ``row`` is the place of each."""

    corpus: Corpus
    statements: Statements
    row: Numbers

    @classmethod
    def of(cls, corpus: Corpus, statements: Statements, mask: Mask) -> Part:
        """The statements of one corpus where the mask is true."""
        return cls(corpus, statements.within(mask), np.flatnonzero(mask).astype(np.int32))


@dataclass(frozen=True, slots=True)
class MovedTie:
    """The agreement of two units in two parts, from 0 to 1; the interval is that of its change.

    ``shared`` is on how many propositions both stand in the part in which these are fewer.
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


def movement(statements: Statements, first: Part, second: Part, draws: Draws) -> Movement:
    """How the agreement of units moved from one part of some statements to another.

    Both parts are drawn together: a document counts as often in the one as in the other.
    """
    states = [_Standing(statements, part) for part in (first, second)]
    even = np.ones(len(statements))
    one, other = (places.astype(np.int32) for places in np.triu_indices(len(statements.units), 1))
    spoken = [agreements(state.means(even), one, other)[1] for state in states]
    kept = np.minimum(*spoken) >= FEW
    one, other, shared = one[kept], other[kept], np.minimum(*spoken)[kept]

    def shares(state: _Standing, weights: Figures) -> Figures:
        return agreements(state.means(weights), one, other)[0]

    def statistic(weights: Figures) -> Figures:
        change = shares(states[1], weights) - shares(states[0], weights)
        return np.append(change, _mean(change))

    before, after = (shares(state, even) for state in states)
    # A tie rests on fewer documents than the mean of all ties does.
    behind = tie_documents(statements, Method(), one, other)
    tied = statements.within(np.isin(statements.unit, np.append(one, other)))
    documents = np.append(behind, documents_behind(tied))
    low, high = intervals(statistic, statements, draws, least=-1.0, most=1.0, documents=documents)
    ties = [
        MovedTie(
            source=statements.units[one[at]],
            target=statements.units[other[at]],
            before=float(before[at]),
            after=float(after[at]),
            interval=interval(low[at], high[at]),
            shared=int(shared[at]),
        )
        for at in range(len(one))
    ]
    return Movement(
        ties=tuple(sorted(ties, key=lambda tie: (-tie.change, tie.source.id, tie.target.id))),
        before=_mean(before),
        after=_mean(after),
        interval=interval(low[-1], high[-1]),
        left_out=int((np.maximum(*spoken) > 0).sum()) - len(ties),
    )


class _Standing:
    """Where the units of some statements stand in a part of them."""

    def __init__(self, statements: Statements, part: Part) -> None:
        self._shape = len(statements.units), len(statements.propositions)
        self._row, self._positions = part.row, Positions(part.corpus, part.statements)
        self._units = _places(part.statements.units, statements.units)
        self._propositions = _places(part.statements.propositions, statements.propositions)

    def means(self, weights: Figures) -> Figures:
        """The mean positions of all units, as agreement has them, by the weights of all."""
        held = self._positions.held(weights[self._row])
        own = spread(held, held.mean, len(self._units), len(self._propositions))
        means = np.full(self._shape, np.nan)
        means[np.ix_(self._units, self._propositions)] = own
        return means


def _places(own: tuple[Unit, ...], among: tuple[Unit, ...]) -> Numbers:
    place = {unit.id: number for number, unit in enumerate(among)}
    return np.array([place[unit.id] for unit in own], np.int32)


def _mean(figures: Figures) -> float:
    told = figures[~np.isnan(figures)]
    return float(told.mean()) if len(told) else np.nan
