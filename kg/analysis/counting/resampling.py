"""How sure a figure is: what becomes of it if other documents had been read.

The documents are drawn anew with replacement, as many as there are (the bootstrap of B. Efron:
Bootstrap Methods, Annals of Statistics 7, 1979), and each statement that only a machine has found
is there with the chance that it is right. A statement weighs as much as its documents were drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

from kg.analysis.counting.statements import Statements

Figures = NDArray[np.float64]
Documents = int | NDArray[np.int64]
"""How many documents a figure rests on, or for each figure."""

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


_NO_WIDTH = 1e-9
"""What is narrower comes of rounding."""


def interval(low: float, high: float) -> Interval | None:
    """The interval of these ends; None where they are nan or the same.

    Where every draw tells the same, the draws do not say how sure that is.
    """
    return Interval(float(low), float(high)) if high - low > _NO_WIDTH else None


def rank_interval(low: float, high: float) -> Interval | None:
    """The same of ranks, out to whole ones."""
    found = interval(low, high)
    return found and Interval(float(floor(found.low)), float(ceil(found.high)))


def ends(found: Interval | None) -> tuple[float | None, float | None]:
    """Both ends for a table, empty where there is no interval."""
    return (found.low, found.high) if found else (None, None)


def few_word(few: bool) -> str | None:
    """What a table says of a figure that rests on little: nothing where it rests on more."""
    return "few" if few else None


def drawn_weights(statements: Statements, draws: Draws, *, doubt: bool = True) -> Iterator[Figures]:
    """For each draw the weight of every statement; on average it is its chance to be there.

    Without doubt every statement was made, and the same documents are drawn.
    """
    chance = np.random.default_rng(draws.seed)
    coin = np.random.default_rng([draws.seed, 1])
    documents = statements.reports.shape[1]
    # Only documents that show something here are drawn: others would say nothing.
    used = np.flatnonzero(np.bincount(statements.reports.indices, minlength=documents))
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
    return int(np.count_nonzero(np.bincount(statements.reports.indices)))


def intervals(
    statistic: Callable[[Figures], Figures],
    statements: Statements,
    draws: Draws,
    *,
    least: float = -np.inf,
    most: float = np.inf,
    documents: Documents | None = None,
) -> tuple[Figures, Figures]:
    """The lower and upper ends for every figure that a statistic makes of statement weights.

    See enclose; without ``documents`` it is all that show the statements. What a machine alone has
    found may be wrong, and then the figure is too: the ends are not moved back for that.
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
        documents=documents_behind(statements) if documents is None else documents,
        certain=certain,
    )


def enclose(
    figure: Figures,
    drawn: Figures,
    draws: Draws,
    *,
    least: float = -np.inf,
    most: float = np.inf,
    documents: Documents | None = None,
    certain: Figures | None = None,
) -> tuple[Figures, Figures]:
    """The ends for figures of which draws (rows) are at hand: figure ± t x standard error.

    The standard error is the standard deviation of the draws, and t Student's quantile for as many
    ``documents`` as the draws rest on, widened by sqrt(n / (n - 1)); of many, the normal
    distribution's (T. Hesterberg: What Teachers Should Know About the Bootstrap, The American
    Statistician 69, 2015: t interval with bootstrap standard error). Percentiles of the draws
    would be of fewer documents than were read: a draw misses a third of them.

    The ends stay between ``least`` and ``most``. A figure that a draw does not have (nan) is left
    out of it. nan where no draw has it, none is wanted, or fewer than FEW ``documents`` are drawn.
    ``certain`` are draws in which nothing is in doubt, see drawn_weights: what the others lack
    beside them moves the ends, and the figure stays within.
    """
    empty = np.full(figure.shape, np.nan)
    behind = None if documents is None else np.broadcast_to(documents, figure.shape)
    if not len(drawn) or (behind is not None and (behind < FEW).all()):
        return empty, empty
    centre = drawn if certain is None else certain
    known = ~np.isnan(drawn).all(axis=0) & ~np.isnan(centre).all(axis=0) & ~np.isnan(figure)
    if behind is not None:
        known &= behind >= FEW
    low, high = empty.copy(), empty.copy()
    if known.any():
        told, figures = drawn[:, known], figure[known]
        lost = np.nanmean(centre[:, known], axis=0) - np.nanmean(told, axis=0)
        wide = _reach(draws.level, None if behind is None else behind[known])
        reach = wide * np.nanstd(told, axis=0)
        low[known] = np.clip(np.minimum(figures - lost - reach, figures), least, most)
        high[known] = np.clip(np.maximum(figures - lost + reach, figures), least, most)
    return low, high


def _reach(level: float, documents: NDArray[np.integer] | None) -> Figures:
    """How many standard errors lie between a figure and an end: more, the fewer documents."""
    tail = (1 - level) / 2
    if documents is None:
        return np.asarray(-ndtri(tail))
    wider = np.sqrt(documents / (documents - 1))
    return np.asarray(-stdtrit(documents - 1, tail) * wider)
