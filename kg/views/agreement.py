"""How far countries, or party families, agree: the numbers behind the picture of agreement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from kg.analysis.comparison import agreement
from kg.views.positions import Position


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

    ``unit_of`` gives an actor's unit, such as a country; actors without one do not count. The
    measure is that of kg.analysis.comparison.agreement.
    """
    held = mean_positions(positions, unit_of)
    units, propositions = sorted(held), sorted({name for means in held.values() for name in means})
    means = np.array(
        [[held[unit].get(name, np.nan) for name in propositions] for unit in units]
    ).reshape(len(units), len(propositions))
    one, other = (places.astype(np.int32) for places in np.triu_indices(len(units), 1))
    share, shared = agreement.agreements(means, one, other)
    return {
        (units[row], units[column]): Agreement(float(share[at]), int(shared[at]))
        for at, (row, column) in enumerate(zip(one, other, strict=True))
        if shared[at]
    }


def mean_positions(
    positions: Iterable[Position], unit_of: Mapping[str, str]
) -> dict[str, dict[str, float]]:
    """By unit, its mean position on each proposition on which one of its actors has a position.

    From -1 (all against) to 1 (all for).
    """
    signs: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for position in positions:
        if position.actor in unit_of:
            held = signs[unit_of[position.actor]]
            held[position.proposition].append(position.polarity.sign)
    return {
        unit: {proposition: sum(all_) / len(all_) for proposition, all_ in held.items()}
        for unit, held in signs.items()
    }
