"""Networks of one corpus over time: one in each window, or around each window's middle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array

from kg.analysis.corpus.corpus import Corpus
from kg.analysis.corpus.stances import Days, Mask
from kg.analysis.counting.pooling import Level
from kg.analysis.counting.statements import Duplicates, Statements, count_statements
from kg.analysis.counting.windows import Kernel, Window, kernel_height, kernel_weights
from kg.analysis.network.method import Method, Normalisation
from kg.analysis.network.networks import Network, Weights, make_network
from kg.analysis.network.ties import Tie, tie_columns, tie_row
from kg.errors import UsageError
from kg.queries.table import Table, make_table

_OF_ONE_DAY = {Duplicates.NONE, Duplicates.STANCE}
_FAINT = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class Slice:
    """The network of a window, and the statements that it is made of with their weights."""

    window: Window
    network: Network
    statements: Statements
    weights: Weights | None = None


def slices(
    corpus: Corpus,
    method: Method,
    windows: Sequence[Window],
    level: Level = Level.ACTOR,
    duplicates: Duplicates = Duplicates.STANCE,
    kernel: Kernel | None = None,
) -> Iterator[Slice]:
    """The network of each window, or with a kernel around its middle; all have the same units.

    Between units two statements add the geometric mean of their heights in the kernel, as in DNA
    3.1; in an affiliation network each counts with its height. Raises UsageError where a kernel
    does not fit the method.
    """
    if kernel is not None:
        _refuse_presence(method)
    for window, statements, heights in windowed(corpus, windows, level, duplicates, kernel):
        weights = heights if heights is None or method.is_two_mode else np.sqrt(heights)
        network = make_network(statements, method, weights)
        if weights is not None:
            # However little a statement weighs, it is one of those on which a tie rests.
            network = replace(network, shared=make_network(statements, method).shared)
        yield Slice(window, network, statements, weights)


def windowed(
    corpus: Corpus,
    windows: Sequence[Window],
    level: Level = Level.ACTOR,
    duplicates: Duplicates = Duplicates.STANCE,
    kernel: Kernel | None = None,
) -> Iterator[tuple[Window, Statements, Weights | None]]:
    """The statements of each window, with a kernel also their heights in it.

    Time is cut first and repetitions are dropped then, so that what is said again in a later
    window counts there too. DNA 3.1 drops them over the whole range and cuts then: whoever repeats
    a claim is silent in the second window. What counts as one has the height of that report of it
    which is nearest to the middle; what has less than a hundredth of the height in the middle is
    left out. All windows have the units of the whole corpus.
    """
    whole = count_statements(corpus, level, duplicates)
    days, begins = corpus.stances.latest, corpus.stances.begins
    for window in windows:
        if kernel is None:
            inside = window.holds(days, begins)
            yield window, _within(corpus, whole, duplicates, inside), None
        else:
            heights = kernel_weights(days, window, kernel)
            near = heights > _FAINT * kernel_height(np.zeros(1), kernel)
            statements = _within(corpus, whole, duplicates, near)
            yield window, statements, _highest(statements, heights)


def days_said(corpus: Corpus, level: Level, duplicates: Duplicates) -> Days:
    """The days of the statements in order, each repetition at its own: they place the windows."""
    reports = duplicates in {Duplicates.NONE, Duplicates.DOCUMENT}
    each = Duplicates.NONE if reports else Duplicates.STANCE
    return count_statements(corpus, level, each).day


def _within(corpus: Corpus, whole: Statements, duplicates: Duplicates, kept: Mask) -> Statements:
    """What is counted of some stances, with the units and stances of the whole."""
    if duplicates in _OF_ONE_DAY:
        # Each of these statements is of one stance: dropping repetitions changes nothing.
        return whole.within(kept[whole.stances.indices])
    part = replace(corpus, stances=corpus.stances.keep(kept))
    found = count_statements(part, whole.level, duplicates)
    place = {unit: number for number, unit in enumerate(whole.units)}
    known = np.array([place[unit] for unit in found.units], np.int32)
    members = found.stances
    of_all = (members.data, np.flatnonzero(kept)[members.indices], members.indptr)
    return replace(
        found,
        units=whole.units,
        unit=known[found.unit],
        stances=csr_array(of_all, shape=(len(found), len(kept))),
        left_out=whole.left_out,
    )


def _highest(statements: Statements, heights: Weights) -> Weights:
    """For each statement the greatest of its stances' heights."""
    members = statements.stances
    found = np.maximum.reduceat(heights[members.indices], members.indptr[:-1])
    return np.asarray(found, float)


def _refuse_presence(method: Method) -> None:
    if method.is_combined or method.normalisation is Normalisation.JACCARD:
        what = "combined polarities" if method.is_combined else "jaccard"
        raise UsageError(
            f"{what} and a kernel do not go together: there counts only whether a thing was said",
            hint="leave out the kernel, or take "
            + ("--qualifier subtract" if method.is_combined else "--normalisation cosine"),
        )


def series_table(listed: Iterable[tuple[Window, Sequence[Tie]]], method: Method) -> Table:
    """The ties of each window as a table: one row a tie, with the days of its window.

    A window without a name has a number, counted from 1.
    """
    return make_table(
        ("window", "first", "last", *tie_columns(method)),
        (
            (window.label or number, window.first, window.last, *tie_row(tie, method))
            for number, (window, ties) in enumerate(listed, 1)
            for tie in ties
        ),
    )
