"""Two units side by side: where they agree and differ, and where only one of them speaks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from kg.analysis.agreement import agreements, mean_positions
from kg.analysis.corpus import Corpus
from kg.analysis.lines import draw_lines
from kg.analysis.pooling import Level, Unit
from kg.analysis.positions import Held, Positions
from kg.analysis.resampling import Draws, Figures, Interval, interval, intervals
from kg.analysis.sides import Side
from kg.analysis.standing import latest_side
from kg.analysis.stances import Numbers
from kg.analysis.statements import Statements, count_statements
from kg.model.propositions import Proposition


class Relation(StrEnum):
    """How two units stand to each other on a proposition; PARTLY: only one of them is mixed."""

    DIFFER = "differ"
    PARTLY = "partly"
    AGREE = "agree"
    FIRST = "only the first"
    SECOND = "only the second"


@dataclass(frozen=True, slots=True)
class Compared:
    """Where two units stand on a proposition, and the last words of each.

    ``means`` are their mean positions, from -1 to 1, None where a unit has none; pooled units whose
    mean is within a third of 0 count as mixed. Of pooled units the last words may be of a member
    who stands elsewhere than the rest.
    """

    relation: Relation
    proposition: Proposition
    first: Side | None
    second: Side | None
    means: tuple[float | None, float | None]

    @property
    def agreement(self) -> float | None:
        """How far they agree on it, from 0 to 1; None where only one of them stands."""
        one, other = self.means
        return None if one is None or other is None else 1 - abs(one - other) / 2


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two units side by side.

    ``agreement`` is from 0 to 1 over the ``shared`` propositions on which both stand, as
    kg.analysis.agreement measures it. nan where there are none.
    """

    level: Level
    first: Unit
    second: Unit
    compared: tuple[Compared, ...]
    agreement: float
    interval: Interval | None

    def of(self, relation: Relation) -> tuple[Compared, ...]:
        """The propositions on which they stand to each other like that."""
        return tuple(one for one in self.compared if one.relation is relation)

    @property
    def shared(self) -> int:
        """On how many propositions both stand."""
        return sum(one.agreement is not None for one in self.compared)


def compare_units(
    corpus: Corpus, level: Level, first: Unit, second: Unit, draws: Draws
) -> Comparison:
    """The positions of two units of a level, proposition by proposition."""
    statements = _around(corpus, count_statements(corpus, level), first, second)
    positions = Positions(corpus, statements)
    known = {unit.id: number for number, unit in enumerate(statements.units)}
    rows = tuple(known.get(unit.id) for unit in (first, second))

    def statistic(weights: Figures) -> Figures:
        return _agreement(_of(rows, positions.held(weights), statements))

    low, high = intervals(statistic, statements, draws, least=0.0, most=1.0)
    held = positions.held()
    return Comparison(
        level=level,
        first=first,
        second=second,
        compared=_compared(corpus, level, (first, second), _of(rows, held, statements)),
        agreement=float(_agreement(_of(rows, held, statements))[0]),
        interval=interval(low[0], high[0]),
    )


def _around(corpus: Corpus, statements: Statements, first: Unit, second: Unit) -> Statements:
    """All that was said by those who ever spoke for one of the two units.

    What they said for another unit later takes the place of what they said for this one.
    """
    holder = corpus.stances.holder[statements.stances.indices]
    wanted = [at for at, unit in enumerate(statements.units) if unit.id in {first.id, second.id}]
    return statements.within(np.isin(holder, holder[np.isin(statements.unit, wanted)]))


def _of(rows: tuple[int | None, ...], held: Held, statements: Statements) -> Figures:
    """The mean positions of some units (rows), nan where one has none or is not there at all."""
    means = mean_positions(held, len(statements.units), len(statements.propositions))
    nowhere = np.full(means.shape[1], np.nan)
    return np.array([nowhere if row is None else means[row] for row in rows])


def _agreement(means: Figures) -> Figures:
    share, _ = agreements(means, np.zeros(1, np.int32), np.ones(1, np.int32))
    return share


def _compared(
    corpus: Corpus, level: Level, units: tuple[Unit, Unit], means: Figures
) -> tuple[Compared, ...]:
    lines = draw_lines(corpus, level)
    found = [
        Compared(
            _relation(column),
            corpus.propositions[name],
            *(
                None if np.isnan(mean) else latest_side(lines, (unit.id, name))
                for unit, mean in zip(units, column, strict=True)
            ),
            means=(_told(column[0]), _told(column[1])),
        )
        for name, column in zip(corpus.stances.propositions, means.T, strict=True)
        if not np.isnan(column).all()
    ]
    order = list(Relation)
    return tuple(sorted(found, key=lambda one: (order.index(one.relation), one.proposition.id)))
