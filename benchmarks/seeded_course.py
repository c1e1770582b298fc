"""The course of an invented debate: which document appears when, and who holds what in it."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from benchmarks.seeded_words import LANGUAGES, SHARES
from kg.model.actors import Event

FIRST, LAST = date(2022, 1, 1), date(2026, 11, 20)
"""The days of the invented debate."""
DAYS = [FIRST + timedelta(number) for number in range((LAST - FIRST).days + 1)]
"""Each day of it."""
TOLD = [day.isoformat() for day in DAYS]
"""Each day as it is written."""
_PEAKS = 12
_PEAK_DAYS = (7.0, 9.0, 6.0, 3.0, 1.5)
_WEEKEND = 0.5
_SIZES = range(1, 16)
"""How many stances a document may show: geometric, 4 in the mean."""
_SHRINKS = 0.77
_KEEPS_LINE = 0.985
_BY_MONTH, _BY_YEAR, _UNDATED = 0.08, 0.02, 0.03
_VAGUE_AT_MOST = 12
"""Who has said more than this on one proposition is quoted by day."""


@dataclass(frozen=True, slots=True)
class Page:
    """One document to be written: its day, by number, and how many stances it shows."""

    day: int
    size: int
    curated: bool
    language: str
    outlet: int


@dataclass(frozen=True, slots=True)
class Utterance:
    """Who, by number, is how on which proposition, by number; ``when`` is a date as it is told."""

    actor: int
    proposition: int
    polarity: str
    when: str


def pages(stances: int, outlets: int, events: list[Event], chance: Random) -> Iterator[Page]:
    """Documents in order of their days that show so many stances in all."""
    sizes: list[int] = []
    shrinking = list(accumulate(_SHRINKS**size for size in _SIZES))
    left = stances
    while left > 0:
        sizes.append(min(left, *chance.choices(_SIZES, cum_weights=shrinking)))
        left -= sizes[-1]
    days = chance.choices(range(len(DAYS)), cum_weights=_levels(events, chance), k=len(sizes))
    heavy = list(accumulate(1 / (rank + 10) for rank in range(outlets)))
    publishers = chance.choices(range(outlets), cum_weights=heavy, k=len(sizes))
    # An outlet writes in one language.
    spoken = chance.choices(LANGUAGES, SHARES, k=outlets)
    for day, size, outlet in zip(sorted(days), sizes, publishers, strict=True):
        yield Page(day, size, chance.random() < 0.3, spoken[outlet], outlet)


def _levels(events: list[Event], chance: Random) -> list[float]:
    """How much is published up to each day: growing slowly, less at weekends, with some peaks."""
    levels = [
        (1 + number / len(DAYS)) * (_WEEKEND if day.weekday() > 4 else 1)
        for number, day in enumerate(DAYS)
    ]
    dates = sorted({event.date.earliest for event in events} & set(DAYS[: -len(_PEAK_DAYS)]))
    for day in chance.sample(dates, min(_PEAKS, len(dates))):
        for after, factor in enumerate(_PEAK_DAYS):
            levels[(day - FIRST).days + after] *= factor
    return list(accumulate(levels))


class Debate:
    """What each actor has said so far, and so what comes next.

    Actors speak by weight 1 / (rank + 10), of propositions by 1 / (rank + 2). The ``silent`` ones
    say nothing on the first proposition.
    """

    def __init__(
        self, actors: int, propositions: int, silent: Collection[int], chance: Random
    ) -> None:
        self._chance = chance
        self._silent = silent
        self._propositions = propositions
        self._speaking = list(accumulate(1 / (rank + 10) for rank in range(actors)))
        self._asked = list(accumulate(1 / (rank + 2) for rank in range(propositions)))
        self._waiting: deque[tuple[int, int]] = deque()
        self._leans = [chance.random() < 0.72 for _ in range(actors)]
        self._sides = [chance.random() < 0.6 for _ in range(propositions)]
        self._line: dict[int, bool] = {}
        self._last: dict[int, tuple[int, str]] = {}
        self._said: dict[int, int] = {}
        self._taken: set[int] = set()
        self._told = {"all": 0, "month": 0, "year": 0}

    def next(self, published: int) -> Utterance:
        """What somebody said by a day, given by its number."""
        if not self._waiting:
            speakers = self._chance.choices(self._actors, cum_weights=self._speaking, k=10_000)
            topics = self._chance.choices(self._topics, cum_weights=self._asked, k=10_000)
            self._waiting.extend(zip(speakers, topics, strict=True))
        actor, proposition = self._waiting.popleft()
        if proposition == 0 and actor in self._silent:
            proposition = 1
        pair = actor * self._propositions + proposition
        last = self._last.get(pair)
        if last is not None and self._chance.random() < 0.01:
            # On one day on both sides.
            day, opposite = last[0], "opposes" if last[1] == "favours" else "favours"
            return Utterance(actor, proposition, opposite, TOLD[day])
        polarity = self._polarity(actor, proposition, pair)
        day = self._day(pair, published)
        self._last[pair] = (day, polarity)
        self._said[pair] = self._said.get(pair, 0) + 1
        return Utterance(actor, proposition, polarity, self._date(pair, day))

    @property
    def _actors(self) -> range:
        return range(len(self._speaking))

    @property
    def _topics(self) -> range:
        return range(self._propositions)

    def _polarity(self, actor: int, proposition: int, pair: int) -> str:
        lot = self._chance.random()
        line = self._line.get(pair)
        if line is None:
            follows = lot < 0.85
            line = (self._leans[actor] == self._sides[proposition]) == follows
        elif lot > _KEEPS_LINE:
            line = not line
        self._line[pair] = line
        if self._chance.random() < 0.02:
            return "mixed"
        return "favours" if line else "opposes"

    def _day(self, pair: int, published: int) -> int:
        """A day up to the publication; nobody says a thing twice on one, while there are others."""
        lot = self._chance.random()
        day = published - (lot > 0.6) - (lot > 0.9)
        for earlier in range(8):
            key = pair * len(DAYS) + day - earlier
            if day - earlier >= 0 and key not in self._taken:
                self._taken.add(key)
                return day - earlier
        return max(0, day)

    def _date(self, pair: int, day: int) -> str:
        """The date as it is told: a day, a month, a year, or nothing."""
        told = self._told
        told["all"] += 1
        lot = self._chance.random()
        if lot < _UNDATED:
            return ""
        if self._said[pair] <= _VAGUE_AT_MOST and lot < 0.4:
            # Where the heavy actors are too many, the others make up for them.
            for name, share, letters in (("month", _BY_MONTH, 7), ("year", _BY_YEAR, 4)):
                if told[name] < share * told["all"]:
                    told[name] += 1
                    return TOLD[day][:letters]
        return TOLD[day]
