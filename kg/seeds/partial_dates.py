"""Dates as told in the seeds, as the numbers of their first and last day."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from kg.model.dates import PartialDate

Days = tuple[int, int]
"""The first and the last day that a date may mean, as proleptic Gregorian ordinals."""


@lru_cache(maxsize=1 << 14)
def days_of(text: str) -> Days | None:
    """The days of a date; None where it is none."""
    try:
        told = PartialDate.parse(text)
    except ValueError:
        return None
    return told.earliest.toordinal(), told.latest.toordinal()


@lru_cache(maxsize=1 << 14)
def fault_of(text: str) -> str | None:
    """Why some words are no date; None where they are one."""
    try:
        PartialDate.parse(text)
    except ValueError as error:
        return str(error)
    return None


def told_as(days: Days) -> PartialDate:
    """The date that means those days."""
    return PartialDate(date.fromordinal(days[0]), date.fromordinal(days[1]))
