"""When something was said: expressions read against the day of publication."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from kg.extract.lexicon import Lexicon
from kg.extract.segment import Sentence
from kg.model.dates import PartialDate

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_LAST_MONTHS = {"spring": 5, "summer": 8, "autumn": 11}
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5}
_YEAR = re.compile(r"\b\d{4}\b")
_NOT_OF_SAYING = re.compile(
    r"\b(?:next|by|until|till|since|from|before|after|coming|than|of)(?: the)? $", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Told:
    """A date as told in a sentence; ``date`` is None for what is said to be said ever again."""

    start: int
    end: int
    date: PartialDate | None
    rule: str


def find_dates(
    view: str, sentence: Sentence, published: PartialDate | None, lexicon: Lexicon
) -> tuple[Told, ...]:
    """The dates told in a sentence, in order, none inside another.

    Where the day of publication is unknown, only those that name their year.
    """
    found: list[Told] = []
    for phrase, match in lexicon.finders.dates.find(view, sentence.start, sentence.end):
        if _NOT_OF_SAYING.search(view[max(0, match.start() - 12) : match.start()]):
            continue
        if any(match.start() < told.end and told.start < match.end() for told in found):
            continue
        told = None
        if phrase.kind != "undated":
            told = read_date(phrase.kind, match, published)
            if told is None:
                continue
        found.append(Told(match.start(), match.end(), told, f"date-{phrase.id}"))
    return tuple(sorted(found, key=lambda told: told.start))


def read_date(kind: str, match: re.Match[str], published: PartialDate | None) -> PartialDate | None:
    """The date that a match means for a text of that day, None where it lies ahead or nowhere."""
    if published is None and not _YEAR.search(match[0]):
        return None
    anchor = published or PartialDate(date.max, date.max)
    try:
        told = _READERS[kind](match, anchor)
    except (ValueError, OverflowError):
        return None
    return told if told is None or told.earliest <= anchor.latest else None


def _day(day: date) -> PartialDate:
    return PartialDate(day, day)


def _month(year: int, month: int) -> PartialDate:
    return PartialDate.parse(f"{year:04d}-{month:02d}")


def _before(published: PartialDate, month: int, *, strictly: bool = False) -> int:
    """The year of the latest such month that is not after publication."""
    now = published.latest
    past = month < now.month or (month == now.month and not strictly)
    return now.year if past else now.year - 1


def _exact(day: str, month: str, year: str | None, published: PartialDate) -> PartialDate:
    number = _month_number(month)
    told_year = int(year) if year else _before(published, number)
    told = date(told_year, number, int(day))
    if year is None and told > published.latest:
        told = date(told_year - 1, number, int(day))
    return _day(told)


def _month_number(name: str) -> int:
    return 1 + next(
        number for number, full in enumerate(_MONTHS) if full.startswith(name[:3].title())
    )


def _weekday(match: re.Match[str], published: PartialDate, *, earlier: bool) -> PartialDate:
    if published.precision != "day":
        return published
    back = (published.latest.weekday() - _WEEKDAYS.index(match[1].title())) % 7
    return _day(published.latest - timedelta(days=back or (7 if earlier else 0)))


def _ago(days: int, published: PartialDate) -> PartialDate:
    if published.precision != "day":
        return published
    return _day(published.latest - timedelta(days=days))


def _month_of(days: int, published: PartialDate) -> PartialDate:
    day = published.latest - timedelta(days=days if published.precision == "day" else 0)
    return _month(day.year, day.month)


def _month_back(published: PartialDate) -> PartialDate:
    first = published.earliest.replace(day=1) - timedelta(days=1)
    return _month(first.year, first.month)


def _year(year: int) -> PartialDate:
    return PartialDate.parse(f"{year:04d}")


def _season(name: str, published: PartialDate) -> PartialDate:
    """The year of the last such season that was over by publication."""
    over = published.earliest.month > _LAST_MONTHS[name.lower()]
    return _year(published.earliest.year - (not over))


def _new_year(published: PartialDate) -> PartialDate | None:
    """The January of the year of publication; in its second half the nearer one lies ahead."""
    first = published.earliest
    return _month(first.year, 1) if first.month <= 6 else None


_READERS: dict[str, Callable[[re.Match[str], PartialDate], PartialDate | None]] = {
    "day-month": lambda match, day: _exact(match[1], match[2], match[3], day),
    "month-day": lambda match, day: _exact(match[2], match[1], match[3], day),
    "month-year": lambda match, _: _month(int(match[2]), _month_number(match[1])),
    "last-month-name": lambda match, day: _month(
        _before(day, _month_number(match[1]), strictly=True), _month_number(match[1])
    ),
    "month-name": lambda match, day: _month(
        _before(day, _month_number(match[1])), _month_number(match[1])
    ),
    "last-weekday": lambda match, day: _weekday(match, day, earlier=True),
    "weekday": lambda match, day: _weekday(match, day, earlier=False),
    "yesterday": lambda _, day: _ago(1, day),
    "today": lambda _, day: _ago(0, day),
    "last-week": lambda _, day: _month_of(5, day),
    "this-month": lambda _, day: _month_of(0, day),
    "last-month": lambda _, day: _month_back(day),
    "this-year": lambda _, day: _year(day.latest.year),
    "last-year": lambda _, day: _year(day.latest.year - 1),
    "last-season": lambda match, day: _season(match[1], day),
    "new-year": lambda _, day: _new_year(day),
    "years-ago": lambda match, day: _year(day.latest.year - _COUNTS[match[1].lower()]),
    "year": lambda match, _: _year(int(match[1])),
}
