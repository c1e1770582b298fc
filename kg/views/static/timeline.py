"""When an actor, or everyone on a proposition, took which position."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from kg.model.dates import PartialDate
from kg.views.contract import GraphPage, PageEvent, PageStance
from kg.views.opening import Opening
from kg.views.positions import Position
from kg.views.static.frame import MARGIN, Plan, fitted
from kg.views.static.labels import Rect, Taken
from kg.views.static.sheet import COLOURS, INK, LINE, SHAPES, SOFT, Sheet, one_line, width_of
from kg.views.static.split import name_of

_WIDTH = 780.0
_NAMES = 200.0
_ROW = 17.0
_MOST_ROWS = 120
_LEFT, _RIGHT = MARGIN + _NAMES, _WIDTH - MARGIN - 8
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 600, 1200)
"""Months between two marks of the axis."""
_MOST_TICKS = 11
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def plan_timeline(page: GraphPage, found: Sequence[Position], opening: Opening) -> Plan:
    """The picture of the actor, or else the proposition, that an opening names."""
    actors = {actor.id: actor for actor in page.actors}
    propositions = {one.id: one for one in page.propositions}
    if opening.actor:
        rows = [one for one in found if one.actor == opening.actor]
        names = {one: propositions[one.proposition].short for one in rows}
        whose = name_of(actors[opening.actor]) if opening.actor in actors else opening.actor
        about = f"{whose}: positions over time"
    else:
        rows = [one for one in found if one.proposition == opening.proposition]
        names = {one: name_of(actors[one.actor]) for one in rows}
        whose = propositions[str(opening.proposition)].label
        about = f"{whose}: who took which position when"
    if len(rows) > _MOST_ROWS:
        about += f" (the {_MOST_ROWS} most active of {len(rows):,})"
        rows = sorted(rows, key=lambda one: -len(one.stances))[:_MOST_ROWS]
    rows.sort(key=lambda one: (_days(one.stances[-1])[0], names[one], one.actor))
    days = [day for one in rows for stance in one.stances for day in _days(stance)]
    scale = Scale(min(days), max([*days, date.fromisoformat(page.meta.as_of or "0001-01-01")]))

    def draw(sheet: Sheet, top: float) -> float:
        begin = top + 4 + _draw_events(sheet, top, _events(page, rows), scale)
        bottom = begin + len(rows) * _ROW
        for day, words in scale.ticks():
            x = scale.place(day)
            sheet.line([(x, begin), (x, bottom)], colour=LINE)
            sheet.text(x, bottom + 9, words, size=7.5, colour=SOFT, align="center")
        for number, one in enumerate(rows):
            y = begin + (number + 0.5) * _ROW
            name = fitted(names[one], _NAMES - 10, 8.5)
            sheet.text(_LEFT - 10, y, name, size=8.5, colour=INK, align="right")
            _draw_row(sheet, y, one, scale)
        return bottom + 20

    more = ("hollow: not dated, by the day of the report",)
    return Plan(_WIDTH, one_line(about, 200), draw, marks=True, more=more)


class Scale:
    """Days from left to right."""

    def __init__(self, first: date, last: date) -> None:
        margin = max((last - first) // 40, timedelta(days=4))
        # The calendar has no days before 1 and after 9999.
        self.first = first - min(margin, first - date.min)
        self.last = last + min(margin, date.max - last)

    def place(self, day: date) -> float:
        """Where a day stands on the sheet."""
        part = (day - self.first).days / max((self.last - self.first).days, 1)
        return _LEFT + part * (_RIGHT - _LEFT)

    def ticks(self) -> list[tuple[date, str]]:
        """First days of months, or of years, with their names: not too many."""
        begin = self.first.year * 12 + self.first.month - 1
        end = self.last.year * 12 + self.last.month - 1
        step = next(
            one for one in _STEPS if (end - begin) / one <= _MOST_TICKS or one == _STEPS[-1]
        )
        found = []
        for at in range(-(-begin // step) * step, end + 1, step):
            day = date(max(at // 12, 1), at % 12 + 1, 1)
            if self.first <= day <= self.last:
                month = f"{_MONTHS[at % 12]} " if step < 12 else ""
                found.append((day, f"{month}{day.year}"))
        return found


def _days(stance: PageStance) -> tuple[date, date]:
    if stance.said_on:
        told = PartialDate.parse(stance.said_on)
        return told.earliest, told.latest
    return date.fromisoformat(stance.latest), date.fromisoformat(stance.latest)


def _draw_row(sheet: Sheet, y: float, position: Position, scale: Scale) -> None:
    """A bar from each stance to the next, and a mark for each; the newest lies on top."""
    placed = []
    for stance in reversed(position.stances):
        first, last = _days(stance)
        placed.append((stance, first, last, (scale.place(first) + scale.place(last)) / 2))
    ends = [x for _, _, _, x in placed[1:]] + [scale.place(scale.last)]
    held = [stance.polarity for stance, _, _, _ in placed[:-1]] + [position.polarity]
    for polarity, (_, _, _, x), end in zip(held, placed, ends, strict=True):
        colour = COLOURS[polarity]
        sheet.line([(x, y), (max(x, end), y)], colour=colour, width=3.4, opacity=0.28)
    for stance, first, last, x in placed:
        colour = COLOURS[stance.polarity]
        if first < last:
            sheet.line([(scale.place(first), y), (scale.place(last), y)], colour=colour, width=0.9)
        hollow = stance.said_on is None
        sheet.mark(x, y, SHAPES[stance.polarity], colour, size=7, hollow=hollow)


def _events(page: GraphPage, rows: Sequence[Position]) -> list[PageEvent]:
    """The events to which stances shown react, the earliest first."""
    named = {stance.reacts_to for one in rows for stance in one.stances}
    events = (event for event in page.events if f"event/{event.id}" in named)
    return sorted(events, key=lambda event: (event.latest, event.id))


def _draw_events(sheet: Sheet, top: float, events: list[PageEvent], scale: Scale) -> float:
    """The events that have room for their names, above the rows; gives how high they stand."""
    taken, height = Taken(), 0.0
    for event in events:
        day = date.fromisoformat(event.latest)
        if not scale.first <= day <= scale.last:
            continue
        x = scale.place(day)
        words = one_line(event.label, 34)
        wide = width_of(words, 6.5)
        turned = x + wide + 4 > _RIGHT
        left = x - wide - 3 if turned else x + 3
        for row in range(3):
            y = top + 10 * row
            label, stem = Rect(left - 2, y, left + wide + 2, y + 9), Rect(x - 1, y, x + 1, top + 34)
            if taken.is_free(label) and taken.is_free(stem):
                taken.take(label)
                taken.take(stem)
                sheet.text(left, y + 5, words, size=6.5, colour=SOFT)
                sheet.line([(x, y + 1), (x, top + 34)], colour=SOFT, width=0.5)
                height = 34.0
                break
    return height
