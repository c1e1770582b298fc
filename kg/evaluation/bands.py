"""Where the bands of confidence begin, by what they would have got right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from kg.evaluation.scores import Tally

TARGET = 0.90
"""The precision that is asked of what nobody looks at."""
FEWEST = 20
"""Fewer findings than this show no precision."""
NEVER = 1.0
"""A threshold that no confidence reaches."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding's score and whether a sure annotation has it."""

    score: float
    right: bool


def tally_at(judged: Iterable[Judged], missed: int, threshold: float) -> Tally:
    """What comes of showing findings from a score upwards; ``missed`` were never found."""
    hits = errors = misses = 0
    for one in judged:
        if one.score >= threshold:
            hits, errors = hits + one.right, errors + (not one.right)
        else:
            misses += one.right
    return Tally(hits, errors, misses + missed)


def best_f1(judged: Sequence[Judged], missed: int) -> float:
    """The lowest threshold of the best F1, NEVER where nothing is right."""
    best, chosen = 0.0, NEVER
    for threshold, tally in _steps(judged, missed):
        if (tally.f1 or 0.0) >= best and tally.hits:
            best, chosen = tally.f1 or 0.0, threshold
    return chosen


def lowest_precise(judged: Sequence[Judged], target: float = TARGET, fewest: int = FEWEST) -> float:
    """The lowest threshold above which at least ``target`` of enough findings are right."""
    chosen = NEVER
    for threshold, tally in _steps(judged, 0):
        if tally.hits + tally.errors >= fewest and (tally.precision or 0.0) >= target:
            chosen = threshold
    return chosen


def _steps(judged: Sequence[Judged], missed: int) -> Iterable[tuple[float, Tally]]:
    """Every score as a threshold, from the highest down, with what it lets through."""
    rights = sum(one.right for one in judged)
    hits = errors = 0
    in_order = sorted(judged, key=lambda one: -one.score)
    for score, alike in groupby(in_order, key=lambda one: one.score):
        for one in alike:
            hits, errors = hits + one.right, errors + (not one.right)
        yield score, Tally(hits, errors, missed + rights - hits)
