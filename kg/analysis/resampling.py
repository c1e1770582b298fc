"""How sure a figure is: what becomes of it if other documents had been read.

The documents are drawn anew with replacement, as many as there are (the bootstrap of B. Efron:
Bootstrap Methods, Annals of Statistics 7, 1979), and each statement that only a machine has found
is there with the chance that it is right. A statement weighs as much as its documents were drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.analysis.statements import Statements

Figures = NDArray[np.float64]

FEW = 3
"""What rests on fewer shared propositions, actors or documents than these is marked as little."""


@dataclass(frozen=True, slots=True)
class Draws:
    """How often documents are drawn, from which seed, and how much of the figures to enclose.

    A count of 0 means that no intervals are wanted.
    """

    count: int = 200
    seed: int = 1
    level: float = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """From where to where a figure lies."""

    low: float
    high: float


def drawn_weights(statements: Statements, draws: Draws) -> Iterator[Figures]:
    """For each draw the weight of every statement; on average it is its chance to be there."""
    chance = np.random.default_rng(draws.seed)
    documents = statements.reports.shape[1]
    # Only documents that show something here are drawn: others would say nothing.
    used = np.unique(statements.reports.indices)
    even = np.full(len(used), 1 / max(len(used), 1))
    doubtful = bool((statements.sure < 1).any())
    for _ in range(draws.count):
        times = np.zeros(documents)
        if len(used):
            times[used] = chance.multinomial(len(used), even)
        weights = statements.reports @ times
        if doubtful:
            weights *= chance.random(len(statements)) < statements.sure
        yield weights


def intervals(
    statistic: Callable[[Figures], Figures],
    statements: Statements,
    draws: Draws,
    *,
    least: float = -np.inf,
    most: float = np.inf,
) -> tuple[Figures, Figures]:
    """The lower and upper ends for every figure that a statistic makes of statement weights.

    The ends are percentiles of the figures drawn, moved so that these are on average the figure
    itself: fewer documents tie fewer actors, which says nothing of the figure's error. They stay
    between ``least`` and ``most``; a figure that a draw does not have (nan) is left out of it.
    nan where no draw has it, or none is wanted.
    """
    figure = statistic(np.ones(len(statements)))
    found = [statistic(weights) for weights in drawn_weights(statements, draws)]
    return enclose(figure, np.array(found), draws, least=least, most=most)


def enclose(
    figure: Figures,
    drawn: Figures,
    draws: Draws,
    *,
    least: float = -np.inf,
    most: float = np.inf,
) -> tuple[Figures, Figures]:
    """The ends for figures of which draws (rows) are at hand; see intervals."""
    empty = np.full(figure.shape, np.nan)
    if not len(drawn):
        return empty, empty
    known = ~np.isnan(drawn).all(axis=0) & ~np.isnan(figure)
    low, high = empty.copy(), empty.copy()
    if known.any():
        tail = (1 - draws.level) / 2
        told = drawn[:, known]
        ends = np.nanquantile(told, [tail, 1 - tail], axis=0)
        moved = figure[known] - np.nanmean(told, axis=0)
        # Rounding apart, the figure itself lies within its ends.
        low[known] = np.clip(np.minimum(ends[0] + moved, figure[known]), least, most)
        high[known] = np.clip(np.maximum(ends[1] + moved, figure[known]), least, most)
    return low, high
