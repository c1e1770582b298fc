"""Where the networks of windows stand on a timeline, which shows one network a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from kg.analysis.counting.windows import Window
from kg.exports.drawn_graph import Spell


def own_days(windows: Sequence[Window]) -> list[Spell | None]:
    """For each of some windows, in order, the days on which its network is shown.

    No day is of two windows: Gephi refuses intervals that overlap. Windows that do not overlap
    have all their days. Of two that do, each has the half of the overlap that is nearer to it. Of
    windows that grow, all from one day on, each has what the one before lacks. None where no day
    is left: that network cannot be shown.
    """
    found: list[Spell | None] = []
    free = date.min
    grow = len({window.first for window in windows}) == 1
    for number, window in enumerate(windows):
        after = windows[number + 1] if number + 1 < len(windows) else None
        last = window.last if grow else _last_day(window, after)
        first = max(window.first, free)
        if first > last:
            found.append(None)
        else:
            found.append(Spell(first, last))
            free = last + timedelta(1) if last < date.max else last
    return found


def _last_day(window: Window, after: Window | None) -> date:
    if after is None or after.first > window.last:
        return window.last
    return after.first + (window.last - after.first) // 2
