"""Parts of time: windows that move or grow, parts between events, and weights by a kernel."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from kg.analysis.stances import Days, Mask
from kg.errors import UsageError

_SPAN = re.compile(r"(\d{1,4}) ?(d|w|m|y)[a-z]*", re.ASCII | re.IGNORECASE)
MOST = 2_000
"""So many windows are computed at most."""


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time: so many days, or so many calendar months."""

    days: int = 0
    months: int = 0

    def after(self, day: date, times: int = 1) -> date:
        """The day that is so many spans later; of a shorter month the last day."""
        month = day.year * 12 + day.month - 1 + self.months * times
        year, month = divmod(month, 12)
        last = calendar.monthrange(year, month + 1)[1]
        return date(year, month + 1, min(day.day, last)) + timedelta(self.days * times)

    @property
    def in_days(self) -> float:
        """How long it is, a month taken as the twelfth part of a year."""
        return self.days + self.months * 365.25 / 12


def parse_span(text: str) -> Span:
    """The length that ``90d``, ``12w``, ``6m``, ``1y`` or ``6 months`` names.

    Raises UsageError on any other words, and on a length of 0.
    """
    match = _SPAN.fullmatch(text.strip())
    number = int(match[1]) if match else 0
    if match is None or number == 0:
        raise UsageError(f"{text!r} is no length of time", hint="such as 90d, 12w, 6m or 1y")
    unit = match[2].lower()
    days = {"d": 1, "w": 7}.get(unit, 0)
    months = {"m": 1, "y": 12}.get(unit, 0)
    return Span(number * days, number * months)


@dataclass(frozen=True, slots=True)
class Window:
    """A part of time from its first to its last day, both within it."""

    first: date
    last: date
    label: str = ""

    @property
    def middle(self) -> date:
        """The day in its middle."""
        return self.first + (self.last - self.first) / 2

    def __str__(self) -> str:
        return self.label or f"{self.first}/{self.last}"

    def holds(self, days: Days) -> Mask:
        """For each of some days, whether it lies within."""
        return np.asarray((days >= np.datetime64(self.first)) & (days <= np.datetime64(self.last)))


def moving(first: date, last: date, width: Span, step: Span) -> tuple[Window, ...]:
    """Windows of one width from the first day on, each a step later, as far as the last day.

    The last window is whole: it may reach beyond the last day.
    """
    return tuple(_steps(first, last, step, lambda begin: (begin, _before(width.after(begin)))))


def expanding(first: date, last: date, step: Span) -> tuple[Window, ...]:
    """Windows that all begin on the first day, each longer by a step."""
    return tuple(_steps(first, last, step, lambda begin: (first, _before(step.after(begin)))))


def between(first: date, last: date, cuts: Iterable[tuple[date, str]]) -> tuple[Window, ...]:
    """The parts into which days with names cut the time; each such day begins a part."""
    inside = sorted((day, name) for day, name in cuts if first < day <= last)
    if not inside:
        raise UsageError("none of these events lies within the time that is looked at")
    begins = [(first, ""), *inside]
    ends = [*(_before(day) for day, _ in inside), last]
    names = [f"before {inside[0][1]}", *(f"from {name}" for _, name in inside)]
    return tuple(
        Window(begin, end, name)
        for (begin, _), end, name in zip(begins, ends, names, strict=True)
        if begin <= end
    )


def by_number(days: Days, width: int, step: int) -> tuple[Window, ...]:
    """Windows of so many statements each, by their sorted days; those of one day stay together."""
    if width < 2 or step < 1:
        raise UsageError("a window holds at least 2 statements, and moves by at least 1")
    starts = range(0, max(len(days) - width, 0) + 1, step)
    told: Sequence[date] = np.sort(days).astype(object).tolist()
    found = (Window(told[at], told[min(at + width, len(told)) - 1]) for at in starts if told)
    return tuple(dict.fromkeys(found))


def _before(day: date) -> date:
    return day - timedelta(1)


def _steps(
    first: date, last: date, step: Span, window: Callable[[date], tuple[date, date]]
) -> Iterator[Window]:
    number = 0
    while (begin := step.after(first, number)) <= last:
        if number == MOST:
            raise UsageError(f"more than {MOST:,} windows", hint="take a longer --step")
        yield Window(*window(begin))
        number += 1


class Kernel(StrEnum):
    """How the weight of a statement falls with its distance from a window's middle."""

    UNIFORM = "uniform"
    GAUSSIAN = "gaussian"
    EPANECHNIKOV = "epanechnikov"
    TRIANGULAR = "triangular"


def kernel_weights(days: Days, middle: date, width: Span, kernel: Kernel) -> NDArray[np.float64]:
    """The weight of statements of some days in a network around a middle.

    The distance is measured in halves of the width, u. Uniform 1/2, triangular 1 - |u| and
    Epanechnikov 3/4 (1 - u^2) are 0 beyond 1, Gaussian is the density of the standard normal
    distribution at u. B. W. Silverman: Density Estimation, 1986, table 3.1.
    """
    away = (days - np.datetime64(middle)).astype(float) / (width.in_days / 2)
    match kernel:
        case Kernel.GAUSSIAN:
            return np.asarray(np.exp(-0.5 * away**2) / np.sqrt(2 * np.pi))
        case Kernel.UNIFORM:
            return np.asarray(np.where(np.abs(away) <= 1, 0.5, 0.0))
        case Kernel.TRIANGULAR:
            return np.asarray(np.maximum(1 - np.abs(away), 0))
        case Kernel.EPANECHNIKOV:
            return np.asarray(np.maximum(0.75 * (1 - away**2), 0))
