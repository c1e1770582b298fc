"""How stable communities are: what becomes of them if other documents had been read.

And what chance would find: communities of the same speakers on the same propositions, with their
positions dealt out anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from kg.analysis.counting.resampling import (
    Draws,
    Figures,
    Interval,
    documents_behind,
    drawn_weights,
    enclose,
    interval,
)
from kg.analysis.counting.statements import Statements
from kg.analysis.network.networks import Network
from kg.analysis.structure.communities import (
    ALONE,
    Labels,
    Search,
    find_communities,
    members,
    modularity,
)

_TRIALS = 2
STABLE, DISSOLVED = 0.75, 0.5


class Verdict(StrEnum):
    """What a stability means, by the bounds of Hennig (2007) and of R's fpc::clusterboot."""

    STABLE = "stable"
    DOUBTFUL = "doubtful"
    DISSOLVED = "dissolved"


def verdict(stability: float) -> Verdict | None:
    """Stable from .75 on, dissolved below .5, between them doubtful; None where not known."""
    if np.isnan(stability):
        return None
    if stability >= STABLE:
        return Verdict.STABLE
    return Verdict.DOUBTFUL if stability >= DISSOLVED else Verdict.DISSOLVED


@dataclass(frozen=True, slots=True, eq=False)
class Stability:
    """What the draws say of communities.

    ``communities``: for each the mean over draws of its largest Jaccard coefficient with a
    community of the draw, both kept to units that are in one in the network and in the draw
    (C. Hennig: Cluster-wise assessment of cluster stability, Computational Statistics & Data
    Analysis 52, 2007, 258-271; there the units are drawn, here the documents). ``together``: for
    each unit the share of draws in which more than half of its community is with it.
    ``modularity``: its interval. ``number``: from how few to how many communities there are in
    the draws. nan or None where no draw tells, or, of an interval, all tell the same.
    """

    communities: Figures
    together: Figures
    modularity: Interval | None
    number: Interval | None


@dataclass(frozen=True, slots=True)
class Chance:
    """What chance finds: its modularity, and how often that reaches what was found.

    ``stability`` is what one of its communities has on average, weighted by size; nan where no
    draw tells.
    """

    middle: float
    interval: Interval | None
    reached: float
    stability: float


def assess(
    network: Network, labels: Labels, statements: Statements, search: Search, draws: Draws
) -> Stability:
    """How stable the communities of a network are over draws of the documents."""
    number = len(members(labels))
    nearest, beside = [np.full(number, np.nan)], [np.full(len(labels), np.nan)]
    reached: list[float] = []
    count: list[int] = []
    for weights in drawn_weights(statements, draws):
        drawn = search.network(statements, weights)
        found = find_communities(drawn, search, _TRIALS)
        overlaps = shared_units(labels, found)
        nearest.append(found_again(overlaps))
        beside.append(together(labels, found))
        reached.append(modularity(drawn, found, search.resolution))
        count.append(overlaps.shape[1])
    figure = np.array([modularity(network, labels, search.resolution)])
    documents = documents_behind(statements)
    drawn_figures = np.array(reached)[:, None]
    low, high = enclose(figure, drawn_figures, draws, least=-1.0, most=1.0, documents=documents)
    return Stability(
        communities=_mean(np.array(nearest)),
        together=_mean(np.array(beside)),
        modularity=interval(low[0], high[0]),
        number=_range(np.array(count), draws) if count else None,
    )


def by_chance(found: float, statements: Statements, search: Search, draws: Draws) -> Chance | None:
    """The modularity of communities if positions were dealt out by chance; see dealt.

    ``reached`` counts what was found as one of the chances: (1 + n) / (1 + draws).
    """
    reached, stable = [], []
    for number, one in enumerate(dealt(statements, draws)):
        network = search.network(one)
        labels = find_communities(network, search, _TRIALS)
        reached.append(modularity(network, labels, search.resolution))
        for weights in drawn_weights(one, replace(draws, count=1, seed=draws.seed + number)):
            again = find_communities(search.network(one, weights), search, _TRIALS)
            overlaps = shared_units(labels, again)
            nearest, size = np.nan_to_num(found_again(overlaps)), overlaps.sum(axis=1)
            if size.any():
                stable.append(float(np.average(nearest, weights=size)))
    told = np.array([one for one in reached if not np.isnan(one)])
    if not len(told) or np.isnan(found):
        return None
    # Rounding must not make a difference of what is the same.
    often = (1 + int((told >= found - 1e-12).sum())) / (1 + len(told))
    mean = float(np.mean(stable)) if stable else float("nan")
    return Chance(float(np.median(told)), _range(told, draws), often, mean)


def dealt(statements: Statements, draws: Draws) -> Iterator[Statements]:
    """The statements with the positions on each proposition dealt out among those who speak on it.

    All that one unit said on a proposition stays together. So everyone speaks on what they spoke
    on, and each position has as many holders as before; only who agrees with whom is chance.
    """
    chance = np.random.default_rng(draws.seed)
    places = [np.flatnonzero(statements.proposition == one)
              for one in np.unique(statements.proposition)]  # fmt: skip
    speakers = [np.unique(statements.unit[at], return_inverse=True) for at in places]
    for _ in range(draws.count):
        unit = statements.unit.copy()
        for at, (names, who) in zip(places, speakers, strict=True):
            unit[at] = chance.permutation(names)[who]
        yield replace(statements, unit=unit)


def shared_units(labels: Labels, found: Labels) -> Figures:
    """How many units each community (row) shares with each of the draw (column)."""
    shape = (int(labels.max(initial=-1)) + 1, int(found.max(initial=-1)) + 1)
    both = (labels != ALONE) & (found != ALONE)
    overlaps = np.zeros(shape)
    np.add.at(overlaps, (labels[both], found[both]), 1)
    return overlaps


def found_again(overlaps: Figures) -> Figures:
    """For each community its largest Jaccard coefficient with one of the draw; nan if none is."""
    if not overlaps.size:
        return np.full(len(overlaps), np.nan)
    size = overlaps.sum(axis=1)
    union = size[:, None] + overlaps.sum(axis=0)[None, :] - overlaps
    nearest = np.divide(overlaps, union, out=np.zeros_like(overlaps), where=union > 0).max(axis=1)
    return np.where(size > 0, nearest, np.nan)


def together(labels: Labels, found: Labels) -> Figures:
    """For each unit 1 if more than half of the others of its community are with it in a draw.

    0 if not; nan if it, or all others, have no ties there.
    """
    overlaps = shared_units(labels, found)
    told = np.full(len(labels), np.nan)
    both = np.flatnonzero((labels != ALONE) & (found != ALONE))
    others = overlaps.sum(axis=1)[labels[both]] - 1
    beside = overlaps[labels[both], found[both]] - 1
    known = others > 0
    told[both[known]] = beside[known] > others[known] / 2
    return told


def _mean(rows: Figures) -> Figures:
    known = ~np.isnan(rows)
    total, number = np.where(known, rows, 0).sum(axis=0), known.sum(axis=0)
    mean: Figures = np.divide(total, number, out=np.full(len(total), np.nan), where=number > 0)
    return mean


def _range(values: Figures, draws: Draws) -> Interval | None:
    tail = (1 - draws.level) / 2
    low, high = np.quantile(values, [tail, 1 - tail], method="closest_observation")
    return interval(low, high)
