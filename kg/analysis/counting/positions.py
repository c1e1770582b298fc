"""Which positions units hold in a part of time, by the last stance of each of their actors."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from kg.analysis.corpus.corpus import Corpus
from kg.analysis.corpus.stances import Days, Mask, Numbers
from kg.analysis.counting.resampling import Figures
from kg.analysis.counting.statements import Duplicates, Statements
from kg.analysis.counting.windows import Window
from kg.errors import UsageError


class Basis(StrEnum):
    """Which positions count in a window.

    UTTERED those taken within it: whoever is silent there does not count. STANDING the last ones
    known by its end, however old: silence counts as holding on.
    """

    UTTERED = "uttered"
    STANDING = "standing"

    def reach(self, window: Window, days: Days, begins: Days | None = None) -> Mask:
        """For each of some days, whether what was said on it counts in a window; see Window."""
        if self is Basis.UTTERED:
            return window.holds(days, begins)
        return np.asarray(days <= np.datetime64(window.last))


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """Positions in columns of one length: of a unit on a proposition, by their places.

    ``mean`` is the mean position of the unit's actors, from -1 to 1; ``weight`` is 1, or in a draw
    of documents how often those behind it were drawn.
    """

    unit: Numbers
    proposition: Numbers
    mean: Figures
    weight: Figures

    @property
    def side(self) -> Numbers:
        """1 for, -1 against, 0 mixed: where the mean lies when the scale is cut into thirds."""
        # A mean of weights may miss a third by its last bit.
        third = 1 / 3 + 1e-9
        return (self.mean > third).astype(np.int32) - (self.mean < -third)


class Positions:
    """The statements of a part of time by actor and proposition, ready to tell what is held.

    An actor's position is that of the last stance, by the earliest day that it may be of; stances
    that may be of the same day as that one count too, and those of several polarities make a mixed
    position (as kg.model.positions.latest_position). A position counts for the unit for which it
    was taken; a unit stands at the mean of its actors.
    """

    def __init__(self, corpus: Corpus, statements: Statements) -> None:
        """Takes statements that are one stance each (Duplicates.STANCE), else raises UsageError."""
        stance = statements.stances.indices
        if len(stance) != len(statements) or (np.diff(statements.stances.indptr) != 1).any():
            raise UsageError(f"positions follow from single stances: count by {Duplicates.STANCE}")
        known = corpus.stances
        holder, about = known.holder[stance], statements.proposition
        order = np.lexsort((stance, known.earliest[stance], about, holder))
        self._order, self._sign = order, statements.sign[order]
        self._earliest, self._latest = known.earliest[stance][order], known.latest[stance][order]
        unit, about, holder = statements.unit[order], about[order], holder[order]
        self._pair, _ = _groups(holder, about)
        self._starts = np.flatnonzero(np.diff(self._pair, prepend=-1))
        # An actor may have spoken for one unit, and later for another.
        self._part, first = _groups(holder, about, unit)
        self._seat, seats = _groups(unit[first], about[first])
        self._unit, self._about = unit[first][seats], about[first][seats]
        self._said_by_part = np.bincount(self._part)
        self._said_by_seat = np.bincount(self._seat, self._said_by_part)

    def held(self, weights: Figures | None = None) -> Held:
        """What is held by the statements of a weight above 0; without weights by all."""
        rows = len(self._order)
        weight = np.ones(rows) if weights is None else weights[self._order]
        if not rows:
            nowhere = np.zeros(0, np.int32)
            return Held(nowhere, nowhere, np.zeros(0), np.zeros(0))
        there = weight > 0
        last = np.maximum.reduceat(np.where(there, np.arange(rows), -1), self._starts)[self._pair]
        current = there & (self._earliest <= self._latest[last])
        current &= self._earliest[last] <= self._latest
        favouring, opposing = current & (self._sign > 0), current & (self._sign < 0)
        told = self._by_part(current)
        side = (self._by_part(favouring) == told).astype(float) - (self._by_part(opposing) == told)
        drawn = self._by_part(weight)
        heavy = np.where(told > 0, drawn / self._said_by_part, 0.0)
        total = self._by_seat(heavy)
        known = total > 0
        return Held(
            unit=self._unit[known],
            proposition=self._about[known],
            mean=self._by_seat(heavy * side)[known] / total[known],
            weight=(self._by_seat(drawn) / self._said_by_seat)[known],
        )

    def _by_part(self, amount: Figures | Mask) -> Figures:
        return np.asarray(np.bincount(self._part, amount, len(self._said_by_part)), float)

    def _by_seat(self, amount: Figures) -> Figures:
        return np.asarray(np.bincount(self._seat, amount, len(self._said_by_seat)), float)


def _groups(*columns: Numbers) -> tuple[Numbers, Numbers]:
    """For each row the number of its group, and for each group its first row."""
    _, first, group = np.unique(
        np.column_stack(columns), axis=0, return_index=True, return_inverse=True
    )
    return group.reshape(-1).astype(np.int32), first.astype(np.int32)
