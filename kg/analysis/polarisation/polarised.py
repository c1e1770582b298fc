"""How polarised a debate is in each part of time, with intervals and what each figure rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array

from kg.analysis.corpus.corpus import Corpus
from kg.analysis.corpus.stances import Numbers
from kg.analysis.counting.pooling import Unit
from kg.analysis.counting.positions import Held, Positions
from kg.analysis.counting.resampling import FEW, Draws, Figures, Interval, intervals
from kg.analysis.counting.statements import Statements
from kg.analysis.counting.windows import Window
from kg.analysis.network.method import Kind, Method
from kg.analysis.network.networks import POLARITIES, tied
from kg.analysis.polarisation.blocs import DEALS, Dealt, Split, split
from kg.analysis.polarisation.polarisation import Gauge, Measure

LEAST_UNITS = 2
"""One unit alone is of one mind with itself: that says nothing."""


@dataclass(frozen=True, slots=True)
class Polarisation:
    """How polarised the debate of a window is; ``figure`` None where fewer than two units spoke.

    ``units`` is how many took a position; ``favours``, ``mixed`` and ``opposes`` how many positions
    there are of each side (on several propositions a unit has several), ``statements`` and
    ``documents`` what they rest on. By blocs ``camps`` are the units of both, the larger first, and
    ``opposed`` is the share of conflict among the ties between them, ``dealt`` what chance gives.
    """

    window: Window
    figure: float | None
    interval: Interval | None
    units: int
    favours: int
    mixed: int
    opposes: int
    statements: int
    documents: int
    camps: tuple[tuple[Unit, ...], tuple[Unit, ...]] | None = None
    opposed: float | None = None
    dealt: Dealt | None = None

    @property
    def few(self) -> bool:
        """Whether it rests on so little that it says little."""
        return min(self.units, self.documents) < FEW

    @property
    def positions(self) -> int:
        """How many positions there are."""
        return self.favours + self.mixed + self.opposes


def polarisations(
    corpus: Corpus,
    statements: Statements,
    windows: Iterable[Window],
    gauge: Gauge,
    draws: Draws,
) -> list[Polarisation]:
    """The polarisation in each window, with its interval.

    Of several propositions it is the mean of each one's, weighted by the number of units; one on
    which a single unit has a position is left out. By blocs it is of all propositions together:
    units are tied by the positions that they share, each counted once however often it was uttered.
    There is no interval where no draw gives another figure, as where all are of one mind, nor
    where all rests on fewer than FEW documents.
    """
    # Here each statement is one stance.
    begins = corpus.stances.begins[statements.stances.indices]
    return [
        _polarisation(
            corpus,
            statements.within(gauge.basis.reach(window, statements.day, begins)),
            window,
            gauge,
            draws,
        )
        for window in windows
    ]


def _polarisation(
    corpus: Corpus, inside: Statements, window: Window, gauge: Gauge, draws: Draws
) -> Polarisation:
    positions = Positions(corpus, inside)
    held = positions.held()
    whole = None
    if gauge.measure is Measure.BLOCS:
        whole = split(_ties(held, inside))
        statistic = _of_blocs(positions, inside, whole)
    else:
        statistic = _of_shares(positions, inside, gauge)
    figure, interval = _measured(statistic, inside, draws)
    dealt = _by_chance(held, inside, figure, draws) if whole else None
    favours, mixed, opposes = (int((held.side == sign).sum()) for sign in (1, 0, -1))
    return Polarisation(
        window=window,
        figure=figure,
        interval=interval,
        units=len(np.unique(held.unit)),
        favours=favours,
        mixed=mixed,
        opposes=opposes,
        statements=len(inside),
        documents=len(np.unique(inside.reports.indices)),
        camps=_camps(whole, inside.units),
        opposed=None if whole is None or np.isnan(whole.opposed) else whole.opposed,
        dealt=dealt,
    )


def _of_shares(
    positions: Positions, inside: Statements, gauge: Gauge
) -> Callable[[Figures], Figures]:
    about = len(inside.propositions)
    several = _counts(positions.held(), about).sum(axis=1) >= LEAST_UNITS

    def statistic(weights: Figures) -> Figures:
        counts = _counts(positions.held(weights), about)[several]
        number = counts.sum(axis=1)
        told = number > 0
        if not told.any():
            return np.array([np.nan])
        return np.array([np.average(gauge.figures(counts[told]), weights=number[told])])

    return statistic


def _of_blocs(
    positions: Positions, inside: Statements, whole: Split | None
) -> Callable[[Figures], Figures]:
    def statistic(weights: Figures) -> Figures:
        drawn = split(_ties(positions.held(weights), inside), whole.camps) if whole else None
        return np.array([drawn.polarisation if drawn else np.nan])

    return statistic


def _by_chance(held: Held, inside: Statements, figure: float | None, draws: Draws) -> Dealt | None:
    """The figure of the same speakers with their positions on each proposition dealt out anew."""
    if figure is None or not draws.count:
        return None
    dealer = np.random.default_rng(draws.seed)
    places = [np.flatnonzero(held.proposition == one) for one in np.unique(held.proposition)]
    figures = []
    for _ in range(DEALS):
        unit = held.unit.copy()
        for at in places:
            unit[at] = dealer.permutation(unit[at])
        drawn = split(_ties(replace(held, unit=unit), inside))
        figures.append(drawn.polarisation if drawn else 0.0)
    as_far = sum(one >= figure - 1e-9 for one in figures)
    return Dealt(float(np.median(figures)), (1 + as_far) / (1 + DEALS))


def _counts(held: Held, propositions: int) -> Figures:
    """How much stands against, mixed and for on each proposition."""
    counts = np.bincount(_columns(held), held.weight, propositions * POLARITIES)
    return np.asarray(counts, float).reshape(propositions, POLARITIES)


def _ties(held: Held, inside: Statements) -> csr_array:
    """The subtract network of units by their positions."""
    shape = (len(inside.units), len(inside.propositions) * POLARITIES)
    once = csr_array((held.weight, (held.unit, _columns(held))), shape=shape)
    return tied(once, Method(Kind.SUBTRACT))


def _columns(held: Held) -> Numbers:
    return np.asarray(held.proposition * POLARITIES + held.side + 1)


def _measured(
    statistic: Callable[[Figures], Figures], inside: Statements, draws: Draws
) -> tuple[float | None, Interval | None]:
    figure = float(statistic(np.ones(len(inside)))[0])
    if np.isnan(figure):
        return None, None
    low, high = (float(end[0]) for end in intervals(statistic, inside, draws, least=0.0, most=1.0))
    return figure, Interval(low, high) if high - low > 1e-9 else None


def _camps(
    whole: Split | None, units: tuple[Unit, ...]
) -> tuple[tuple[Unit, ...], tuple[Unit, ...]] | None:
    if whole is None:
        return None
    one, other = (
        tuple(unit for unit, camp in zip(units, whole.camps, strict=True) if camp == side)
        for side in (1, -1)
    )
    # Which camp is which is arbitrary: the larger one first, else that of the first unit.
    first = (-len(one), [unit.id for unit in one]) <= (-len(other), [unit.id for unit in other])
    return (one, other) if first else (other, one)
