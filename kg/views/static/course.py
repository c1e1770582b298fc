"""The course of polarisation on paper: levels with their intervals, and columns of positions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from kg.analysis.counting.resampling import FEW
from kg.analysis.polarisation.polarised import Polarisation
from kg.colours import COLOURS
from kg.model.stances import Polarity
from kg.views.contract import PageEvent
from kg.views.static.frame import MARGIN
from kg.views.static.sheet import INK, LINE, SOFT, Sheet, width_of
from kg.views.static.timeline import EVENTS_HIGH, Scale, draw_events

WIDTH = 780.0
_LEFT, _RIGHT = MARGIN + 34, WIDTH - MARGIN
_HIGH, _COLUMN = 170.0, 96.0
_APART = 40.0
_ASIDE = 24.0
_MARKS = (0.0, 0.25, 0.5, 0.75, 1.0)
_DASH = (0, (3, 2))
_TOP = 0.92
_LONGEST_EVENT = 50
_NAMED = 22.0
"""So wide is a window that has room for its figure."""
_SIDES = (Polarity.OPPOSES, Polarity.MIXED, Polarity.FAVOURS)
"""From the ground up."""


@dataclass(frozen=True, slots=True)
class Course:
    """Polarisation over time, and in words of what.

    That is: on what, of which units, how it is measured, and from how many stances of how many.
    """

    subject: str
    units: str
    method: str
    amount: str
    found: Sequence[Polarisation]
    events: Sequence[PageEvent] = ()

    @property
    def about(self) -> str:
        """What the picture shows."""
        return f"{self.subject}: polarisation of {self.units} over time ({self.method})"

    @property
    def legend(self) -> tuple[str, ...]:
        """What is not told by colours."""
        place = "end" if self.grows else "middle"
        return (
            f"n: how many {self.units} took a position",
            "pale band: 95 % interval, documents drawn anew",
            f"dashed, pale: fewer than {FEW} {self.units} or documents",
            *([f"each window at its {place}"] if self.overlaps else []),
        )

    @property
    def overlaps(self) -> bool:
        """Whether a day may lie in several windows."""
        windows = [one.window for one in self.found]
        return any(later.first <= one.last for one, later in pairwise(windows))

    @property
    def grows(self) -> bool:
        """Whether all windows begin on the same day."""
        return self.overlaps and self.found[0].window.first == self.found[-1].window.first

    @property
    def days(self) -> list[date]:
        """Where each window stands that overlaps others: at its middle, or its end if it grows."""
        windows = (one.window for one in self.found)
        return [one.last if self.grows else one.middle for one in windows]


@dataclass(frozen=True, slots=True)
class _Column:
    """The room of a window from left to right, and the middle in which its mark stands."""

    told: Polarisation
    left: float
    right: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def draw_course(sheet: Sheet, top: float, course: Course) -> float:
    """Both parts of the picture on one axis of days; gives where they end."""
    scale = _scale(course)
    columns = _columns(course, scale)
    drawn = draw_events(sheet, top, course.events, scale, _LONGEST_EVENT)
    begin = top + (EVENTS_HIGH if drawn else 0) + 16
    ground, floor = begin + _HIGH, begin + _HIGH + _APART + _COLUMN
    for event in drawn:
        x = scale.place(date.fromisoformat(event.latest))
        sheet.line([(x, begin - 16), (x, ground)], colour=SOFT, width=0.5)
    _draw_grid(sheet, begin, _HIGH, _MARKS, "polarisation: 0 all of one mind, 1 two even camps")
    _draw_grid(sheet, ground + _APART, _COLUMN, (0.0, 0.5, 1.0), "share of positions")
    (_draw_lines if course.overlaps else _draw_steps)(sheet, ground, columns)
    for column in columns:
        _draw_column(sheet, floor, column)
    _draw_numbers(sheet, floor + 9, columns)
    for day, words in scale.ticks():
        x = scale.place(day)
        sheet.line([(x, floor + 16), (x, floor + 20)], colour=SOFT)
        sheet.text(x, floor + 27, words, size=7.5, colour=SOFT, align="center")
    return floor + 36


def _scale(course: Course) -> Scale:
    if course.overlaps:
        return Scale(course.days[0], course.days[-1], _LEFT + _ASIDE, _RIGHT - _ASIDE)
    return Scale(course.found[0].window.first, course.found[-1].window.last, _LEFT, _RIGHT)


def _columns(course: Course, scale: Scale) -> list[_Column]:
    """Windows from their first to their last day; where they overlap a column about their day."""
    if not course.overlaps:
        ends = [one.window.last + timedelta(one.window.last < date.max) for one in course.found]
        return [
            _Column(told, scale.place(told.window.first), scale.place(end))
            for told, end in zip(course.found, ends, strict=True)
        ]
    places = [scale.place(day) for day in course.days]
    half = min(_ASIDE, *(0.4 * (later - one) for one, later in pairwise(places)))
    return [_Column(told, x - half, x + half) for told, x in zip(course.found, places, strict=True)]


def _draw_grid(sheet: Sheet, top: float, height: float, marks: Sequence[float], words: str) -> None:
    # The stem of an event must not cross the words.
    sheet.box(_LEFT - 1, top - 13, width_of(words, 7.5) + 4, 11)
    sheet.text(_LEFT, top - 8, words, size=7.5, colour=SOFT)
    for mark in marks:
        y = top + height * (1 - mark)
        sheet.line([(_LEFT, y), (_RIGHT, y)], colour=LINE)
        sheet.text(_LEFT - 6, y, f"{mark:g}", size=7.5, colour=SOFT, align="right")


def _draw_steps(sheet: Sheet, ground: float, columns: Sequence[_Column]) -> None:
    """A level for each window, and the interval about it."""
    before: _Column | None = None
    for column in columns:
        told = column.told
        if told.figure is None:
            before = None
            continue
        y = ground - told.figure * _HIGH
        if told.interval:
            low, high = (ground - end * _HIGH for end in (told.interval.low, told.interval.high))
            width = column.right - column.left - 2
            opacity = 0.07 if told.few else 0.14
            sheet.box(column.left + 1, high, width, low - high, fill=INK, opacity=opacity)
        if before and before.told.figure is not None:
            then = ground - before.told.figure * _HIGH
            sheet.line([(column.left, then), (column.left, y)], colour=SOFT, width=0.5)
        ends = [(column.left + 1, y), (column.right - 1, y)]
        sheet.line(ends, colour=INK, width=2, dash=_DASH if told.few else "solid")
        if column.right - column.left >= _NAMED:
            words = f"{told.figure:.2f}"
            # On top the line stands under the heading.
            aside = 8 if told.figure > _TOP else -7
            sheet.text(column.middle, y + aside, words, size=7.5, align="center")
        before = column


def _draw_lines(sheet: Sheet, ground: float, columns: Sequence[_Column]) -> None:
    """A line through the windows in a band of their intervals; gaps where there is no figure."""
    for one, other in pairwise(columns):
        pair = (one.told, other.told)
        places = [
            (column.middle, ground - column.told.figure * _HIGH)
            for column in (one, other)
            if column.told.figure is not None
        ]
        if len(places) < 2:
            continue
        ends = [told.interval for told in pair if told.interval]
        if len(ends) == 2:
            upper = [
                (x, ground - end.high * _HIGH) for (x, _), end in zip(places, ends, strict=True)
            ]
            lower = [
                (x, ground - end.low * _HIGH) for (x, _), end in zip(places, ends, strict=True)
            ]
            sheet.area([*upper, *lower[::-1]], fill=INK, opacity=0.14)
        few = any(told.few for told in pair)
        sheet.line(places, colour=INK, width=1.5, dash=_DASH if few else "solid")
    for column in columns:
        if column.told.figure is not None:
            y = ground - column.told.figure * _HIGH
            sheet.mark(column.middle, y, "o", INK, size=4, hollow=column.told.few)


def _draw_column(sheet: Sheet, floor: float, column: _Column) -> None:
    told, y = column.told, floor
    numbers = (told.opposes, told.mixed, told.favours)
    for polarity, number in zip(_SIDES, numbers, strict=True):
        high = _COLUMN * number / max(told.positions, 1)
        y -= high
        if number:
            opacity = 0.4 if told.few else 1.0
            width = max(column.right - column.left - 2, 1.0)
            sheet.box(
                column.middle - width / 2, y, width, high, fill=COLOURS[polarity], opacity=opacity
            )


def _draw_numbers(sheet: Sheet, y: float, columns: Sequence[_Column]) -> None:
    """How many units took a position, wherever there is room."""
    sheet.text(_LEFT - 6, y, "n", size=7.5, colour=SOFT, align="right")
    end = 0.0
    for column in columns:
        words = str(column.told.units)
        half = width_of(words, 7) / 2
        if column.middle - half > end:
            colour = SOFT if column.told.few else INK
            sheet.text(column.middle, y, words, size=7, colour=colour, align="center")
            end = column.middle + half + 3
