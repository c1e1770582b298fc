"""Lines of stances as columns: what follows from the days of all of them, at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.analysis.corpus.stances import NOBODY, Mask, Numbers, Stances

Places = NDArray[np.int64]

NOWHERE = 2
"""The sign of a line of which nothing is there."""
_SIGNS = (-1, 0, 1)


@dataclass(frozen=True, slots=True, eq=False)
class Timelines:
    """Lines of stances in columns of one length: one line after the other, each in time.

    ``row`` is the place of a stance in its corpus, ``line`` the number of its line, ``name`` its
    place by id. ``begin`` and ``end`` are the first and the last day that it may mean, counted
    such that all days of a line come after all those of the lines before it.
    """

    row: Places
    line: Places
    name: Places
    begin: Places
    end: Places
    told: Mask
    sign: Numbers

    def __len__(self) -> int:
        return len(self.row)


def timelines(stances: Stances, row: Places, group: Places) -> Timelines:
    """The timelines of some stances by their rows; each group of them, by its number, is a line."""
    ids = stances.ids
    name = np.empty(len(row), np.int64)
    by_name = sorted(range(len(row)), key=[ids[one] for one in row.tolist()].__getitem__)
    name[by_name] = np.arange(len(row))
    begin, end = (days[row].astype(np.int64) for days in (stances.earliest, stances.latest))
    order = np.lexsort((name, end, begin, group))
    row, name, begin, end = row[order], name[order], begin[order], end[order]
    line = np.cumsum(np.diff(group[order], prepend=group[order][:1]) != 0)
    first = begin.min(initial=0)
    beyond = line * (end.max(initial=0) - first + 1) - first
    return Timelines(
        row=row,
        line=line,
        name=name,
        begin=begin + beyond,
        end=end + beyond,
        told=stances.told[row],
        sign=stances.sign[row],
    )


def run_starts(lines: Timelines) -> Places:
    """For each stance the place of the first of its run, as kg.model.positions.run_starts."""
    start = np.arange(len(lines))
    for sign in _SIGNS:
        alike = lines.sign == sign
        own = np.flatnonzero(alike & lines.told)
        ended = np.searchsorted(np.sort(lines.end[~alike & lines.told]), lines.begin[own])
        begins = np.diff(lines.line[own], prepend=-1) != 0
        begins |= np.diff(ended, prepend=-1) != 0
        first = np.flatnonzero(begins)
        start[own] = np.repeat(own[first], np.diff(first, append=len(own)))
    return start


def documents_of_runs(stances: Stances, lines: Timelines, start: Places) -> Places:
    """How many documents show each run, at the place of its first stance."""
    run = np.full(len(stances), NOBODY, np.int64)
    run[lines.row] = start
    shown = run[stances.evidence_of]
    known = shown != NOBODY
    number = max(len(stances.documents), 1)
    once = np.unique(shown[known] * number + stances.evidence_in[known])
    return np.bincount(once // number, minlength=len(lines))


class Turns:
    """The changes of polarity in lines, ready to be told of any part of their stances."""

    def __init__(self, lines: Timelines) -> None:
        """Takes the lines; only what is told by date turns."""
        self._lines = lines
        self._begun = np.flatnonzero(lines.told)
        self._ended = self._begun[np.argsort(lines.end[self._begun], kind="stable")]

    def found(self, there: Mask) -> tuple[Places, Places]:
        """The last stance before each change and that after it, by their places.

        They are those of kg.model.positions.shifts, of the stances that are there; the steps are
        explained at that function.
        """
        lines = self._lines
        begun, ended = (order[there[order]] for order in (self._begun, self._ended))
        begins, ends = lines.begin[begun], lines.end[ended]
        own_begin = lines.begin[ended]
        newest = np.maximum.accumulate(own_begin)
        before = np.searchsorted(ends, own_begin) - 1
        after = np.flatnonzero(before >= 0)
        before = before[after]
        after, before = _where(lines.line[ended[before]] == lines.line[ended[after]], after, before)
        peer = np.searchsorted(begins, ends[after], "right") - 1
        turned = lines.sign[ended[before]] != lines.sign[begun[peer]]
        after, before, peer = _where(turned, after, before, peer)
        one_mind = _alike_from(lines.sign[ended])[before] <= np.searchsorted(ends, newest[before])
        first_peer = np.searchsorted(begins, ends[before], "right")
        one_mind &= _alike_from(lines.sign[begun])[peer] <= first_peer
        after, before = _where(one_mind, after, before)
        apart = _apart(own_begin[after], ends[after])
        return ended[before[apart]], ended[after[apart]]


def _where(mask: Mask, *columns: Places) -> tuple[Places, ...]:
    return tuple(column[mask] for column in columns)


def _alike_from(signs: Numbers) -> Places:
    """For each place the one from which on all up to it have its sign."""
    begins = np.diff(signs, prepend=NOWHERE) != 0
    return np.maximum.accumulate(np.where(begins, np.arange(len(signs)), 0))


def _apart(begin: Places, end: Places) -> list[int]:
    """The places of those spans, in the order of their ends, that overlap none taken before."""
    taken, last = [], -1
    for place, (first, final) in enumerate(zip(begin.tolist(), end.tolist(), strict=True)):
        if first > last:
            taken.append(place)
            last = final
    return taken


class Standing:
    """Where lines stand, ready to be told of any part of their stances."""

    def __init__(self, lines: Timelines) -> None:
        """Takes the lines, with what is not told by date."""
        self._lines = lines
        self._order = np.lexsort((lines.name, lines.begin))
        self._number = int(lines.line.max(initial=-1)) + 1

    def found(self, there: Mask) -> tuple[Numbers, Places]:
        """The sign of each line's latest position, and the place of its last stance.

        They are those of kg.model.positions.position and last_of, of the stances that are there.
        NOWHERE and NOBODY for a line of which none is there.
        """
        lines = self._lines
        sign = np.full(self._number, NOWHERE, np.int32)
        last = np.full(self._number, NOBODY, np.int64)
        kept = self._order[there[self._order]]
        if len(kept):
            line = lines.line[kept]
            first = np.flatnonzero(np.diff(line, prepend=-1))
            last[line] = kept
            newest = last[line]
            current = (lines.begin[kept] <= lines.end[newest]) & (
                lines.begin[newest] <= lines.end[kept]
            )
            told = lines.sign[kept]
            least = np.minimum.reduceat(np.where(current, told, 1), first)
            most = np.maximum.reduceat(np.where(current, told, -1), first)
            sign[line[first]] = np.where(least == most, least, 0)
        return sign, last
