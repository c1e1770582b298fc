"""Spectra of networks, and what a network loses of its own when propositions are left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from kg.analysis.counting.resampling import Figures
from kg.analysis.counting.statements import Statements
from kg.analysis.network.method import Method
from kg.analysis.network.networks import POLARITIES, counted, incidence, tied
from kg.errors import UsageError

Places = NDArray[np.int64]

_MOST_CELLS = 20_000_000


def losses_of(
    statements: Statements, method: Method, parts: Sequence[Places], weights: Figures | None = None
) -> Figures:
    """The spectral loss of each part of the propositions, these given by their places.

    It is the sum of the absolute differences between the spectrum of the units' network on that
    part and on all propositions: 0 where the shape is the same, 1 where no tie is left, below 2.
    It compares shapes, not who stands where: two networks of one shape differ by 0.

    Raises UsageError where there are too many units for it.
    """
    statements, weights = counted(statements, method, weights)
    said = incidence(statements, weights)
    whole = spectra(_networks(said, method, [np.flatnonzero(np.bincount(statements.proposition))]))
    return np.concatenate(
        [
            np.abs(spectra(_networks(said, method, some)) - whole).sum(axis=1)
            for some in _portions(parts, said.shape[0])
        ]
        or [np.empty(0)]
    )


def spectra(networks: NDArray[np.float64]) -> Figures:
    """The normalised spectra of some networks (number x units x units).

    The spectrum of a network is that of its Laplacian L = D - W, where W are its weights without
    the negative ones, and D their sums on the diagonal: the eigenvalues, sorted and divided by
    their sum; all 0 without ties.
    """
    weights = np.maximum(networks, 0)
    strength = weights.sum(axis=2)
    laplacian = np.eye(weights.shape[1]) * strength[:, :, None] - weights
    found = np.linalg.eigvalsh(laplacian) if weights.size else strength
    total = strength.sum(axis=1, keepdims=True)
    shares: Figures = np.divide(found, total, out=np.zeros_like(found), where=total > 0)
    return shares


def _networks(said: csr_array, method: Method, parts: Sequence[Places]) -> NDArray[np.float64]:
    """The weights between the units on each part of the propositions: parts x units x units.

    All parts are computed as one network that falls apart into them.
    """
    number, columns = said.shape
    pairs = said.tocoo()
    rows, places, amounts = [], [], []
    for at, part in enumerate(parts):
        kept = np.isin(pairs.col // POLARITIES, part)
        rows.append(pairs.row[kept] + at * number)
        places.append(pairs.col[kept] + at * columns)
        amounts.append(pairs.data[kept])
    shape = (number * len(parts), columns * len(parts))
    together = csr_array(
        (np.concatenate(amounts), (np.concatenate(rows), np.concatenate(places))), shape=shape
    )
    found = tied(together, method).tocoo()
    weights = np.zeros((len(parts), number, number))
    weights[found.row // number, found.row % number, found.col % number] = found.data
    return weights


def _portions(parts: Sequence[Places], units: int) -> Iterator[Sequence[Places]]:
    """Parts so many at a time as fit into memory."""
    if units**2 > _MOST_CELLS:
        raise UsageError(f"{units:,} units are too many for a backbone", hint="pool them: --level")
    step = max(_MOST_CELLS // max(units, 1) ** 2, 1)
    yield from (parts[start : start + step] for start in range(0, len(parts), step))
