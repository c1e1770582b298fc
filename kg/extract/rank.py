"""How far a candidate may be trusted: a logistic sum of weights, one for each kind of evidence."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from decimal import Decimal


def confidence(evidence: Iterable[str], weights: Mapping[str, float]) -> Decimal:
    """A probability between 0.01 and 0.99, of two places at most, without closing zeros."""
    total = weights["base"] + sum(weights.get(name, 0.0) for name in evidence)
    probability = min(max(1 / (1 + math.exp(-total)), 0.01), 0.99)
    return Decimal(f"{probability:.2f}".rstrip("0"))
