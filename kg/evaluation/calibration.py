"""Whether a confidence is the share of findings that are right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import pi, sqrt

from kg.evaluation.bands import Judged
from kg.evaluation.findings import Finding
from kg.evaluation.gold import Annotation, Key

BINS = 10
"""Bins of equal mass."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Findings of like confidence: how many, what they say on average, how many are right."""

    size: int
    said: float
    right: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """A reliability table, from low to high; the error is the mean gap weighed by size."""

    bins: tuple[Bin, ...]

    @property
    def error(self) -> float | None:
        """The expected calibration error, None without findings."""
        size = sum(one.size for one in self.bins)
        if not size:
            return None
        return sum(one.size * abs(one.said - one.right) for one in self.bins) / size

    @property
    def floor(self) -> float | None:
        """The error that chance alone would show in bins of this size, were every score true."""
        size = sum(one.size for one in self.bins)
        if not size:
            return None
        # The mean distance of a binomial share from its mean, by its normal approximation.
        chance = (
            one.size * sqrt(2 * one.said * (1 - one.said) / (pi * one.size)) for one in self.bins
        )
        return sum(chance) / size


def judge(stances: Iterable[Annotation], findings: Iterable[Finding]) -> tuple[Judged, ...]:
    """The findings that gold decides on, each once with its best confidence, in order of keys.

    What equals an unsure annotation is left out.
    """
    sure: set[Key] = set()
    unsure: set[Key] = set()
    for stance in stances:
        (sure if stance.sure else unsure).add(stance.key)
    best: dict[Key, float] = {}
    for finding in findings:
        best[finding.key] = max(best.get(finding.key, 0.0), finding.confidence)
    decided = (key for key in sorted(best) if key in sure or key not in unsure)
    return tuple(Judged(best[key], key in sure) for key in decided)


def calibrate(judged: Sequence[Judged], bins: int = BINS) -> Calibration:
    """The reliability of scores that are meant as probabilities.

    Findings of one score are taken in the order given, so that the same input gives the same bins.
    """
    in_order = sorted(judged, key=lambda one: one.score)
    count = min(bins, len(in_order))
    edges = [round(number * len(in_order) / count) for number in range(count + 1)] if count else []
    return Calibration(tuple(_bin(in_order[first:last]) for first, last in pairwise(edges)))


def _bin(judged: Sequence[Judged]) -> Bin:
    size = len(judged)
    return Bin(size, sum(o.score for o in judged) / size, sum(o.right for o in judged) / size)
