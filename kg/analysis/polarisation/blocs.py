"""The two camps of a debate: the best split of a signed network, and how good it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh
from scipy.sparse import csr_array

from kg.analysis.counting.resampling import Figures
from kg.errors import UsageError

Camps = NDArray[np.float64]
"""For each unit 1 or -1."""
_MOST_UNITS = 4_000
_GAIN = 1e-9
"""What is less is rounding."""
_DIGITS = 12
"""Gains are compared to so many decimals."""
_NEAR = 2e-12
"""What differs by more is not the same in so many decimals."""
_STARTS = 8
"""So many splits at random are improved beside the leading eigenvector's."""
_MOST_STARTED = 500
"""Larger networks are split from the eigenvector alone: a start takes seconds there."""


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """Units in two camps, and twice the modularity of the split: 0 none, 1 two even camps.

    ``camps`` is 0 for a unit without ties. ``opposed`` is the share of conflict among the ties
    between the camps, nan where there are none.
    """

    camps: Camps
    polarisation: float
    opposed: float


DEALS = 40
"""So often positions are dealt out by chance."""


@dataclass(frozen=True, slots=True)
class Dealt:
    """What the best split has when the same speakers are dealt each other's positions by chance.

    ``middle`` is the median, ``reached`` how often it is as high as what was found. The less is
    read, the more camps chance finds: figures of windows of different size do not compare.
    """

    middle: float
    reached: float


def split(ties: csr_array, start: Camps | None = None) -> Split | None:
    """The split into two camps with most congruence within and most conflict between them.

    It maximises the modularity of signed networks: S. Gomez, P. Jensen & A. Arenas: Analysis of
    community structure in networks of correlated data, Physical Review E 80, 016114, 2009. For two
    camps it is 1/2 at most, where they weigh the same, all congruence is within and all conflict
    between: the figure is divided by that. It starts from the leading eigenvector and from some
    splits at random, and units change sides as long as that helps: M. E. J. Newman: Modularity and
    community structure in networks, PNAS 103, 2006; from a ``start`` of one's own, for networks
    that differ little, only the latter. A better split than the one found may exist.
    Camps that never speak on one proposition count as apart too: see ``opposed``. None where
    nothing is tied.

    DNA's dna_polarization sums how far congruence and conflict are from what even camps would have;
    its greedy search begins at random and only swaps members, so that the camps keep their sizes.
    """
    number = ties.shape[0]
    if number > _MOST_UNITS:
        raise UsageError(
            f"{number:,} units are too many to split",
            hint="narrow them, or pool them with --level country",
        )
    weights = ties.toarray()
    total = np.abs(weights).sum()
    if not total:
        return None
    excess = _excess(weights)
    camps = _best(excess) if start is None else _moved(excess, start)
    # All in one camp is no split, and always possible: its modularity is 0.
    found = max(float(camps @ excess @ camps) / total, 0.0)
    tied = np.abs(weights).sum(axis=1) > 0
    between = weights[np.ix_(tied & (camps > 0), tied & (camps < 0))]
    amount = np.abs(between).sum()
    opposed = float(-between[between < 0].sum() / amount) if amount else float("nan")
    return Split(np.where(tied, camps, 0.0), min(found, 1.0), opposed)


def _excess(weights: Figures) -> Figures:
    """By how much each tie is stronger than the strengths of its units would have it."""
    expected = np.zeros_like(weights)
    for sign in (1, -1):
        part = np.maximum(sign * weights, 0)
        strength = part.sum(axis=1)
        if strength.any():
            expected += sign * np.outer(strength, strength) / strength.sum()
    return np.asarray(weights - expected)


def _best(excess: Figures) -> Camps:
    chance = np.random.default_rng(len(excess))
    number = _STARTS if len(excess) <= _MOST_STARTED else 0
    starts = [_leading(excess), *(chance.choice([-1.0, 1.0], (number, len(excess))))]
    found = [_improved(excess, start) for start in starts]
    fits = np.array([camps @ excess @ camps for camps in found])
    return found[int(fits.round(9).argmax())]


def _leading(excess: Figures) -> Camps:
    last = len(excess) - 1
    axis = eigh(excess, subset_by_index=[last, last])[1][:, 0]
    return np.where(axis.round(9) > 0, 1.0, -1.0)


def _best_move(gains: Figures) -> int:
    """The place of the largest gain; of those that are the same but for rounding the first."""
    best = int(gains.argmax())
    (near,) = (gains[:best] > gains[best] - _NEAR).nonzero()
    if not len(near):
        return best
    places = np.append(near, best)
    return int(places[gains[places].round(_DIGITS).argmax()])


def _moved(excess: Figures, start: Camps) -> Camps:
    """Camps after the best move of one unit, and again, as long as a move helps."""
    camps = np.where(start < 0, -1.0, 1.0)
    pull, own = excess @ camps, np.diag(excess)
    while True:
        # By how much the fit grows, by a factor of 4, when each unit alone changes sides.
        gains = own - camps * pull
        best = _best_move(gains)
        if gains[best] <= _GAIN:
            return camps
        camps[best] = -camps[best]
        pull += 2 * camps[best] * excess[:, best]


def _improved(excess: Figures, start: Camps) -> Camps:
    """Camps after rounds in which every unit moves once, each round kept as far as it helps."""
    columns = np.ascontiguousarray(excess.T)
    gains, best = np.empty(len(start)), start
    while True:
        camps, own = best.copy(), np.diag(excess).copy()
        pull = excess @ camps
        steps, order = [0.0], []
        for _ in range(len(best)):
            np.multiply(camps, pull, out=gains)
            np.subtract(own, gains, out=gains)
            moved = _best_move(gains)
            steps.append(steps[-1] + float(gains[moved]))
            order.append(moved)
            # Whoever has moved gains nothing any more.
            own[moved] = -np.inf
            camps[moved] = -camps[moved]
            pull += 2 * camps[moved] * columns[moved]
        kept = int(np.array(steps).round(_DIGITS).argmax())
        if steps[kept] <= _GAIN:
            return best
        best = best.copy()
        best[order[:kept]] *= -1
