"""How far countries, or party families, agree: the numbers behind the picture of agreement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from kg.model.stances import Polarity
from kg.views.positions import Position

_SIGN = {Polarity.FAVOURS: 1, Polarity.MIXED: 0, Polarity.OPPOSES: -1}

Means = dict[str, float]
"""A unit's mean position by proposition, from -1 (all against) to 1 (all for)."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two units agree: share from 0 (opposite) to 1 (the same), over shared propositions.

    Few shared propositions say little: show the number with the share.
    """

    share: float
    shared: int


def agreements(
    positions: Iterable[Position], unit_of: Mapping[str, str]
) -> dict[tuple[str, str], Agreement]:
    """The agreement of every two units that have a proposition in common, lesser unit first.

    ``unit_of`` gives an actor's unit, such as a country; actors without one do not count.
    """
    means = mean_positions(positions, unit_of)
    return {
        (one, other): found
        for one, other in combinations(sorted(means), 2)
        if (found := agreement(means[one], means[other]))
    }


def agreement(one: Means, other: Means) -> Agreement | None:
    """Mean of 1 - half the distance over the propositions of both, or None if they share none."""
    shared = sorted(one.keys() & other.keys())
    if not shared:
        return None
    alike = 0.0
    for proposition in shared:
        alike += 1 - abs(one[proposition] - other[proposition]) / 2
    return Agreement(alike / len(shared), len(shared))


def mean_positions(positions: Iterable[Position], unit_of: Mapping[str, str]) -> dict[str, Means]:
    """By unit, its mean position on each proposition on which one of its actors has a position."""
    signs: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for position in positions:
        if position.actor in unit_of:
            held = signs[unit_of[position.actor]]
            held[position.proposition].append(_SIGN[position.polarity])
    return {
        unit: {proposition: sum(all_) / len(all_) for proposition, all_ in held.items()}
        for unit, held in signs.items()
    }
