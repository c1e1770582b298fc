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
from scipy.special import ndtr, stdtrit

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


def drawn_weights(statements: Statements, draws: Draws, *, doubt: bool = True) -> Iterator[Figures]:
    """For each draw the weight of every statement; on average it is its chance to be there.

    Without doubt every statement was made, and the same documents are drawn.
    """
    chance = np.random.default_rng(draws.seed)
    coin = np.random.default_rng([draws.seed, 1])
    documents = statements.reports.shape[1]
    # Only documents that show something here are drawn: others would say nothing.
    used = np.unique(statements.reports.indices)
    even = np.full(len(used), 1 / max(len(used), 1))
    doubtful = doubt and is_doubtful(statements)
    for _ in range(draws.count):
        times = np.zeros(documents)
        if len(used):
            times[used] = chance.multinomial(len(used), even)
        weights = statements.reports @ times
        if doubtful:
            weights *= coin.random(len(statements)) < statements.sure
        yield weights


def is_doubtful(statements: Statements) -> bool:
    """Whether any of them is known from a machine alone."""
    return bool((statements.sure < 1).any())


def documents_behind(statements: Statements) -> int:
    """How many documents show them."""
    return len(np.unique(statements.reports.indices))


def intervals(
    statistic: Callable[[Figures], Figures],
    statements: Statements,
    draws: Draws,
    *,
    least: float = -np.inf,
    most: float = np.inf,
) -> tuple[Figures, Figures]:
    """The lower and upper ends for every figure that a statistic makes of statement weights.

    See enclose. What a machine alone has found may be wrong, and then the figure is too: the ends
    are not moved back for that.
    """
    figure = statistic(np.ones(len(statements)))
    found = [statistic(weights) for weights in drawn_weights(statements, draws)]
    certain = None
    if found and is_doubtful(statements):
        told = [statistic(weights) for weights in drawn_weights(statements, draws, doubt=False)]
        certain = np.array(told)
    return enclose(
        figure,
        np.array(found),
        draws,
        least=least,
        most=most,
        documents=documents_behind(statements),
        certain=certain,
    )


def enclose(
    figure: Figures,
    drawn: Figures,
    draws: Draws,
    *,
    least: float = -np.inf,
    most: float = np.inf,
    documents: int | None = None,
    certain: Figures | None = None,
) -> tuple[Figures, Figures]:
    """The ends for figures of which draws (rows) are at hand.

    They are percentiles of the figures drawn, moved so that these are on average the figure
    itself: fewer documents tie fewer actors, which says nothing of the figure's error. They stay
    between ``least`` and ``most``; a figure that a draw does not have (nan) is left out of it.
    nan where no draw has it, none is wanted, or all rests on one document.

    ``documents`` is on how many of them the draws rest: few give wider ends (T. Hesterberg: What
    Teachers Should Know About the Bootstrap, The American Statistician 69, 2015,
    expanded percentiles). ``certain`` are draws in which nothing is in doubt, see drawn_weights:
    then their average is moved to the figure.
    """
    empty = np.full(figure.shape, np.nan)
    if not len(drawn) or (documents is not None and documents < 2):
        return empty, empty
    centre = drawn if certain is None else certain
    known = ~np.isnan(drawn).all(axis=0) & ~np.isnan(centre).all(axis=0) & ~np.isnan(figure)
    low, high = empty.copy(), empty.copy()
    if known.any():
        tail = _tail(draws.level, documents)
        ends = _quantiles(drawn[:, known], [tail, 1 - tail])
        moved = figure[known] - np.nanmean(centre[:, known], axis=0)
        # Rounding apart, the figure itself lies within its ends.
        low[known] = np.clip(np.minimum(ends[0] + moved, figure[known]), least, most)
        high[known] = np.clip(np.maximum(ends[1] + moved, figure[known]), least, most)
    return low, high


def _quantiles(drawn: Figures, at: list[float]) -> Figures:
    """The quantiles of each column without its nan, one row each."""
    gaps = np.isnan(drawn).any(axis=0)
    # Looking for nan column by column takes six times as long as all columns at once.
    found = np.quantile(drawn, at, axis=0)
    if gaps.any():
        found[:, gaps] = np.nanquantile(drawn[:, gaps], at, axis=0)
    return np.asarray(found, float)


def _tail(level: float, documents: int | None) -> float:
    """How much lies below the lower end: less, the fewer the documents are."""
    tail = (1 - level) / 2
    if documents is None:
        return tail
    reach = stdtrit(documents - 1, tail) * np.sqrt(documents / (documents - 1))
    return float(ndtr(reach))
