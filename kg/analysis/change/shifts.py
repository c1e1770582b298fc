"""Changes of position: who moved on what, between which stances, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from kg.analysis.corpus.corpus import Corpus
from kg.analysis.counting.lines import Key, Lines, draw_lines
from kg.analysis.counting.pooling import Level, Unit
from kg.analysis.counting.resampling import Draws, Interval, enclose, interval
from kg.analysis.counting.sides import Side, side_of
from kg.analysis.counting.timelines import Places, Turns
from kg.model.positions import shifts
from kg.model.propositions import Proposition
from kg.model.stances import Shift


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a unit's polarity on a proposition, by the rule of kg.model.positions.shifts.

    ``again`` is the share of draws of the documents in which the same change is found, between
    the same runs of stances; None where none were drawn.
    """

    unit: Unit
    proposition: Proposition
    changed_by: date
    before: Side
    after: Side
    again: float | None

    @property
    def few(self) -> bool:
        """Whether one of its sides rests on few documents."""
        return self.before.few or self.after.few


@dataclass(frozen=True, slots=True)
class Changes:
    """Changes of position, the latest first; ``interval`` is that of their number."""

    level: Level
    found: tuple[Change, ...]
    interval: Interval | None

    @property
    def units(self) -> int:
        """How many units changed a position."""
        return len({one.unit.id for one in self.found})


def find_changes(
    corpus: Corpus,
    level: Level,
    draws: Draws,
    *,
    since: date | None = None,
    until: date | None = None,
) -> Changes:
    """The changes of position that had come about by a day between two days.

    A stance of any day may be the one before. Above the level of actors it is the line of the
    unit that changes: its stances are taken as those of one holder, whoever spoke.
    """
    lines = draw_lines(corpus, level, divided=True)
    first, last = since or date.min, until or date.max
    turned = [
        (key, one)
        for key, said in lines.said.items()
        for one in shifts(said)
        if first <= one.changed_by <= last
    ]
    numbers, again = _drawn(lines, [one for _, one in turned], draws, first, last)
    found = [
        _change(lines, key, shift, share) for (key, shift), share in zip(turned, again, strict=True)
    ]
    found.sort(key=lambda one: (one.unit.label, one.unit.id, one.proposition.id))
    found.sort(key=lambda one: one.changed_by, reverse=True)
    return Changes(level, tuple(found), interval_of(len(found), numbers, draws, lines.documents))


def _drawn(
    lines: Lines, found: Sequence[Shift], draws: Draws, first: date, last: date
) -> tuple[list[list[int]], list[float | None]]:
    """How many changes there are in each draw, and the share of draws in which each one is."""
    turns, starts = Turns(lines.times), lines.starts
    day = lines.corpus.stances.latest[lines.times.row]
    in_time = (np.datetime64(first) <= day) & (day <= np.datetime64(last))
    sides = [[lines.place[name] for name in (one.before, one.after)] for one in found]
    wanted = _between_runs(starts, *np.array(sides, np.int64).reshape(-1, 2).T)
    numbers, times = np.zeros((draws.count, 1), np.int64), np.zeros(len(found), np.int64)
    for at, there in enumerate(lines.drawn(draws)):
        before, after = turns.found(there)
        kept = in_time[after]
        numbers[at] = kept.sum()
        times += np.isin(wanted, _between_runs(starts, before[kept], after[kept]))
    if not draws.count:
        return [], [None] * len(found)
    return numbers.tolist(), (times / draws.count).tolist()


def _between_runs(starts: Places, before: Places, after: Places) -> Places:
    """For each change a number for the two runs between which it is."""
    return starts[before] * len(starts) + starts[after]


def interval_of(
    number: float,
    drawn: Sequence[Sequence[float]],
    draws: Draws,
    documents: int,
) -> Interval | None:
    """From where to where a number lies by what the draws made of it (each in a row of one).

    ``documents`` is how many were drawn; see enclose.
    """
    figure, told = np.array([float(number)]), np.array(drawn, float)
    low, high = enclose(figure, told, draws, least=0.0, documents=documents)
    return interval(low[0], high[0])


def _change(lines: Lines, key: Key, shift: Shift, again: float | None) -> Change:
    return Change(
        unit=lines.units[key[0]],
        proposition=lines.corpus.propositions[key[1]],
        changed_by=shift.changed_by,
        before=side_of(lines, lines.dated[shift.before]),
        after=side_of(lines, lines.dated[shift.after]),
        again=again,
    )
