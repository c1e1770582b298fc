"""The network by country on paper: each country a ground with its actors' names in rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import ceil

from kg.views.contract import GraphPage, PageActor
from kg.views.layout import Box, Tie, place
from kg.views.positions import Position
from kg.views.static.chart import (
    HIGH,
    NAME,
    SCALE,
    Chart,
    Ground,
    breadth,
    name_on_chart,
    reach,
    stances_by_actor,
)
from kg.views.static.sheet import one_line, width_of

HEADING = 7.5
"""The size of a country's name."""
_HEAD, _ROW, _PAD = 15.0, 12.5, 5.0
_MOST_ROWS = 8
_NONE = "no country"


def by_country(page: GraphPage, found: Sequence[Position]) -> Chart:
    """Countries near what they favour, as wide as their names; nothing lies over anything."""
    counts, codes = stances_by_actor(page), dict(page.countries)
    people: dict[str, list[PageActor]] = defaultdict(list)
    for actor in sorted(page.actors, key=lambda one: (-counts[one.id], one.name, one.id)):
        if actor.id in counts:
            people[actor.country or ""].append(actor)
    names = {code: one_line(codes.get(code, code) or _NONE) for code in people}
    columns = {code: _columns(those, counts) for code, those in people.items()}
    sizes = {f"country/{code}": _size(names[code], columns[code]) for code in sorted(people)}
    told = {one.proposition for one in found}
    sizes |= {
        f"proposition/{one.id}": (breadth(one), HIGH) for one in page.propositions if one.id in told
    }
    boxes = [
        Box(node, (wide + 8) / SCALE, (high + 8) / SCALE) for node, (wide, high) in sizes.items()
    ]
    centres = place(boxes, _ties(page, found), ratio=1.2, fullness=0.6)
    corners = {
        node: (x * SCALE - sizes[node][0] / 2, y * SCALE - sizes[node][1] / 2)
        for node, (x, y) in centres.items()
    }
    left, top = (min(corner[axis] for corner in corners.values()) for axis in (0, 1))
    places, grounds = {}, []
    for node, (x, y) in corners.items():
        (wide, high), kind, code = sizes[node], *node.split("/", 1)
        if kind == "proposition":
            places[node] = (x - left + wide / 2, y - top + high / 2)
            continue
        grounds.append(Ground(names[code], x - left, y - top, wide, high))
        across = x - left + _PAD
        for those, breadth_of in columns[code]:
            for row, actor in enumerate(those):
                at = across + reach(counts[actor.id]), y - top + _HEAD + (row + 0.5) * _ROW
                places[f"actor/{actor.id}"] = at
            across += breadth_of
    ends = [(x - left + sizes[node][0], y - top + sizes[node][1])
            for node, (x, y) in corners.items()]  # fmt: skip
    return Chart(places, grounds, max(x for x, _ in ends), max(y for _, y in ends))


def _columns(
    people: Sequence[PageActor], counts: Counter[str]
) -> list[tuple[Sequence[PageActor], float]]:
    """The actors of a country in columns of the same length, with each column's width."""
    rows = ceil(len(people) / ceil(len(people) / _MOST_ROWS))
    parts = [people[start : start + rows] for start in range(0, len(people), rows)]
    return [
        (
            those,
            max(2 * reach(counts[one.id]) + width_of(name_on_chart(one), NAME) for one in those)
            + 8,
        )
        for those in parts
    ]


def _size(name: str, columns: Sequence[tuple[Sequence[PageActor], float]]) -> tuple[float, float]:
    wide = max(sum(breadth for _, breadth in columns), width_of(name, HEADING, bold=True) + 6)
    return wide + _PAD, _HEAD + len(columns[0][0]) * _ROW + _PAD


def _ties(page: GraphPage, found: Sequence[Position]) -> list[Tie]:
    """One tie of each country to each proposition: that of the greater number."""
    countries = {actor.id: actor.country or "" for actor in page.actors}
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for one in found:
        sums[countries[one.actor], one.proposition] += one.polarity.sign
    return [
        Tie(f"country/{code}", f"proposition/{about}", (total > 0) - (total < 0))
        for (code, about), total in sorted(sums.items())
    ]
