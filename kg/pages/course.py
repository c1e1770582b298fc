"""The course of a position: where one holder stood on one proposition, and when it turned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kg.model.actors import Actor
from kg.model.dated import Dated
from kg.model.dates import PartialDate
from kg.model.positions import by_pair, held_since, last_of, latest_position, position
from kg.model.propositions import Proposition
from kg.model.stances import Polarity
from kg.pages.sayings import Saying
from kg.pages.wording import date_words, position_words
from kg.views.card import MARKS

_MOST_YEARS = 8
"""How many years fit beside each other on the axis of a telephone."""
_MOST_OVERLAPPING = 6
"""How many stances of overlapping dates are told in one line."""
_SHORTEST = timedelta(days=30)
"""The fewest days that an axis spans."""
_MARGIN = 2.0
"""Percent left free at both ends, so that a mark is never cut."""
_ACROSS = 2.8
"""Percent of the width of a telephone's picture that a mark takes."""
_ASIDE = {Polarity.FAVOURS: -1, Polarity.OPPOSES: 1}


@dataclass(frozen=True, slots=True)
class Axis:
    """The days that a picture spans; places are percent of its width."""

    first: date
    last: date

    @classmethod
    def of(cls, sayings: Iterable[Saying], last: date | None) -> Axis | None:
        """The axis on which all dated stances have room, or None where there is none."""
        dated = [one.dated for one in sayings if one.dated]
        if not dated:
            return None
        first = min([date.max - _SHORTEST, *(one.earliest for one in dated)])
        end = max([one.latest for one in dated] + ([last] if last else []))
        return cls(first, max(end, first + _SHORTEST))

    def at(self, day: date) -> float:
        """The place of a day."""
        share = (day - self.first).days / (self.last - self.first).days
        return round(_MARGIN + share * (100 - 2 * _MARGIN), 1)

    @property
    def years(self) -> list[tuple[float, str]]:
        """The places where years begin, as many as have room; that of the first day without any."""
        years = range(self.first.year + 1, self.last.year + 1)
        step = -(-len(years) // _MOST_YEARS) or 1
        # A label at the edge is cut.
        found = [(self.at(date(year, 1, 1)), str(year)) for year in years[::step]]
        return [(at, label) for at, label in found if at < 100 - 3 * _MARGIN]


@dataclass(frozen=True, slots=True)
class Point:
    """A stance in the picture, with the line from it to the next; places are percent.

    ``aside`` is -1 above the line and 1 under it, where another would cover it.
    """

    at: float
    until: float
    polarity: Polarity
    told: bool
    aside: int = 0

    @property
    def is_aside(self) -> bool:
        """Whether it is beside the line, where those on the line are drawn over it."""
        return self.aside != 0


@dataclass(frozen=True, slots=True)
class Course:
    """Where one holder stands on one proposition now, and all stances that led there, in time.

    ``since`` is the first day of the unbroken run of that polarity; ``several`` says that stances
    differ whose dates overlap: they are ``overlapping``, which is empty otherwise.
    """

    actor: Actor
    proposition: Proposition
    sayings: tuple[Saying, ...]
    polarity: Polarity
    several: bool
    since: date | None
    last: Dated
    overlapping: tuple[Saying, ...] = ()

    @property
    def mark(self) -> str:
        """The sign of the position now."""
        return MARKS[self.polarity]

    @property
    def verb(self) -> str:
        """The position now, in the words of the proposition."""
        return position_words(self.proposition, self.polarity, several=self.several)

    @property
    def since_words(self) -> str:
        """Since when, in words; by when it was reported where no date is told.

        Where stances of overlapping dates differ, none of them is known to be the last: all are
        told with their dates.
        """
        if self.several:
            return f"differing stances on record for overlapping dates: {self._overlap_words}"
        if self.since is None:
            return f"reported by {date_words(self.last.latest)}"
        return f"since {date_words(self._since_told or str(self.since))}"

    @property
    def _since_told(self) -> PartialDate | None:
        """The first day as it was told: that of a month told as such is no day anybody told."""
        told = (one.stance.said_on for one in self.sayings)
        first = (said for said in told if said and said.earliest == self.since)
        return min(first, key=lambda said: said.latest, default=None)

    @property
    def last_words(self) -> str:
        """The month or day of the last statement, or nothing where the words since when tell it."""
        said, first = self.last.stance.said_on, self._since_told
        if self.several or self.since is None or (said and said.earliest == self.since):
            return ""
        if said and first and said.latest <= first.latest:
            # A day of the very month since when: it may be the first day too.
            return ""
        if said:
            # Within the month of the beginning only the day tells them apart.
            same = str(said)[:7] == str(self.since)[:7]
            return f"last said {date_words(said if same else str(said)[:7])}"
        return f"last reported by {date_words(str(self.last.latest)[:7])}"

    def age_words(self, day: date | None) -> str:
        """That it was last said more than two years before a day, or nothing where it was not."""
        if day is None:
            return ""
        # No year two years before a leap year has a 29 February.
        leap = (day.month, day.day) == (2, 29)
        bound = day.replace(year=day.year - 2, day=28 if leap else day.day)
        return "last said over two years ago" if self.last.latest < bound else ""

    @property
    def _overlap_words(self) -> str:
        told = [
            f"{one.mark} {'' if one.stance.said_on else 'by '}{date_words(one.day)}"
            for one in self.overlapping
        ]
        more = len(told) - _MOST_OVERLAPPING
        shown = ", ".join(told[:_MOST_OVERLAPPING])
        return f"{shown} and {more} more" if more > 0 else shown

    @property
    def turns(self) -> int:
        """How often the position changed."""
        return sum(1 for one in self.sayings if one.turned_from)

    def points(self, axis: Axis) -> list[Point]:
        """The stances as a picture shows them."""
        dated = [one.dated for one in self.sayings if one.dated]
        ends = [axis.at(one.latest) for one in dated[1:]] + [axis.at(axis.last)]
        return _apart(
            [
                Point(
                    axis.at(one.latest),
                    max(end, axis.at(one.latest)),
                    one.stance.polarity,
                    one.told,
                )
                for one, end in zip(dated, ends, strict=True)
            ]
        )


def _apart(points: list[Point]) -> list[Point]:
    """Where stances of different polarity touch, those for are above, those against under."""
    touching: set[int] = set()
    for number, point in enumerate(points):
        for other in range(number + 1, len(points)):
            if points[other].at - point.at >= _ACROSS:
                break
            if points[other].polarity != point.polarity:
                touching |= {number, other}
    return [
        replace(point, aside=_ASIDE.get(point.polarity, 0)) if number in touching else point
        for number, point in enumerate(points)
    ]


MOST = 500
"""How many stances a page tells in full, and of one holder on one proposition a fifth of them."""


def newest(found: Iterable[Course]) -> list[Course]:
    """The first of some courses, as far as a page can tell their stances; always one."""
    shown: list[Course] = []
    told = 0
    for course in found:
        told += min(len(course.sayings), MOST // 5)
        if shown and told > MOST:
            break
        shown.append(course)
    return shown


def courses(sayings: Iterable[Saying]) -> list[Course]:
    """The courses of all holders on all propositions, those that spoke last first.

    Stances of no known day are in none.
    """
    known = {one.stance.id: one for one in sayings}
    pairs = by_pair(one.dated for one in known.values() if one.dated)
    found = [_course(pair, known) for pair in pairs.values()]
    by_id = sorted(found, key=lambda one: (one.proposition.id, one.actor.id))
    return sorted(by_id, key=lambda one: one.last.latest, reverse=True)


def _course(pair: Sequence[Dated], known: dict[str, Saying]) -> Course:
    said = list(pair)
    last = last_of(said)
    latest = latest_position(said)
    sayings = tuple(known[one.stance.id] for one in said)
    several = len({stance.polarity for stance in latest}) > 1
    return Course(
        actor=sayings[0].actor,
        proposition=sayings[0].proposition,
        sayings=sayings,
        polarity=position(said),
        several=several,
        since=held_since(said, last.stance),
        last=last,
        overlapping=tuple(known[one.id] for one in latest) if several else (),
    )
