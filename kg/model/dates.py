"""Dates as told: a day, a month or a year, and the days that they may mean."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A calendar date of day, month or year precision (EDTF level 0)."""

    earliest: date
    latest: date

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """The date that ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` names.

        Raises ValueError for any other form and for days that no calendar has.
        """
        match = _FORM.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is not a date of the form YYYY, YYYY-MM or YYYY-MM-DD")
        year, month, day = match.groups()
        try:
            first = date(int(year), int(month or 1), int(day or 1))
        except ValueError as error:
            raise ValueError(f"{text!r} is not a date: {error}") from None
        if day:
            return cls(first, first)
        last_month = int(month or 12)
        last_day = calendar.monthrange(first.year, last_month)[1]
        return cls(first, date(first.year, last_month, last_day))

    def __str__(self) -> str:
        return self.earliest.isoformat()[: {"day": 10, "month": 7, "year": 4}[self.precision]]

    @property
    def precision(self) -> str:
        """``day``, ``month`` or ``year``."""
        span = (self.latest - self.earliest).days
        return "day" if span == 0 else "month" if span < 31 else "year"

    def overlaps(self, other: PartialDate) -> bool:
        """Whether both may mean the same day."""
        return self.earliest <= other.latest and other.earliest <= self.latest

    def holds(self, day: date) -> bool:
        """Whether it may mean that day."""
        return self.earliest <= day <= self.latest
