"""How far units agree: the one measure behind the picture of agreement and every comparison.

A unit stands on a proposition at the mean of its actors' positions, from -1 (all against) to 1
(all for). Two units agree by 1 less half the distance of their means, and over several
propositions by the mean of that: 1 is the same, 0 opposite, and where one is mixed 1/2.
"""

from __future__ import annotations

import numpy as np

from kg.analysis.corpus.stances import Numbers
from kg.analysis.counting.positions import Held
from kg.analysis.counting.resampling import Figures


def spread(held: Held, values: Figures | Numbers, units: int, propositions: int) -> Figures:
    """A column of what is held, such as its means, as units (rows) x propositions, else nan."""
    table = np.full((units, propositions), np.nan)
    table[held.unit, held.proposition] = values
    return table


def agreements(means: Figures, one: Numbers, other: Numbers) -> tuple[Figures, Numbers]:
    """How far pairs of units (rows of means) agree, and on how many propositions both stand.

    nan for a pair that shares none. A tie on few shared propositions says little.
    """
    alike, shared = np.zeros(len(one)), np.zeros(len(one), np.int32)
    # Added one by one in the order of propositions, as the page does: then both round alike.
    for column in means.T:
        near = 1 - np.abs(column[one] - column[other]) / 2
        told = ~np.isnan(near)
        alike += np.where(told, near, 0.0)
        shared += told
    share = np.divide(alike, shared, out=np.full(len(one), np.nan), where=shared > 0)
    return np.asarray(share), shared
