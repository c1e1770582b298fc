"""What changed between two days: positions that turned or are new, and the network of countries."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from kg.analysis.change.shifts import interval_of
from kg.analysis.comparison.movement import Movement, Part, movement
from kg.analysis.comparison.standing import Move, Moved, moves
from kg.analysis.corpus.corpus import Corpus
from kg.analysis.counting.lines import Lines, draw_lines
from kg.analysis.counting.pooling import Level
from kg.analysis.counting.positions import Basis
from kg.analysis.counting.resampling import Draws, Interval
from kg.analysis.counting.statements import count_statements
from kg.analysis.counting.timelines import NOWHERE, Standing
from kg.analysis.counting.windows import Window
from kg.analysis.polarisation.polarisation import Gauge
from kg.analysis.polarisation.polarised import Polarisation, polarisations

GAUGE = Gauge(basis=Basis.STANDING)
"""How polarisation is measured on a day."""
_COUNTED = (Move.TURNED, Move.NEW, Move.RENEWED, Move.SAME)


@dataclass(frozen=True, slots=True)
class Number:
    """How many positions moved in one way, and from where to where that number lies.

    ``documents`` is how many show a stance of a unit of the level.
    """

    move: Move
    count: int
    interval: Interval | None
    documents: int


@dataclass(frozen=True, slots=True)
class DaysCompared:
    """A record as of two days; ``stances`` and ``documents`` is how many there were on each.

    ``polarised`` is how far the positions that stand are two camps, on each of them.
    """

    level: Level
    days: tuple[date, date]
    stances: tuple[int, int]
    documents: tuple[int, int]
    moved: tuple[Moved, ...]
    numbers: tuple[Number, ...]
    network: Movement
    polarised: tuple[Polarisation, ...]

    def of(self, move: Move) -> tuple[Moved, ...]:
        """The positions that moved in one way, those told last first."""
        found = [one for one in self.moved if one.move is move]
        return tuple(
            sorted(found, key=lambda one: one.after.day if one.after else date.min, reverse=True)
        )


def compare_days(
    corpus: Corpus, first: date, second: date, level: Level, draws: Draws
) -> DaysCompared:
    """What changed from one day to a later one, each as of that day.

    A position stands until another stance takes its place: who says nothing more has not moved,
    and cannot be told from who holds on. The network is that of countries, at any level.
    """
    old, new = _until(corpus, first), _until(corpus, second)
    before, after = draw_lines(old, level), draw_lines(new, level)

    told = _drawn(after, first, draws)
    moved = tuple(moves(before, after))
    counted = Counter(one.move for one in moved)
    statements = count_statements(new, Level.COUNTRY)
    windows = [Window(day, day) for day in (first, second)]
    return DaysCompared(
        level=level,
        days=(first, second),
        stances=(len(old.stances), len(new.stances)),
        documents=(old.documents, new.documents),
        moved=moved,
        numbers=tuple(
            Number(
                move,
                counted[move],
                interval_of(counted[move], told[move], draws, after.documents),
                after.documents,
            )
            for move in _COUNTED
        ),
        network=movement(
            statements,
            Part.of(new, statements, statements.day <= np.datetime64(first)),
            Part.of(new, statements, np.ones(len(statements), bool)),
            draws,
        ),
        polarised=tuple(polarisations(new, count_statements(new, level), windows, GAUGE, draws)),
    )


def _drawn(lines: Lines, day: date, draws: Draws) -> dict[Move, list[list[int]]]:
    """How many positions moved in each way from a day on, in each draw; see standing.move_of."""
    counts: dict[Move, list[list[int]]] = {move: [[0]] * draws.count for move in _COUNTED}
    standing = Standing(lines.times)
    by_then = lines.corpus.stances.latest[lines.times.row] <= np.datetime64(day)
    for at, there in enumerate(lines.drawn(draws)):
        (before, old), (after, new) = standing.found(there & by_then), standing.found(there)
        known = before != NOWHERE
        alike = known & (before == after)
        kinds = {
            Move.TURNED: known & ~alike,
            Move.NEW: ~known & (after != NOWHERE),
            Move.RENEWED: alike & (old != new),
            Move.SAME: alike & (old == new),
        }
        for move, mask in kinds.items():
            counts[move][at] = [int(mask.sum())]
    return counts


def _until(corpus: Corpus, day: date) -> Corpus:
    stances = corpus.stances
    return replace(corpus, stances=stances.keep(stances.latest <= np.datetime64(day)))
