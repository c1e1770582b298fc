"""Where actors stand when each group of them is an island.

Islands that agree stand near each other, those of a side near what they favour. A few actors
stand in rows, with room for their names; thousands fill a disc, the weightiest in the middle.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, cos, pi, sin, sqrt

from kg.views.layout import Box, Tie, on_screen, place

_ROW = 34
_LETTER = 17
_MARK = 38
_HEADING = 34
_MARGIN = 14
_MOST_ROWS = 8
_LONGEST_NAME = 11
_SPACING = 40
_GOLDEN_ANGLE = pi * (3 - sqrt(5))
_WIDTH_TO_HEIGHT = 1.4
_SCREEN = (740, 560)
_FULL = 0.75
_LEAST_FULL = 0.4


@dataclass(frozen=True, slots=True)
class Inhabitant:
    """An actor of a group; the weightiest stand first."""

    id: str
    group: str
    name: str
    weight: int


@dataclass(frozen=True, slots=True)
class Island:
    """The ground of a group: its centre and size."""

    id: str
    x: int
    y: int
    width: int
    height: int


def settle(
    inhabitants: Iterable[Inhabitant],
    subjects: Sequence[Box],
    ties: Iterable[Tie],
    *,
    crowded: bool,
) -> tuple[dict[str, tuple[int, int]], tuple[Island, ...]]:
    """The places of inhabitants and subjects by id, and the islands, by id.

    Subjects are sized as on the screen; ties lead from inhabitants to them. Crowded islands are
    discs without names.
    """
    people = _by_group(inhabitants)
    offsets = {group: _disc(those) if crowded else _rows(those) for group, those in people.items()}
    grounds = {
        group: _round(those) if crowded else _ground(those) for group, those in people.items()
    }
    home = {one.id: group for group, those in people.items() for one in those}
    places = _settled(grounds, subjects, _bundled(ties, home))
    islands = tuple(
        Island(group, *places[group], round(width), round(height))
        for group, (width, height) in grounds.items()
    )
    for group, those in offsets.items():
        x, y = places.pop(group)
        places |= {one: (round(x + dx), round(y + dy)) for one, (dx, dy) in those.items()}
    return places, islands


def _settled(
    grounds: Mapping[str, tuple[float, float]], subjects: Sequence[Box], ties: list[Tie]
) -> dict[str, tuple[int, int]]:
    """The islands' and subjects' places, with the subjects as large as they will look.

    The more the picture takes, the smaller it is seen, and the more room the subjects need.
    """
    islands = [Box(group, *size) for group, size in grounds.items()]
    fullness = _FULL
    while fullness > _LEAST_FULL:
        boxes = islands + on_screen(subjects, islands, _SCREEN, fullness=fullness)
        places = place(boxes, ties, ratio=_WIDTH_TO_HEIGHT, fullness=0.85)
        if not subjects:
            break
        wide = 2 * max(abs(places[box.id][0]) + box.width / 2 for box in boxes)
        high = 2 * max(abs(places[box.id][1]) + box.height / 2 for box in boxes)
        seen = max(wide / _SCREEN[0], high / _SCREEN[1])
        if boxes[-1].width >= seen * subjects[-1].width:
            break
        fullness -= 0.04
    return places


def _by_group(inhabitants: Iterable[Inhabitant]) -> dict[str, list[Inhabitant]]:
    found: dict[str, list[Inhabitant]] = defaultdict(list)
    for one in sorted(inhabitants, key=lambda one: (one.group, -one.weight, one.name, one.id)):
        found[one.group].append(one)
    return found


def _bundled(ties: Iterable[Tie], home: Mapping[str, str]) -> list[Tie]:
    """One tie of each group to each subject: that of the greater number."""
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for tie in ties:
        sums[home[tie.source], tie.target] += tie.sign
    return [
        Tie(group, subject, (total > 0) - (total < 0))
        for (group, subject), total in sorted(sums.items())
    ]


def _columns(people: Sequence[Inhabitant]) -> list[Sequence[Inhabitant]]:
    rows = ceil(len(people) / ceil(len(people) / _MOST_ROWS))
    return [people[start : start + rows] for start in range(0, len(people), rows)]


def _breadth(column: Sequence[Inhabitant]) -> float:
    return _MARK + _LETTER * min(max(len(one.name) for one in column), _LONGEST_NAME)


def _ground(people: Sequence[Inhabitant]) -> tuple[float, float]:
    columns = _columns(people)
    heading = min(len(people[0].group), _LONGEST_NAME) * _LETTER
    width = max(sum(map(_breadth, columns)), heading) + _MARGIN
    return width, len(columns[0]) * _ROW + _HEADING + _MARGIN


def _rows(people: Sequence[Inhabitant]) -> dict[str, tuple[float, float]]:
    width, height = _ground(people)
    left, top = -width / 2 + _MARGIN / 2 + _ROW / 2, -height / 2 + _HEADING + _MARGIN / 4
    found: dict[str, tuple[float, float]] = {}
    for column in _columns(people):
        found |= {one.id: (left, top + (row + 0.5) * _ROW) for row, one in enumerate(column)}
        left += _breadth(column)
    return found


def _round(people: Sequence[Inhabitant]) -> tuple[float, float]:
    across = 2 * _SPACING * (sqrt(len(people) / pi) + 0.6)
    return across, across


def _disc(people: Sequence[Inhabitant]) -> dict[str, tuple[float, float]]:
    """The seeds of a sunflower: evenly spread, wherever one stops."""
    return {
        one.id: (
            _SPACING * sqrt((number + 0.5) / pi) * cos(number * _GOLDEN_ANGLE),
            _SPACING * sqrt((number + 0.5) / pi) * sin(number * _GOLDEN_ANGLE),
        )
        for number, one in enumerate(people)
    }
