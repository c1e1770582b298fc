"""Where everything of the network stands on paper, with room for every name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from kg.views.contract import GraphPage, PageActor, PageProposition
from kg.views.layout import Box, Tie, place
from kg.views.positions import Position
from kg.views.static.sheet import one_line, width_of

NAME, SHORT = 7.0, 7.5
"""The size of an actor's and of a proposition's name."""
HIGH = 18.0
"""Of a proposition's box."""
SCALE = 0.36
"""Points to a unit of the layouts, whose springs have lengths of their own."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the actors of a country stand: its name, upper left corner and size."""

    name: str
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Where everything is, in points: propositions by their middle, actors by their mark."""

    places: dict[str, tuple[float, float]]
    grounds: list[Ground]
    width: float
    height: float


def by_agreement(page: GraphPage, found: Sequence[Position]) -> Chart:
    """By the page's own springs, each actor with its name as one box."""
    scale, counts = SCALE, stances_by_actor(page)
    told = {one.proposition for one in found}
    sizes = {
        f"actor/{one.id}": (
            2 * reach(counts[one.id]) + 3 + width_of(name_on_chart(one), NAME),
            11.0,
        )
        for one in page.actors
        if one.id in counts
    }
    sizes |= {
        f"proposition/{one.id}": (breadth(one), HIGH) for one in page.propositions if one.id in told
    }
    boxes = [
        Box(node, (wide + 4) / scale, (high + 3) / scale) for node, (wide, high) in sizes.items()
    ]
    ties = [
        Tie(f"actor/{one.actor}", f"proposition/{one.proposition}", one.polarity.sign)
        for one in found
    ]
    centres = {node: (x * scale, y * scale) for node, (x, y) in place(boxes, ties).items()}
    left = min(x - sizes[node][0] / 2 for node, (x, _) in centres.items())
    right = max(x + sizes[node][0] / 2 for node, (x, _) in centres.items())
    top = min(y - sizes[node][1] / 2 for node, (_, y) in centres.items())
    bottom = max(y + sizes[node][1] / 2 for node, (_, y) in centres.items())
    places = {node: (x - left, y - top) for node, (x, y) in centres.items()}
    for name, count in counts.items():
        x, y = places[f"actor/{name}"]
        places[f"actor/{name}"] = (x - sizes[f"actor/{name}"][0] / 2 + reach(count), y)
    return Chart(places, [], right - left, bottom - top)


def stances_by_actor(page: GraphPage) -> Counter[str]:
    """How many stances each actor of the page holds."""
    return Counter(stance.actor for stance in page.stances)


def name_on_chart(actor: PageActor) -> str:
    """An actor's name, not too long."""
    return one_line(actor.name, 32)


def breadth(proposition: PageProposition) -> float:
    """How wide a proposition's box is, in points."""
    return width_of(one_line(proposition.short, 30), SHORT, bold=True) + 10


def reach(stances: int) -> float:
    """Half of what an actor's mark measures, in points; its area follows the stances."""
    return 1.8 + 0.7 * sqrt(min(stances, 40))
