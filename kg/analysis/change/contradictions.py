"""Contradictions: opposite stances of one unit on one proposition, close to each other in time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from kg.analysis.change.shifts import interval_of
from kg.analysis.corpus.corpus import Corpus
from kg.analysis.counting.lines import Key, Lines, draw_lines
from kg.analysis.counting.pooling import Level, Unit
from kg.analysis.counting.resampling import Draws, Interval
from kg.analysis.counting.sides import Side, side_of
from kg.analysis.counting.windows import Span
from kg.model.dated import Dated
from kg.model.positions import shifts
from kg.model.propositions import Proposition
from kg.model.stances import Polarity

Pair = tuple[Dated, Dated]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A stance for and one against, of one unit on one proposition; ``first`` is the earlier one.

    ``apart`` is how many days lie between the two at least, 0 where they may be of one day.
    ``turned`` is the day of the change of position between them where the rule of
    kg.model.positions.shifts finds one: then the second took the place of the first. ``again`` is
    the share of draws of the documents in which both are there; None where none were drawn.
    """

    unit: Unit
    proposition: Proposition
    first: Side
    second: Side
    apart: int
    turned: date | None
    again: float | None

    @property
    def day(self) -> date:
        """The day by which both were said."""
        return max(self.first.day, self.second.day)

    @property
    def several(self) -> bool:
        """Whether two speak, and not one against himself."""
        return self.first.speaker != self.second.speaker

    @property
    def few(self) -> bool:
        """Whether one of its sides rests on few documents."""
        return self.first.few or self.second.few


@dataclass(frozen=True, slots=True)
class Contradictions:
    """Contradictions, the latest first; ``interval`` is that of their number."""

    level: Level
    found: tuple[Contradiction, ...]
    interval: Interval | None

    @property
    def units(self) -> int:
        """How many units stand on both sides."""
        return len({one.unit.id for one in self.found})

    @property
    def turned(self) -> int:
        """How many of them are changes of position too."""
        return sum(one.turned is not None for one in self.found)


def find_contradictions(
    corpus: Corpus,
    level: Level,
    draws: Draws,
    within: Span | None = None,
    *,
    since: date | None = None,
    until: date | None = None,
) -> Contradictions:
    """The pairs of opposite stances of a unit whose dates overlap, or lie within a span.

    The later one is of a day between two days, the earlier one may be older. Stances whose date
    is not told are left out. Without a span the dates must overlap.
    """
    lines = draw_lines(corpus, level, divided=True)
    first, last = since or date.min, until or date.max
    opposed = {
        key: [pair for pair in _opposed(said, within) if first <= _day(pair) <= last]
        for key, said in lines.said.items()
    }
    numbers, again = _drawn(lines, [pair for pairs in opposed.values() for pair in pairs], draws)
    found = [
        _contradiction(lines, key, pair, turned, next(again))
        for key, pairs in opposed.items()
        for pair, turned in zip(pairs, _turned(lines.said[key], pairs), strict=True)
    ]
    found.sort(key=lambda one: (one.unit.label, one.proposition.id, one.first.stance))
    found.sort(key=lambda one: one.day, reverse=True)
    return Contradictions(
        level, tuple(found), interval_of(len(found), numbers, draws, lines.documents)
    )


def _drawn(
    lines: Lines, pairs: Sequence[Pair], draws: Draws
) -> tuple[list[list[int]], Iterator[float | None]]:
    """How many pairs are there in each draw, and for each the share of draws in which it is."""
    places = [[lines.place[one.stance.id] for one in pair] for pair in pairs]
    first, second = np.array(places, np.int64).reshape(-1, 2).T
    numbers, times = np.zeros((draws.count, 1), np.int64), np.zeros(len(pairs), np.int64)
    for at, there in enumerate(lines.drawn(draws)):
        both = there[first] & there[second]
        numbers[at] = both.sum()
        times += both
    if not draws.count:
        return [], iter([None] * len(pairs))
    return numbers.tolist(), iter((times / draws.count).tolist())


def _opposed(said: Sequence[Dated], within: Span | None) -> Iterator[Pair]:
    """The pairs of opposite polarity that are close enough, the earlier stance first."""
    told = [one for one in said if one.told]
    sides = [
        [one for one in told if one.stance.polarity is polarity]
        for polarity in (Polarity.FAVOURS, Polarity.OPPOSES)
    ]
    begin = [_days([one.earliest for one in side]) for side in sides]
    reach = [
        _days([within.after(one.latest) if within else one.latest for one in side])
        for side in sides
    ]
    for at, one in enumerate(sides[0]):
        near = (begin[1] <= reach[0][at]) & (begin[0][at] <= reach[1])
        for place in np.flatnonzero(near).tolist():
            pair = (one, sides[1][place])
            yield pair if _in_time(pair[0]) <= _in_time(pair[1]) else pair[::-1]


def _days(days: list[date]) -> np.ndarray:
    return np.array(days, "datetime64[D]")


def _day(pair: Pair) -> date:
    return max(one.latest for one in pair)


def _in_time(dated: Dated) -> tuple[date, date, str]:
    return dated.earliest, dated.latest, dated.stance.id


def _contradiction(
    lines: Lines, key: Key, pair: Pair, turned: date | None, again: float | None
) -> Contradiction:
    first, second = pair
    return Contradiction(
        unit=lines.units[key[0]],
        proposition=lines.corpus.propositions[key[1]],
        first=side_of(lines, first),
        second=side_of(lines, second),
        apart=max((second.earliest - first.latest).days, 0),
        turned=turned,
        again=again,
    )


def _turned(said: list[Dated], pairs: Sequence[Pair]) -> Iterator[date | None]:
    """For each pair the day of the last change to the second's polarity that lies between both."""
    dated = {one.stance.id: one for one in said} if pairs else {}
    turns = [dated[shift.after] for shift in shifts(said)] if pairs else []
    # Turns do not overlap: they begin in the order in which they end.
    of_polarity = {
        polarity: [one for one in turns if one.stance.polarity is polarity] for polarity in Polarity
    }
    by = {polarity: [one.latest for one in some] for polarity, some in of_polarity.items()}
    turning = {one.stance.id for one in turns}
    for first, second in pairs:
        polarity = second.stance.polarity
        if second.stance.id in turning and first.latest < second.earliest:
            yield second.latest
            continue
        ended = bisect_right(by[polarity], second.earliest)
        last = of_polarity[polarity][ended - 1] if ended else None
        yield last.latest if last and first.latest < last.earliest else None
