"""Measures of polarisation: how far those who are for, mixed and against are two camps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from kg.analysis.counting.positions import Basis
from kg.analysis.counting.resampling import Figures
from kg.analysis.network.networks import POLARITIES
from kg.errors import UsageError

_MOST_ALPHA = 1.6


class Measure(StrEnum):
    """How polarisation is measured: see esteban_ray, van_der_eijk, and split in blocs."""

    ESTEBAN_RAY = "esteban-ray"
    VAN_DER_EIJK = "van-der-eijk"
    BLOCS = "blocs"


@dataclass(frozen=True, slots=True)
class Gauge:
    """All choices that make a figure; alpha is for Esteban and Ray's measure only.

    Raises UsageError where alpha is not above 0 and at most 1.6: with 0 the measure is one of
    inequality, beyond 1.6 it breaks their axioms (Esteban & Ray 1994, theorem 1).
    """

    measure: Measure = Measure.ESTEBAN_RAY
    alpha: float = 1.0
    basis: Basis = Basis.UTTERED

    def __post_init__(self) -> None:
        if not 0 < self.alpha <= _MOST_ALPHA:
            raise UsageError(
                f"alpha {self.alpha:g} makes no measure of polarisation",
                hint=f"above 0, and {_MOST_ALPHA} at most",
            )

    def figures(self, counts: Figures) -> Figures:
        """The polarisation of each row of counts (against, mixed, for); nan where it is empty."""
        if self.measure is Measure.VAN_DER_EIJK:
            return van_der_eijk(counts)
        return esteban_ray(counts, self.alpha)

    def __str__(self) -> str:
        return {
            Measure.ESTEBAN_RAY: f"Esteban–Ray, alpha {self.alpha:g}",
            Measure.VAN_DER_EIJK: "van der Eijk",
            Measure.BLOCS: "two blocs, by signed modularity",
        }[self.measure]


def esteban_ray(counts: Figures, alpha: float = 1.0) -> Figures:
    """Esteban and Ray's polarisation of rows of counts at -1, 0 and 1; nan for an empty row.

    The sum over pairs of groups of p_i^(1 + alpha) p_j |y_i - y_j|, with shares p and positions y,
    times 2^alpha: 0 where all stand together, 1 where half are for and half against. The
    larger alpha, the more it weighs that a group is large. J.-M. Esteban & D. Ray: On the
    Measurement of Polarization, Econometrica 62, 1994, 819-851, theorem 1.
    """
    shares = _shares(counts)
    places = np.arange(POLARITIES) - 1
    apart = np.abs(places[:, None] - places[None, :])
    found = ((shares ** (1 + alpha)) @ apart * shares).sum(axis=-1) * 2**alpha
    return np.asarray(np.minimum(found, 1.0))


def van_der_eijk(counts: Figures) -> Figures:
    """(1 - A) / 2 of rows of counts (against, mixed, for), A being van der Eijk's agreement.

    0 where all stand together, 1/2 where all three are even, 1 where half are for and half
    against. Counts are cut into layers, each even over the places that it reaches. Of three places
    a layer of one agrees by 1, of two neighbours by 1/2, of all by 0, of both ends by -1. C. van
    der Eijk: Measuring Agreement in Ordered Rating Scales, Quality and Quantity 35, 2001, 325-341.
    """
    shares = _shares(counts)
    least, middle, most = np.moveaxis(np.sort(shares, axis=-1), -1, 0)
    hollow = shares.argmin(axis=-1) == 1
    agreement = 2 * (middle - least) * np.where(hollow, -1.0, 0.5) + (most - middle)
    return np.asarray(np.clip((1 - agreement) / 2, 0.0, 1.0))


def _shares(counts: Figures) -> Figures:
    total = counts.sum(axis=-1, keepdims=True)
    nowhere = np.full(counts.shape, np.nan)
    return np.asarray(np.divide(counts, total, out=nowhere, where=total > 0))
