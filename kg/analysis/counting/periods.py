"""Windows by the calendar, each with its name: months, quarters, half-years and years."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from kg.analysis.corpus.stances import Days
from kg.analysis.counting.windows import Window, moving, parse_span

HALF_YEAR = 6


class Calendar(StrEnum):
    """The periods by which a person may ask to count."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def months(self) -> int:
        """How many months such a period has."""
        return {Calendar.MONTH: 1, Calendar.QUARTER: 3, Calendar.YEAR: 12}[self]


def periods(first: date, last: date, months: int = HALF_YEAR) -> tuple[Window, ...]:
    """The periods of 1, 3, 6 or 12 months from that of the first day to the last's.

    They are named like 2025-12, 2025-Q4, 2025-H2 (July to December) and 2025.
    """
    begin = date(first.year, (first.month - 1) // months * months + 1, 1)
    whole = moving(begin, last, parse_span(f"{months}m"))
    return tuple(Window(one.first, one.last, _name(one.first, months)) for one in whole)


def half_years(
    days: Days, since: date | None = None, until: date | None = None
) -> tuple[Window, ...]:
    """The half-years from the first to the last of some days, or of those asked for.

    None where there are no days.
    """
    if not len(days):
        return ()
    return periods(since or days.min().item(), until or days.max().item())


def growing(windows: Sequence[Window]) -> tuple[Window, ...]:
    """The same windows, all from the first day of the first one on."""
    return tuple(Window(windows[0].first, one.last, f"to {one.last}") for one in windows)


def _name(begin: date, months: int) -> str:
    year, part = f"{begin.year:04}", (begin.month - 1) // months + 1
    return {1: f"{year}-{part:02}", 3: f"{year}-Q{part}", 6: f"{year}-H{part}"}.get(months, year)
