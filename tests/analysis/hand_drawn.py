"""Networks drawn by hand: units named by letters, ties with weights."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.sparse import csr_array

from kg.analysis.counting.pooling import Unit
from kg.analysis.network.method import Method
from kg.analysis.network.networks import Network


def drawn_network(
    units: str, ties: Mapping[str, float], said: Mapping[str, int] | None = None
) -> Network:
    """A network of units of one letter each, from ties such as ``{"ab": 2.0}``."""
    weights = np.zeros((len(units), len(units)))
    for (one, other), weight in ties.items():
        at = units.index(one), units.index(other)
        weights[at] = weights[at[::-1]] = weight
    named = tuple(Unit(name, name.upper()) for name in units)
    return Network(
        method=Method(),
        rows=named,
        columns=named,
        weights=csr_array(weights),
        shared=csr_array((weights != 0).astype(float)),
        said=np.array([(said or {}).get(name, 1) for name in units], float),
        statements=len(units),
    )


def two_triangles() -> Network:
    """Triangles a b c and d e f, joined by the tie c d."""
    return drawn_network("abcdef", dict.fromkeys(("ab", "ac", "bc", "de", "df", "ef", "cd"), 1.0))


def broker() -> Network:
    """Pairs a b and c d, and x, who alone is tied to all four."""
    return drawn_network("abcdx", dict.fromkeys(("ab", "cd", "ax", "bx", "cx", "dx"), 1.0))
