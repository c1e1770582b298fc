"""The backbone of a network: the ties that are too heavy for chance."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from kg.analysis.counting.resampling import Figures
from kg.analysis.network.networks import Network
from kg.errors import UsageError


def disparity(network: Network, alpha: float) -> Network:
    """The network with the ties that are too heavy for chance; units without any stay.

    If a unit of k ties dealt its strength out by chance, a tie would get the share p or more with
    the probability (1 - p)^(k - 1). A tie stays if that is below alpha for the unit at either
    end; a unit's only tie is no surprise to it. Of negative weights the amount counts.

    Raises UsageError where alpha is no probability. M. A. Serrano, M. Boguna & A. Vespignani:
    Extracting the multiscale backbone of complex weighted networks, PNAS 106, 2009, 6483-6488.
    """
    if not 0 < alpha <= 1:
        raise UsageError(f"a backbone at {alpha:g} is none", hint="above 0, at most 1; often 0.05")
    pairs = network.weights.tocoo()
    amount = np.abs(pairs.data)
    rows = _surprise(pairs.row, amount, network.weights.shape[0])
    columns = _surprise(pairs.col, amount, network.weights.shape[1])
    kept = np.minimum(rows, columns) < alpha
    weights = csr_array(
        (pairs.data[kept], (pairs.row[kept], pairs.col[kept])), shape=network.weights.shape
    )
    return replace(network, weights=weights)


def _surprise(ends: NDArray[np.integer], amount: Figures, number: int) -> Figures:
    """For each tie how probable so large a share would be at one of its ends."""
    strength = np.bincount(ends, amount, minlength=number)
    degree = np.bincount(ends, minlength=number)
    left = np.clip(1 - amount / strength[ends], 0, 1)
    return np.asarray(left ** (degree[ends] - 1))
