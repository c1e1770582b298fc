"""When an actor, or everyone on a proposition, took which position."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from kg.colours import COLOURS
from kg.model.dates import PartialDate
from kg.model.stances import Polarity
from kg.views.contract import GraphPage, PageEvent, PageStance
from kg.views.opening import Opening
from kg.views.positions import Position
from kg.views.static.frame import MARGIN, Plan, fitted, name_of
from kg.views.static.labels import Rect, Taken
from kg.views.static.sheet import INK, LINE, SHAPES, SOFT, Sheet, one_line, width_of

_WIDTH = 780.0
_NAMES = 200.0
_ROW = 17.0
_MARK = 7.0
_APART = _MARK + 0.8
EVENTS_HIGH = 34.0
"""So high stand the names of events."""
_MOST_LANES = 7
_MOST_ROWS = 120
_LEFT, _RIGHT = MARGIN + _NAMES, _WIDTH - MARGIN - 8
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 600, 1200)
"""Months between two marks of the axis."""
_MOST_TICKS = 11
_Mark = tuple[PageStance, date, date, float, int]
"""A stance with the days on which it may have been said, its place and its lane."""
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
    last = max([*days, date.fromisoformat(page.meta.as_of or "0001-01-01")])
    scale = Scale(min(days), last)
    lanes = [_in_lanes(one, scale) for one in rows]
    heights = [_ROW + 2 * _aside(max(lane for *_, lane in told)) for told in lanes]

    def draw(sheet: Sheet, top: float) -> float:
        drawn = draw_events(sheet, top, events_of(page, rows), scale)
        begin = top + 4 + (EVENTS_HIGH if drawn else 0)
        bottom = begin + sum(heights)
        for day, words in scale.ticks():
            x = scale.place(day)
            sheet.line([(x, begin), (x, bottom)], colour=LINE)
            sheet.text(x, bottom + 9, words, size=7.5, colour=SOFT, align="center")
        upper = begin
        for one, placed, high in zip(rows, lanes, heights, strict=True):
            y, upper = upper + high / 2, upper + high
            name = fitted(names[one], _NAMES - 10, 8.5)
            sheet.text(_LEFT - 10, y, name, size=8.5, colour=INK, align="right")
            _draw_row(sheet, y, one.polarity, placed, scale, last)
        return bottom + 20

    more = (
        "hollow: not dated, by the day of the report",
        "thin line: said on one day of these",
        "pale band: the position held until the next",
    )
    return Plan(_WIDTH, one_line(about, 400), draw, rows, marks=True, more=more)


class Scale:
    """Days from left to right."""

    def __init__(self, first: date, last: date, left: float = _LEFT, right: float = _RIGHT) -> None:
        self.left, self.right = left, right
        margin = max((last - first) // 40, timedelta(days=4))
        # The calendar has no days before 1 and after 9999.
        self.first = first - min(margin, first - date.min)
        self.last = last + min(margin, date.max - last)

    def place(self, day: date) -> float:
        """Where a day stands on the sheet."""
        part = (day - self.first).days / max((self.last - self.first).days, 1)
        return self.left + part * (self.right - self.left)

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
    """The first and the last day that it may be of; a month or year ends with its first report."""
    last = date.fromisoformat(stance.latest)
    return PartialDate.parse(stance.said_on).earliest if stance.said_on else last, last


def _in_lanes(position: Position, scale: Scale) -> list[_Mark]:
    """A mark for each stance, the earliest first; those that would touch stand in other lanes."""
    placed: list[_Mark] = []
    ends: list[float] = []
    for stance in reversed(position.stances):
        first, last = _days(stance)
        x = (scale.place(first) + scale.place(last)) / 2
        free = (number for number, end in enumerate(ends) if x >= end)
        lane = min(next(free, len(ends)), _MOST_LANES - 1)
        ends[lane:] = [x + _APART, *ends[lane + 1 :]]
        placed.append((stance, first, last, x, lane))
    return placed


def _aside(lane: int) -> float:
    """How far a lane is from the middle of its row: the first on it, others by turns about it."""
    return (lane + 1) // 2 * _APART


def _draw_row(
    sheet: Sheet, y: float, held: Polarity, placed: Sequence[_Mark], scale: Scale, end: date
) -> None:
    """A bar from each stance to the next, the last one to the end; a mark for each stance."""
    ends = [x for *_, x, _ in placed[1:]] + [scale.place(end)]
    sides = [stance.polarity for stance, *_ in placed[:-1]] + [held]
    for polarity, (*_, x, _), until in zip(sides, placed, ends, strict=True):
        colour = COLOURS[polarity]
        sheet.line([(x, y), (max(x, until), y)], colour=colour, width=3.4, opacity=0.28)
    for stance, first, last, x, lane in placed:
        colour = COLOURS[stance.polarity]
        at = y + _aside(lane) * (1 if lane % 2 else -1)
        if first < last:
            sheet.line(
                [(scale.place(first), at), (scale.place(last), at)], colour=colour, width=0.9
            )
        hollow = stance.said_on is None
        sheet.mark(x, at, SHAPES[stance.polarity], colour, size=_MARK, hollow=hollow)


def events_of(page: GraphPage, rows: Sequence[Position]) -> list[PageEvent]:
    """The events to which stances shown react, the earliest first."""
    named = {stance.reacts_to for one in rows for stance in one.stances}
    events = (event for event in page.events if f"event/{event.id}" in named)
    return sorted(events, key=lambda event: (event.latest, event.id))


def draw_events(
    sheet: Sheet, top: float, events: Sequence[PageEvent], scale: Scale, most: int = 34
) -> list[PageEvent]:
    """The events that have room for their names, of so many letters, drawn above the rows."""
    taken, drawn = Taken(), []
    bottom = top + EVENTS_HIGH
    for event in events:
        day = date.fromisoformat(event.latest)
        if not scale.first <= day <= scale.last:
            continue
        x = scale.place(day)
        words = one_line(event.label, most)
        wide = width_of(words, 6.5)
        turned = x + wide + 4 > scale.right
        left = x - wide - 3 if turned else x + 3
        for row in range(3):
            y = top + 10 * row
            label, stem = Rect(left - 2, y, left + wide + 2, y + 9), Rect(x - 1, y, x + 1, bottom)
            if taken.is_free(label) and taken.is_free(stem):
                taken.take(label)
                taken.take(stem)
                sheet.text(left, y + 5, words, size=6.5, colour=SOFT)
                sheet.line([(x, y + 1), (x, bottom)], colour=SOFT, width=0.5)
                drawn.append(event)
                break
    return drawn
