"""Parts of time: windows that move or grow, parts between events, and weights by a kernel."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from kg.analysis.corpus.stances import Days, Mask
from kg.errors import UsageError

_SPAN = re.compile(r"(\d{1,4}) ?(d|days?|w|weeks?|m|months?|y|years?)", re.ASCII | re.IGNORECASE)
_NUMBER = re.compile(r"(\d{1,7}) ?(?:s|statements?)", re.ASCII | re.IGNORECASE)
MOST = 2_000
"""So many windows are computed at most."""


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time: so many days, or so many calendar months."""

    days: int = 0
    months: int = 0

    def after(self, day: date, times: int = 1) -> date:
        """The day that is so many spans later; of a shorter month the last day.

        What lies beyond the last year that a date can have is its last day.
        """
        month = day.year * 12 + day.month - 1 + self.months * times
        year, month = divmod(month, 12)
        try:
            last = calendar.monthrange(year, month + 1)[1]
            return date(year, month + 1, min(day.day, last)) + timedelta(self.days * times)
        except (OverflowError, ValueError):
            return date.max


def parse_span(text: str) -> Span:
    """The length that ``90d``, ``12w``, ``6m``, ``1y`` or ``6 months`` names.

    Raises UsageError on any other words, and on a length of 0.
    """
    match = _SPAN.fullmatch(text.strip())
    number = int(match[1]) if match else 0
    if match is None or number == 0:
        raise UsageError(f"{text!r} is no length of time", hint="such as 90d, 12w, 6m or 1y")
    unit = match[2][0].lower()
    days = {"d": 1, "w": 7}.get(unit, 0)
    months = {"m": 1, "y": 12}.get(unit, 0)
    return Span(number * days, number * months)


def parse_width(text: str) -> Span | int:
    """The width that some words name: a length of time, or of ``50s`` so many statements."""
    match = _NUMBER.fullmatch(text.strip())
    return int(match[1]) if match else parse_span(text)


@dataclass(frozen=True, slots=True)
class Window:
    """A part of time from its first to its last day, both within it.

    ``sharp`` says that an event begins it: what may have been said before does not count in it.
    """

    first: date
    last: date
    label: str = ""
    sharp: bool = False

    @property
    def middle(self) -> date:
        """The day in its middle; of an even number of days the earlier of the two."""
        return self.first + (self.last - self.first) // 2

    def __str__(self) -> str:
        return self.label or f"{self.first}/{self.last}"

    def holds(self, days: Days, begins: Days | None = None) -> Mask:
        """For each of some days, whether it lies within.

        ``days`` are the last days of dates, ``begins`` the first days that these may mean.
        """
        first, last = np.datetime64(self.first), np.datetime64(self.last)
        since = days if begins is None or not self.sharp else begins
        return np.asarray((since >= first) & (days >= first) & (days <= last))


def moving(first: date, last: date, width: Span, step: Span | None = None) -> tuple[Window, ...]:
    """Windows of one width from the first day on, each a step later.

    Without a step each begins where the one before ended. The last window is the first that
    reaches the last day; it is whole, and may reach beyond: later ones would only run empty.
    """
    step = step or width

    def window(number: int, begin: date) -> Window:
        # Counted from the first day: of 31 January a month later is 28 February, two are 31 March.
        end = _sum(step, number, width).after(first) if step.months else width.after(begin)
        return Window(begin, _last_before(end))

    return tuple(_steps(first, last, step, window))


def expanding(first: date, last: date, width: Span, step: Span | None = None) -> tuple[Window, ...]:
    """Windows that all begin on the first day, the first of one width, each longer by a step.

    Without a step each is longer by the width. The last one may reach beyond the last day.
    """
    step = step or width
    found = []
    for number in range(MOST + 1):
        found.append(Window(first, _last_before(_sum(step, number, width).after(first))))
        if found[-1].last >= last:
            return tuple(found)
    raise _too_many()


def between(first: date, last: date, cuts: Iterable[tuple[date, str]]) -> tuple[Window, ...]:
    """The parts into which days with names cut the time; each such day begins a part.

    What was told by month or year, and may be of before and after a cut, is in neither part. A cut
    on the first day, before it or after the last day cuts nothing. Raises UsageError where none
    is left.
    """
    inside = sorted((day, name) for day, name in cuts if first < day <= last)
    if not inside:
        raise UsageError(
            "none of these events cuts the time that is looked at",
            hint=f"it goes from {first} to {last}",
        )
    begins = {first: ""}
    for day, named in groupby(inside, key=lambda cut: cut[0]):
        begins[day] = ", ".join(dict.fromkeys(name for _, name in named))
    days, names = list(begins), list(begins.values())
    ends = [*(_before(day) for day in days[1:]), last]
    labels = [f"before {names[1]}", *(f"from {name}" for name in names[1:])]
    return tuple(map(Window, days, ends, labels, (False, *(True for _ in names[1:]))))


def by_number(days: Days, width: int, step: int | None = None) -> tuple[Window, ...]:
    """Windows of so many statements each, by their days, each so many statements later.

    Statements of one day stay together, so that a window may hold some more. The last one holds
    the last so many statements.
    """
    step = width if step is None else step
    if width < 2 or step < 1:
        raise UsageError("a window holds at least 2 statements, and moves by at least 1")
    over = max(len(days) - width, 0)
    if over / step > MOST:
        raise _too_many()
    starts = dict.fromkeys([*range(0, over, step), over])
    told: list[date] = np.sort(days).astype(object).tolist()
    found = (Window(told[at], told[min(at + width, len(told)) - 1]) for at in starts if told)
    return tuple(dict.fromkeys(found))


def _before(day: date) -> date:
    return day - timedelta(1)


def _last_before(end: date) -> date:
    """The last day of a window before its end; the calendar ends on its last day, not before it."""
    return end if end == date.max else _before(end)


def _sum(step: Span, times: int, width: Span) -> Span:
    return Span(step.days * times + width.days, step.months * times + width.months)


def _too_many() -> UsageError:
    return UsageError(f"more than {MOST:,} windows", hint="take a longer --step or --window")


def _steps(
    first: date, last: date, step: Span, window: Callable[[int, date], Window]
) -> Iterator[Window]:
    number = 0
    while (begin := step.after(first, number)) <= last:
        if number == MOST:
            raise _too_many()
        found = window(number, begin)
        yield found
        if found.last >= last:
            return
        number += 1


class Kernel(StrEnum):
    """How the weight of a statement falls with its distance from a window's middle."""

    UNIFORM = "uniform"
    GAUSSIAN = "gaussian"
    EPANECHNIKOV = "epanechnikov"
    TRIANGULAR = "triangular"


def kernel_height(away: NDArray[np.float64], kernel: Kernel) -> NDArray[np.float64]:
    """The height of a kernel at distances from its middle, in halves of its width.

    Uniform 1/2, triangular 1 - |u| and Epanechnikov 3/4 (1 - u^2) are 0 beyond 1, Gaussian is the
    density of the standard normal distribution at u. All are the same before and after the
    middle; DNA 3.1's triangular kernel takes |1 - u|, which after the middle grows up to 2.
    B. W. Silverman: Density Estimation, 1986, table 3.1.
    """
    match kernel:
        case Kernel.GAUSSIAN:
            return np.asarray(np.exp(-0.5 * away**2) / np.sqrt(2 * np.pi))
        case Kernel.UNIFORM:
            return np.asarray(np.where(np.abs(away) <= 1, 0.5, 0.0))
        case Kernel.TRIANGULAR:
            return np.asarray(np.maximum(1 - np.abs(away), 0))
        case Kernel.EPANECHNIKOV:
            return np.asarray(np.maximum(0.75 * (1 - away**2), 0))


def kernel_weights(days: Days, window: Window, kernel: Kernel) -> NDArray[np.float64]:
    """The height of a kernel as wide as a window, at some days.

    All kernels but the Gaussian are 0 on the days outside the window; of that one, half the width
    is the standard deviation.
    """
    first, last = np.datetime64(window.first), np.datetime64(window.last)
    # Twice the distance: the middle of an even number of days lies between two of them.
    twice = ((days - first) + (days - last)).astype(float)
    return kernel_height(twice / ((last - first).astype(float) + 1), kernel)
