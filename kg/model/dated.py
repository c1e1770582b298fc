"""Stances in time: the days that a date may mean, given the reports of what was said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kg.model.dates import PartialDate
from kg.model.stances import Stance


@dataclass(frozen=True, slots=True)
class Dated:
    """A stance and the days that its date may mean, the first not after the last.

    ``told`` says whether the source gives the date; if not, both days are the one by which the
    stance was reported.
    """

    stance: Stance
    earliest: date
    latest: date
    told: bool

    def overlaps(self, other: Dated) -> bool:
        """Whether both may be of the same day."""
        return self.earliest <= other.latest and other.earliest <= self.latest


def place_in_time(stance: Stance, reported: Iterable[PartialDate]) -> Dated | None:
    """The stance with its days; ``reported`` are the dates of the documents that show it.

    What was reported was said by then: a date told as a month or year ends with the first report.
    None where neither the stance nor any document has a date.
    """
    told = stance.said_on
    last = last_day(told, (published.latest for published in reported))
    if last is None:
        return None
    return Dated(stance, told.earliest if told else last, last, told=told is not None)


def last_day(told: PartialDate | None, reported: Iterable[date]) -> date | None:
    """The last day of a date, as told or else as first reported; None where neither is known."""
    if told is None:
        return min(reported, default=None)
    return last_possible(told.earliest, told.latest, reported)


def last_possible(first: date, last: date, reported: Iterable[date]) -> date:
    """The last day that a date may mean, given the days of the reports of what was said then."""
    return min(last, min((day for day in reported if day >= first), default=last))
