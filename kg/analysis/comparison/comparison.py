"""Two units side by side: where they agree and differ, and where only one of them speaks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from kg.analysis.comparison.agreement import agreements, spread
from kg.analysis.comparison.standing import latest_side
from kg.analysis.corpus.corpus import Corpus
from kg.analysis.corpus.stances import Numbers
from kg.analysis.counting.lines import Lines, draw_lines
from kg.analysis.counting.pooling import Level, Unit
from kg.analysis.counting.positions import Held, Positions
from kg.analysis.counting.resampling import Draws, Figures, Interval, interval, intervals
from kg.analysis.counting.sides import Side
from kg.analysis.counting.statements import Statements, count_statements
from kg.analysis.network.method import Method
from kg.analysis.network.tie_documents import Counts, tie_documents
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
    kg.analysis.comparison.agreement measures it. nan where there are none.
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
    units = first, second
    statements = _around(corpus, count_statements(corpus, level), units)
    positions = Positions(corpus, statements)

    def statistic(weights: Figures) -> Figures:
        held = positions.held(weights)
        return _agreement(_rows(held, held.mean, statements, units))

    low, high = intervals(
        statistic, statements, draws, least=0.0, most=1.0, documents=_behind(statements, units)
    )
    held = positions.held()
    means, sides = (_rows(held, one, statements, units) for one in (held.mean, held.side))
    return Comparison(
        level=level,
        first=first,
        second=second,
        compared=_compared(draw_lines(corpus, level), units, means, sides),
        agreement=float(_agreement(means)[0]),
        interval=interval(low[0], high[0]),
    )


def _around(corpus: Corpus, statements: Statements, units: tuple[Unit, Unit]) -> Statements:
    """All that was said by those who ever spoke for one of the two units.

    What they said for another unit later takes the place of what they said for this one.
    """
    holder = corpus.stances.holder[statements.stances.indices]
    ids = {unit.id for unit in units}
    wanted = [at for at, unit in enumerate(statements.units) if unit.id in ids]
    return statements.within(np.isin(holder, holder[np.isin(statements.unit, wanted)]))


def _behind(statements: Statements, units: tuple[Unit, Unit]) -> Counts:
    """How many documents their agreement rests on: those of both on what both speak on."""
    place = {unit.id: number for number, unit in enumerate(statements.units)}
    if not all(unit.id in place for unit in units):
        return np.zeros(1, np.int64)
    one, other = (np.array([place[unit.id]]) for unit in units)
    return tie_documents(statements, Method(), one, other)


def _rows(
    held: Held, values: Figures | Numbers, statements: Statements, units: tuple[Unit, Unit]
) -> Figures:
    """What is held by two units (rows) on each proposition; nan where nothing is."""
    whole = spread(held, values, len(statements.units), len(statements.propositions))
    place = {unit.id: number for number, unit in enumerate(statements.units)}
    nowhere = np.full(whole.shape[1], np.nan)
    return np.array([whole[place[one.id]] if one.id in place else nowhere for one in units])


def _agreement(means: Figures) -> Figures:
    share, _ = agreements(means, np.zeros(1, np.int32), np.ones(1, np.int32))
    return share


def _compared(
    lines: Lines, units: tuple[Unit, Unit], means: Figures, sides: Figures
) -> tuple[Compared, ...]:
    corpus, found = lines.corpus, []
    for at, name in enumerate(corpus.stances.propositions):
        one, other = (
            (None, None) if np.isnan(mean) else (latest_side(lines, (unit.id, name)), float(mean))
            for unit, mean in zip(units, means[:, at], strict=True)
        )
        if one[0] or other[0]:
            relation = _relation(*sides[:, at])
            about = corpus.propositions[name]
            found.append(Compared(relation, about, one[0], other[0], (one[1], other[1])))
    order = list(Relation)
    return tuple(sorted(found, key=lambda one: order.index(one.relation)))


def _relation(first: float, second: float) -> Relation:
    if np.isnan(first) or np.isnan(second):
        return Relation.SECOND if np.isnan(first) else Relation.FIRST
    return (Relation.AGREE, Relation.PARTLY, Relation.DIFFER)[int(abs(first - second))]
