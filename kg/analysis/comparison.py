"""Two units side by side: where they agree and differ, and where only one of them speaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from kg.analysis.corpus import Corpus
from kg.analysis.lines import Key, draw_lines, redrawn
from kg.analysis.pooling import Level, Unit
from kg.analysis.resampling import Draws, Figures, Interval, enclose
from kg.analysis.sides import Side
from kg.analysis.standing import latest_side, standing
from kg.model.propositions import Proposition
from kg.model.stances import Polarity

_SIGNS = {Polarity.FAVOURS: 1, Polarity.MIXED: 0, Polarity.OPPOSES: -1}


class Relation(StrEnum):
    """How two units stand to each other on a proposition; PARTLY: only one of them is mixed."""

    DIFFER = "differ"
    PARTLY = "partly"
    AGREE = "agree"
    FIRST = "only the first"
    SECOND = "only the second"


@dataclass(frozen=True, slots=True)
class Compared:
    """The latest positions of two units on a proposition; None where one says nothing."""

    relation: Relation
    proposition: Proposition
    first: Side | None
    second: Side | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two units side by side.

    ``agreement`` is from 0 to 1 over the ``shared`` propositions on which both speak: 1 for the
    same polarity, 0 for opposite ones, 1/2 where one is mixed. nan where there are none.
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
        """On how many propositions both speak."""
        return sum(one.first is not None and one.second is not None for one in self.compared)


def compare_units(
    corpus: Corpus, level: Level, first: Unit, second: Unit, draws: Draws
) -> Comparison:
    """The latest positions of two units of a level, proposition by proposition."""
    lines = draw_lines(corpus, level)
    keys = [key for key in lines.said if key[0] in {first.id, second.id}]
    subjects = sorted({proposition for _, proposition in keys})
    drawn = redrawn(lines, keys, draws, standing)
    now = {key: standing(lines.said[key]) for key in keys}
    agreement = _agreement(now, first, second)
    times = [
        _agreement({key: drawn[key][at] for key in keys}, first, second)
        for at in range(draws.count if keys else 0)
    ]
    compared = [
        _compared(
            corpus.propositions[name],
            latest_side(lines, (first.id, name)),
            latest_side(lines, (second.id, name)),
        )
        for name in subjects
    ]
    order = list(Relation)
    return Comparison(
        level=level,
        first=first,
        second=second,
        compared=tuple(sorted(compared, key=lambda one: order.index(one.relation))),
        agreement=float(agreement[0]),
        interval=_interval(agreement, times, draws),
    )


def _agreement(now: Mapping[Key, Polarity | None], first: Unit, second: Unit) -> Figures:
    near = [
        1 - abs(_SIGNS[one] - _SIGNS[other]) / 2
        for (unit, proposition), one in now.items()
        if unit == first.id and one and (other := now.get((second.id, proposition)))
    ]
    return np.array([np.mean(near) if near else np.nan])


def _interval(figure: Figures, times: list[Figures], draws: Draws) -> Interval | None:
    drawn = np.array(times).reshape(-1, 1)
    low, high = enclose(figure, drawn, draws, least=0.0, most=1.0)
    # Where every draw gives the same, they say nothing of how sure it is.
    return Interval(float(low[0]), float(high[0])) if low[0] < high[0] else None


def _compared(proposition: Proposition, first: Side | None, second: Side | None) -> Compared:
    if first is None or second is None:
        relation = Relation.SECOND if first is None else Relation.FIRST
    else:
        apart = abs(_SIGNS[first.polarity] - _SIGNS[second.polarity])
        relation = (Relation.AGREE, Relation.PARTLY, Relation.DIFFER)[apart]
    return Compared(relation, proposition, first, second)
